/** A process at one moment. "So far" is said in `state.ts`. */
import type { Exit, ProcessKind } from "../recording/format.ts";
import type { TaskState } from "./work-state.ts";

export type Status = "absent" | "alive" | "ended";

export interface ProcessState {
	readonly id: string;
	/** Null: a model's process, which never ran. */
	readonly pid: number | null;
	/** What it was in the end, so what it is known by: a `driverJvm` begins as a shell. */
	readonly kind: ProcessKind;
	/** What it runs now; null while absent. An ended one keeps its last. */
	readonly image: ImageState | null;
	/** Images so far, in order of time. */
	readonly images: readonly ImageState[];
	/** Its last image, the one of its `kind`, runs (or ran). */
	readonly isReady: boolean;
	readonly status: Status;
	readonly start: number;
	/** When it ended, if it has. */
	readonly end: number | null;
	readonly exit: Exit | null;
	readonly parent: string | null;
	readonly machine: string;
	/** Spark's executor id. */
	readonly executor: string | null;
	/** Line of the job's source that it is at. */
	readonly line: LineState | null;
	/** Executor JVMs: one entry a slot that was ever used so far, its running or last task. */
	readonly tasks: readonly TaskState[];
	/** Executor JVMs: tasks ended so far. */
	readonly tasksEnded: { readonly ok: number; readonly failed: number };
	/** Executor JVMs: cores, from when the driver knows it; else null. */
	readonly cores: number | null;
	readonly memory: MemoryState;
	/** In its block manager, in order of coming. Spark says of a block only between which two times it came: it is here from the later one. */
	readonly blocks: readonly BlockState[];
	/** Names of all blocks that it will have held in the end, where a recording tells: for places that must not move. */
	readonly everHeld: readonly string[];
	/** Latest that it raised, wrapped or showed so far. */
	readonly exception: ExceptionState | null;
}

export interface ImageState {
	readonly at: number;
	readonly kind: ProcessKind;
	readonly argv: readonly string[];
	/** The variables that matter; null: the same as the parent's. */
	readonly env: Readonly<Record<string, string>> | null;
}

export interface LineState {
	/** 1-based. */
	readonly number: number;
	readonly text: string;
	readonly in: string;
}

/** A step function's samples so far: the first `count` of two lists that must not be changed. */
export interface Samples {
	readonly at: readonly number[];
	readonly value: readonly number[];
	readonly count: number;
	/** µs between two samples, of which only changes are kept; absent: not sampled, but computed. */
	readonly every?: number;
}

export type Measure = "rss" | "heapUsed" | "heapCommitted" | "heapMax";

/** Bytes now; null: not measured (yet, or any more: its process has ended). */
export interface MemoryState {
	readonly rss: number | null;
	readonly heapUsed: number | null;
	readonly heapCommitted: number | null;
	/** The heap's limit. */
	readonly heapMax: number | null;
	/** A limit that was set on the process, as `RLIMIT_AS`. */
	readonly limit: { readonly what: string; readonly bytes: number } | null;
	/** What was sampled so far. */
	readonly samples: Readonly<Partial<Record<Measure, Samples>>>;
	/** Collections so far, in order: `count` of a list that must not be changed. */
	readonly collections: { readonly list: readonly Collection[]; readonly count: number };
}

export interface Collection {
	readonly at: number;
	readonly until: number;
	readonly name: string;
	readonly before: number;
	readonly after: number;
}

export interface BlockState {
	/** `rdd_1_0`, `broadcast_0_python`. */
	readonly name: string;
	readonly level: string;
	/** Bytes that it takes. */
	readonly memory: number;
	readonly disk: number;
}

export interface ExceptionState {
	readonly at: number;
	readonly process: string;
	readonly role: "raised" | "wrapped" | "shown";
	readonly type: string;
	readonly text: string;
}
