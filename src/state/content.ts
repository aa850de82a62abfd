/** The bytes of a message and the parts they are made of: its decoded fields, and in them the operations of pickles, the names of JSON and what Arrow says. */
import { type Range, readBatch, readBody, readColumns, readSchema } from "../arrow/read-message.ts";
import { describePickle } from "../pickle/describe.ts";
import { disassemble } from "../pickle/disassemble.ts";
import { opcodeMeaning } from "../pickle/meanings.ts";
import { decodeBase64 } from "../recording/lookup.ts";
import { readNames } from "./json-names.ts";
import { toCount } from "../words/numbers.ts";
import type { FieldState, MessageState } from "./channel-state.ts";

export interface Part {
	/** `part:length` for a field, `part:pickle/TUPLE2` for an operation, `part:pickle/TUPLE2 3` for its third of that name, `part:task context/stageId` for a name in JSON, `part:body/id[0]` for a value. */
	readonly id: string;
	readonly name: string;
	/** Of its first byte in the message. */
	readonly offset: number;
	readonly size: number;
	/** 0: a field. From 1: in a field, operations deeper inside MARKs, names of JSON deeper inside objects, values deeper than their buffer. */
	readonly depth: number;
	readonly value: string;
	/** What it does or is, in words, for a part of a field; else empty. */
	readonly meaning: string;
}

export interface Content {
	/** The first bytes; null: not seen or not kept. */
	readonly kept: Uint8Array | null;
	readonly size: number;
	/** In order of offset, each field before its operations. */
	readonly parts: readonly Part[];
}

const none: Content["parts"] = [];
/** Each message's fields are one list for as long as its recording is: decoded once. */
const known = new WeakMap<readonly FieldState[], Content>();

export function toContent(message: Pick<MessageState, "bytes" | "size" | "fields" | "type" | "schema">): Content {
	const { bytes, size, fields } = message;
	const before = known.get(fields);
	if (before && before.size === size) return before;
	const kept = bytes === null ? null : decodeBase64(bytes);
	const arrow = kept && toArrow(message, kept);
	const content = { kept, size, parts: fields.length ? fields.flatMap((field) => arrow?.[field.name] ?? toParts(field, kept)) : none };
	if (fields.length) known.set(fields, content);
	return content;
}

/** The parts of an Arrow message by field; null: it is none, or its schema was not kept. */
function toArrow({ type, fields, schema }: Pick<MessageState, "fields" | "type" | "schema">, kept: Uint8Array): Record<string, Part[]> | null {
	const at = (name: string) => fields.find((field) => field.name === name);
	const [head, body] = [at("metadata"), at("body")];
	if (!head || (type !== "arrowSchema" && (type !== "arrowBatch" || schema === null))) return null;
	const toPart = (field: FieldState, value: string, ranges: readonly Range[]): Part[] => [
		{ id: `part:${field.name}`, name: field.name, offset: field.offset, size: field.size, depth: 0, value, meaning: "" },
		...ranges.map((range) => ({ ...range, id: `part:${field.name}/${range.name}`, offset: field.offset + range.offset })),
	];
	const metadata = kept.subarray(head.offset, head.offset + head.size);
	if (type === "arrowSchema") return { metadata: toPart(head, "flatbuffer: Schema", readSchema(metadata)) };
	// Eight bytes stand before the metadata: the continuation and its length.
	const columns = readColumns(decodeBase64(schema!).subarray(8));
	return {
		metadata: toPart(head, "flatbuffer: RecordBatch", readBatch(metadata, columns)),
		...(body && { body: toPart(body, String(body.value), readBody(metadata, columns, kept.subarray(body.offset, body.offset + body.size))) }),
	};
}

function toParts({ name, offset, size, value }: FieldState, kept: Uint8Array | null): Part[] {
	const field = { id: `part:${name}`, name, offset, size, depth: 0, meaning: "" };
	const inside = kept?.subarray(offset, offset + size);
	if (inside?.[0] === 0x7b && inside.length === size && inside.every((byte) => byte < 128)) {
		const names = readNames(new TextDecoder().decode(inside));
		if (names) return [{ ...field, value: toCount(names.length, "name") }, ...names.map((part) => ({ ...part, id: `part:${name}/${part.name}`, offset: offset + part.offset, meaning: "" }))];
	}
	// Every pickle of protocol 2 and later begins so; in what is not a pickle, the next byte is no such number.
	if (!inside || inside[0] !== 0x80 || !(inside[1]! >= 2 && inside[1]! <= 5)) return [{ ...field, value: String(value) }];
	const { ops } = disassemble(inside);
	const counts = new Map<string, number>();
	const parts = ops.map((op): Part => {
		const n = (counts.get(op.name) ?? 0) + 1;
		counts.set(op.name, n);
		const id = `part:${name}/${op.name}${n > 1 ? ` ${n}` : ""}`;
		return { id, name: op.name, offset: offset + op.offset, size: op.size, depth: op.depth + 1, value: op.arg ?? "", meaning: opcodeMeaning(op.name) };
	});
	return [{ ...field, value: describePickle(ops) ?? String(value) }, ...parts];
}
