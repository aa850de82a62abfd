/** What things are called: the same words in figure, panel, description and prose. */
import { toCount } from "../words/numbers.ts";
import { channelNames, processKinds } from "./kinds.ts";
import type { ChannelState, MessageState } from "./channel-state.ts";
import type { ProcessState } from "./process-state.ts";
import type { State } from "./state.ts";

export const processName = ({ kind }: Pick<ProcessState, "kind">): string => processKinds[kind].name;

export const channelName = ({ kind }: Pick<ChannelState, "kind">) => channelNames[kind];

/** What a message is, in words: `batch`, `end of stream`, `collectAndServe`. */
export function messageName({ type, fields, count }: Pick<MessageState, "type" | "fields" | "count">): string {
	if (type === null) return toCount(count, "message");
	if (type === "bytes") return "bytes";
	if (type === "command") {
		const method = fields.find((f) => f.name === "method")?.value;
		if (method !== undefined) return String(method);
		const made = fields.find((f) => f.name === "class")?.value;
		if (made !== undefined) return String(made).endsWith("PythonFunction") ? "function" : `new ${String(made).split(".").at(-1)!}`;
	}
	// Spark Connect's messages are known by their protobuf type.
	if (type === "request" || type === "response") return fields[0]?.name ?? type;
	return type.replace(/[A-Z]/g, (c) => ` ${c.toLowerCase()}`);
}

/** Id of an entity of a recording beside the story's, by that recording's name. */
export const besideId = (recording: string, id: string) => `${recording}/${id}`;

/** Name, with its id for one of several executors: `Executor JVM 1`. A Python whose driver is a Connect server is its client. */
export function processLabel(process: ProcessState, state: Pick<State, "processes">): string {
	if (process.kind === "driverPython" && state.processes.some((p) => p.kind === "connectServer")) return "Python client";
	const several = process.kind === "executorJvm" && state.processes.filter((p) => p.kind === process.kind).length > 1;
	return several && process.executor !== null ? `${processName(process)} ${process.executor}` : processName(process);
}
