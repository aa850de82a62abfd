/** What things are called: the same words in figure, panel, description and prose. */
import type { ChannelKind, ProcessKind } from "../recording/format.ts";
import type { ChannelState, MessageState, ProcessState, State } from "./state.ts";

const processNames: Record<ProcessKind, string> = {
	driverPython: "Python driver",
	driverJvm: "Driver JVM",
	executorJvm: "Executor JVM",
	pythonDaemon: "pyspark.daemon",
	pythonWorker: "Python worker",
	shell: "shell",
	launcherJvm: "Launcher JVM",
	clusterMaster: "Cluster master",
	clusterWorker: "Cluster worker",
	connectServer: "Connect server",
	other: "other process",
};

export const processName = ({ kind }: Pick<ProcessState, "kind">) => processNames[kind];

const channelNames: Record<ChannelKind, string> = {
	py4j: "Py4J",
	workerSocket: "worker socket",
	resultSocket: "one-shot socket",
	accumulatorSocket: "accumulator socket",
	stdinPipe: "stdin pipe",
	daemonPipe: "pipe",
	file: "file",
	rpc: "Spark RPC",
	block: "block transfer",
	grpc: "gRPC",
};

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

/** Digits in threes: 20000 → 20,000. */
export const toGrouped = (x: number) => String(x).replace(/\B(?=(\d{3})+(?!\d))/g, ",");

/** `1 row`, `20,000 rows`. */
export const toCount = (x: number, one: string, many = `${one}s`) => `${toGrouped(x)} ${x === 1 ? one : many}`;

/** Bytes to the byte below 10,000, then in KiB or MiB. */
export function toSize(bytes: number): string {
	if (bytes < 10_000) return toCount(bytes, "byte");
	if (bytes < 1024 ** 2) return `${toGrouped(Math.round(bytes / 1024))} KiB`;
	return `${(bytes / 1024 ** 2).toFixed(bytes < 100 * 1024 ** 2 ? 1 : 0)} MiB`;
}

/** Whole MiB, for levels. */
export const toMiB = (bytes: number) => toGrouped(Math.round(bytes / 1024 ** 2));

/** `82.6 s`, `4.2 ms`, `310 µs`. */
export function toDuration(us: number): string {
	if (us >= 1e6) return `${(us / 1e6).toFixed(us >= 1e8 ? 1 : 3)} s`;
	return us >= 1000 ? `${(us / 1000).toFixed(1)} ms` : `${us} µs`;
}

/** Id of an entity of a recording beside the story's, by that recording's name. */
export const besideId = (recording: string, id: string) => `${recording}/${id}`;

/** Name, with its id for one of several executors: `Executor JVM 1`. A Python whose driver is a Connect server is its client. */
export function processLabel(process: ProcessState, state: Pick<State, "processes">): string {
	if (process.kind === "driverPython" && state.processes.some((p) => p.kind === "connectServer")) return "Python client";
	const several = process.kind === "executorJvm" && state.processes.filter((p) => p.kind === process.kind).length > 1;
	return several && process.executor !== null ? `${processName(process)} ${process.executor}` : processName(process);
}
