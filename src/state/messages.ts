/** A recorded message as a reader sees it. */
import type { Channel, EventOf, MessageType, Recording } from "../recording/format.ts";
import type { MessageKind, MessageState } from "./channel-state.ts";

export type MessageEvent = EventOf<"message"> | EventOf<"messages">;

/** What a message of each type is, unless its content says more. */
const kinds: Record<MessageType, MessageKind> = {
	command: "control",
	answer: "control",
	callback: "control",
	callbackAnswer: "control",
	pid: "control",
	secret: "control",
	ok: "control",
	port: "control",
	header: "control",
	function: "code",
	endOfData: "control",
	endOfStream: "control",
	batch: "rows",
	arrowGroup: "arrow",
	arrowStart: "arrow",
	arrowSchema: "arrow",
	arrowDictionary: "arrow",
	arrowBatch: "arrow",
	arrowEnd: "arrow",
	timing: "control",
	accumulators: "control",
	exception: "error",
	next: "control",
	partition: "rows",
	batchOrder: "control",
	accumulatorCount: "control",
	accumulatorUpdate: "control",
	ack: "control",
	kill: "control",
	file: "control",
	request: "control",
	response: "control",
	bytes: "unseen",
	unknown: "unseen",
};

/** Types that carry rows. */
export const batchTypes: ReadonlySet<string> = new Set<MessageType>(["batch", "arrowBatch"]);

const isPythonFunction = /\.SimplePythonFunction$|\.PythonFunction$|\.UserDefinedPythonFunction$/;

/** Py4J's answers are control, a function on its way into the JVM is code, a file of rows is rows. */
export function toMessageKind(event: MessageEvent, channel: Pick<Channel, "purpose">): MessageKind {
	if (event.kind === "messages") {
		const types = Object.keys(event.types) as MessageType[];
		return types.map((type) => kinds[type]).find((kind) => kind !== "control") ?? "control";
	}
	if (event.type === "file") return /parallelize|broadcast/.test(channel.purpose ?? "") ? "rows" : "control";
	if (event.type === "answer" && event.fields?.some(({ value }) => typeof value === "string" && value.startsWith("!x"))) return "error";
	if (event.type === "command" && event.fields?.some(({ name, value }) => name === "class" && isPythonFunction.test(String(value)))) return "code";
	return kinds[event.type];
}

/** Id of the entity that an event's message is. */
export const messageId = (event: number) => `message-${event}`;

/** The event's index, or null if the id is of something else. */
export function messageIndex(id: string): number | null {
	const match = /^message-(\d+)$/.exec(id);
	return match && Number(match[1]);
}

const schemas = new WeakMap<EventOf<"message">, string | null>();

/** The latest schema of its channel before it, from the same end. */
function schemaOf({ events }: Recording, batch: EventOf<"message">, index: number): string | null {
	const known = schemas.get(batch);
	if (known !== undefined) return known;
	let at = index - 1;
	const isIt = (event: Recording["events"][number]) => event.kind === "message" && event.type === "arrowSchema" && event.channel === batch.channel && event.from === batch.from;
	while (at >= 0 && !isIt(events[at]!)) at--;
	const schema = (at < 0 ? undefined : (events[at] as EventOf<"message">).bytes) ?? null;
	schemas.set(batch, schema);
	return schema;
}

/** `index` is the event's place among the recording's events. */
export function toMessage(recording: Recording, channel: Channel, event: MessageEvent, index: number, progress: number): MessageState {
	const one = event.kind === "message" ? event : undefined;
	return {
		id: messageId(index),
		channel: channel.id,
		channelKind: channel.kind,
		from: event.from,
		to: channel.ends[event.from === channel.ends[0] ? 1 : 0],
		kind: toMessageKind(event, channel),
		type: one?.type ?? null,
		count: event.kind === "messages" ? event.count : 1,
		size: event.size,
		at: event.at,
		first: one?.first ?? null,
		seen: event.seen,
		observer: recording.sources[event.source]!,
		rows: one?.rows ?? null,
		task: event.task ?? null,
		fields: one?.fields ?? [],
		bytes: one?.bytes ?? null,
		schema: one?.type === "arrowBatch" ? schemaOf(recording, one, index) : null,
		replaced: one?.replaced ?? [],
		progress,
	};
}
