/**
 * What the metadata and the body of an Arrow IPC message say. A message is a flatbuffer `Message` and, for a batch, a body
 * of buffers, of which only the first bytes need to be there.
 *
 * Source: `format/Message.fbs` and `format/Schema.fbs` of Apache Arrow, and “Physical Memory Layout” of its columnar format.
 */
import { toCount } from "../words/numbers.ts";

/** A range that means something; offsets are from the beginning of the metadata, or of the body. */
export interface Range {
	readonly name: string;
	readonly offset: number;
	readonly size: number;
	readonly depth: number;
	readonly value: string;
	readonly meaning: string;
}

interface Column {
	readonly name: string;
	/** `int64`, `double`, `string`, …, or the number of a type that is not read here. */
	readonly type: string;
}

/** A column's buffers by type, in order. */
const layouts: Record<string, readonly string[]> = {
	...{ int8: ["validity", "values"], int16: ["validity", "values"], int32: ["validity", "values"], int64: ["validity", "values"] },
	...{ float: ["validity", "values"], double: ["validity", "values"], bool: ["validity", "values"] },
	...{ string: ["validity", "offsets", "characters"], binary: ["validity", "offsets", "bytes"] },
};
const meanings: Record<string, string> = {
	validity: "one bit a row: is there a value",
	values: "side by side, all of one width",
	offsets: "where each row's characters begin",
	characters: "of all rows, without a gap",
	bytes: "of all rows, without a gap",
};
/** Rows of which the value is named, at most. */
const mostValues = 200;

/** A table of a flatbuffer: `field` is where its n-th field stands, null where it has its default. */
class Table {
	readonly view: DataView;
	readonly at: number;

	constructor(view: DataView, at: number) {
		this.view = view;
		this.at = at;
	}

	static root = (view: DataView) => new Table(view, view.getUint32(0, true));

	field(n: number): number | null {
		const vtable = this.at - this.view.getInt32(this.at, true);
		const entry = 4 + 2 * n;
		if (entry >= this.view.getUint16(vtable, true)) return null;
		return this.view.getUint16(vtable + entry, true) ? this.at + this.view.getUint16(vtable + entry, true) : null;
	}

	byte(n: number): number {
		const at = this.field(n);
		return at === null ? 0 : this.view.getUint8(at);
	}

	/** Where what the field refers to begins. */
	target(n: number): number | null {
		const at = this.field(n);
		return at === null ? null : at + this.view.getUint32(at, true);
	}

	table(n: number): Table | null {
		const at = this.target(n);
		return at === null ? null : new Table(this.view, at);
	}

	/** Number of elements of a vector, and where the first stands. */
	vector(n: number): readonly [length: number, first: number] {
		const at = this.target(n);
		return at === null ? [0, 0] : [this.view.getUint32(at, true), at + 4];
	}
}

const toView = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
const int64 = (view: DataView, at: number) => Number(view.getBigInt64(at, true));

function toType(field: Table): string {
	const type = field.table(3);
	switch (field.byte(2)) {
		case 2:
			return `int${type && type.field(0) !== null ? type.view.getInt32(type.field(0)!, true) : 0}`;
		case 3:
			return ["half", "float", "double"][type && type.field(0) !== null ? type.view.getInt16(type.field(0)!, true) : 0]!;
		case 4:
			return "binary";
		case 5:
			return "string";
		case 6:
			return "bool";
		default:
			return `type ${field.byte(2)}`;
	}
}

function readFields(metadata: Uint8Array): { column: Column; offset: number; isNullable: boolean; typeAt: number | null }[] {
	const schema = Table.root(toView(metadata)).table(2)!;
	const [length, first] = schema.vector(1);
	return Array.from({ length }, (_, n) => {
		const at = first + 4 * n;
		const field = new Table(schema.view, at + schema.view.getUint32(at, true));
		const [size, offset] = field.vector(0);
		const name = new TextDecoder().decode(metadata.subarray(offset, offset + size));
		return { column: { name, type: toType(field) }, offset, isNullable: field.byte(1) === 1, typeAt: field.field(2) };
	});
}

export const readColumns = (metadata: Uint8Array): Column[] => readFields(metadata).map(({ column }) => column);

export function readSchema(metadata: Uint8Array): Range[] {
	return readFields(metadata)
		.flatMap(({ column: { name, type }, offset, isNullable, typeAt }): Range[] => [
			{ name: `${name} name`, offset, size: name.length, depth: 1, value: name, meaning: isNullable ? "a column that may have nulls" : "a column without nulls" },
			...(typeAt === null ? [] : [{ name: `${name} type`, offset: typeAt, size: 1, depth: 1, value: type, meaning: "" }]),
		])
		.sort((a, b) => a.offset - b.offset);
}

/** Of a record batch: rows, nulls of each column, and where each buffer stands in the body. */
export function readBatch(metadata: Uint8Array, columns: readonly Column[]): Range[] {
	const { rows, rowsAt, nodes, buffers, view } = readHead(metadata);
	const names = toNames(columns);
	const ranges: Range[] = [
		{ name: "rows", offset: rowsAt, size: 8, depth: 1, value: String(rows), meaning: "in this batch" },
		...Array.from({ length: nodes[0] }, (_, n): Range => {
			const offset = nodes[1] + 16 * n + 8;
			return { name: `${columns[n]?.name ?? n} nulls`, offset, size: 8, depth: 1, value: String(int64(view, offset)), meaning: "rows of it without a value" };
		}),
		...buffers.map((buffer, n): Range => ({ name: `${names[n] ?? `buffer ${n}`} at`, offset: buffer.entry, size: 16, depth: 1, value: buffer.size ? `${buffer.offset}, ${toCount(buffer.size, "byte")}` : "empty", meaning: "where it stands in the body" })),
	];
	return ranges.sort((a, b) => a.offset - b.offset);
}

/** The buffers in `kept`, the first bytes of a batch's body, and the first values in them. */
export function readBody(metadata: Uint8Array, columns: readonly Column[], kept: Uint8Array): Range[] {
	const names = toNames(columns);
	const types = columns.flatMap(({ type }) => (layouts[type] ?? []).map(() => type));
	return readHead(metadata).buffers.flatMap(({ offset, size }, n): Range[] => {
		if (!size || offset >= kept.length) return [];
		const name = names[n] ?? `buffer ${n}`;
		const kind = name.split(" ").at(-1)!;
		const column = name.slice(0, -kind.length - 1);
		const buffer: Range = { name, offset, size, depth: 1, value: toCount(size, "byte"), meaning: meanings[kind] ?? "" };
		return [buffer, ...(kind === "values" ? readValues(column, types[n]!, kept, offset, size) : [])];
	});
}

function readHead(metadata: Uint8Array) {
	const batch = Table.root(toView(metadata)).table(2)!;
	const { view } = batch;
	const rowsAt = batch.field(0) ?? 0;
	const [count, first] = batch.vector(2);
	const buffers = Array.from({ length: count }, (_, n) => {
		const entry = first + 16 * n;
		return { entry, offset: int64(view, entry), size: int64(view, entry + 8) };
	});
	return { view, rows: rowsAt ? int64(view, rowsAt) : 0, rowsAt, nodes: batch.vector(1), buffers };
}

/** Of the buffers, as far as the types are known. */
function toNames(columns: readonly Column[]): string[] {
	const end = columns.findIndex(({ type }) => !layouts[type]);
	return columns.slice(0, end < 0 ? columns.length : end).flatMap(({ name, type }) => layouts[type]!.map((part) => `${name} ${part}`));
}

const readers: Record<string, readonly [size: number, read: (view: DataView, at: number) => number]> = {
	int32: [4, (view, at) => view.getInt32(at, true)],
	int64: [8, int64],
	float: [4, (view, at) => view.getFloat32(at, true)],
	double: [8, (view, at) => view.getFloat64(at, true)],
};

function readValues(column: string, type: string, kept: Uint8Array, offset: number, size: number): Range[] {
	const [width, read] = readers[type] ?? [0, () => 0];
	if (!width) return [];
	const length = Math.min(mostValues, Math.floor((Math.min(kept.length, offset + size) - offset) / width));
	const view = toView(kept);
	return Array.from({ length }, (_, row) => ({ name: `${column}[${row}]`, offset: offset + row * width, size: width, depth: 2, value: String(read(view, offset + row * width)), meaning: row ? "" : `${type}, least byte first` }));
}
