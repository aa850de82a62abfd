/** Py4J calls of a recording, for the console. */
import { encodeCommand, parseCommand } from "../py4j/command.ts";
import type { RecordedCall } from "../elements/py4j/markup.ts";
import type { Recording } from "../recording/format.ts";

const toText = (bytes: string) => Buffer.from(bytes, "base64").toString("utf8");

/** The calls and constructors that lines `from` to `until` of the job make, that one not included: each method once, with its answer. */
export function toRecordedCalls({ events }: Recording, from: number, until: number): RecordedCall[] {
	const [start, end] = [from, until].map((line) => events.findIndex((event) => event.kind === "line" && event.line === line));
	const found = new Map<string, RecordedCall>();
	events.slice(start, end).forEach((event, i, later) => {
		if (event.kind !== "message" || event.type !== "command") return;
		const call = parseCommand(toText(event.bytes!));
		if (call.kind !== "call" && call.kind !== "constructor") return;
		const key = call.kind === "call" ? call.method : call.class;
		if (found.has(key)) return;
		const answer = later.slice(i).find((other) => other.kind === "message" && other.channel === event.channel && other.type === "answer");
		if (answer?.kind !== "message") throw new Error(`the recording holds no answer to ${JSON.stringify(encodeCommand(call))}`);
		found.set(key, { call, answer: toText(answer.bytes!).trimEnd() });
	});
	return [...found.values()];
}
