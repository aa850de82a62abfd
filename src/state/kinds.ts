/** Kinds of process: what each is called, whose side it is on, and whether pages name it as a part of a running PySpark. */
import type { ChannelKind, ProcessKind } from "../recording/format.ts";

export type Side = "python" | "jvm";

interface Kind {
	readonly name: string;
	/** Gives its colour; null: neither Python nor a JVM. */
	readonly side: Side | null;
	/** False: no part of PySpark. The map, the glossary and the quizzes do not know it. */
	readonly isShown: boolean;
}

export const processKinds = {
	driverPython: { name: "Python driver", side: "python", isShown: true },
	driverJvm: { name: "Driver JVM", side: "jvm", isShown: true },
	executorJvm: { name: "Executor JVM", side: "jvm", isShown: true },
	pythonDaemon: { name: "pyspark.daemon", side: "python", isShown: true },
	pythonWorker: { name: "Python worker", side: "python", isShown: true },
	shell: { name: "shell", side: null, isShown: true },
	launcherJvm: { name: "Launcher JVM", side: "jvm", isShown: true },
	clusterMaster: { name: "Cluster master", side: "jvm", isShown: true },
	clusterWorker: { name: "Cluster worker", side: "jvm", isShown: true },
	connectServer: { name: "Connect server", side: "jvm", isShown: true },
	other: { name: "other process", side: null, isShown: false },
} as const satisfies Record<ProcessKind, Kind>;

type Kinds = typeof processKinds;
/** Kinds that the map has. */
export type ShownKind = { [K in ProcessKind]: Kinds[K]["isShown"] extends true ? K : never }[ProcessKind];
/** Kinds that have a colour: what prose names. */
export type SidedKind = { [K in ProcessKind]: Kinds[K]["side"] extends Side ? K : never }[ProcessKind];

const all = Object.keys(processKinds) as ProcessKind[];
export const shownKinds = all.filter((kind): kind is ShownKind => processKinds[kind].isShown);
export const sidedKinds = all.filter((kind): kind is SidedKind => processKinds[kind].side !== null);

export const sideOf = (kind: SidedKind): Side => processKinds[kind].side;

/** Colour of a process: its side's. */
export const toPaint = ({ kind }: { readonly kind: ProcessKind }): Side | "muted" => processKinds[kind].side ?? "muted";

/** Kinds of channel, in the order of the map. */
export const channelNames: Readonly<Record<ChannelKind, string>> = {
	py4j: "Py4J",
	stdinPipe: "stdin pipe",
	file: "file",
	resultSocket: "one-shot socket",
	accumulatorSocket: "accumulator socket",
	rpc: "Spark RPC",
	block: "block transfer",
	daemonPipe: "pipe",
	workerSocket: "worker socket",
	grpc: "gRPC",
};
export const channelKinds = Object.keys(channelNames) as ChannelKind[];
