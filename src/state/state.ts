/**
 * The state of the system at one moment: what scenes, descriptions and inspections are made from, whether a recording
 * or a model stands behind it. Times are recorded µs, sizes bytes. A state is read only, and holds no event.
 *
 * "So far" means: of the events that had happened at the moment, in recorded order; a message under way has not arrived.
 */
import type { History } from "./history.ts";
import type { ChannelKind, Exit, MessageType, ProcessKind } from "../recording/format.ts";

/** What is asked for. */
export interface Moment {
	/** Recorded µs. */
	readonly t: number;
	/** Events 0 to `seen` (not included) have happened. Absent: all whose time is not after `t`. */
	readonly seen?: number;
	/** Messages that are crossing the picture now: not yet counted as arrived. `progress` from 0 to 1. */
	readonly travel?: readonly Travel[];
	/** Index of the event that the story stands on or moves towards. */
	readonly focus?: number;
	/** Ids of entities that the step points at. */
	readonly look?: readonly string[];
	/** First and last recorded µs of the story; absent: the whole recording. */
	readonly window?: readonly [from: number, to: number];
}

export interface Travel {
	/** Index of a message among the events. */
	readonly event: number;
	/** 0: leaves its sender. 1: has arrived. */
	readonly progress: number;
}

export interface State {
	readonly t: number;
	readonly window: readonly [from: number, to: number];
	readonly run: RunState;
	/** The driver's first, then in order of address. Only those that hold a process of Spark. */
	readonly machines: readonly MachineState[];
	/** All of the recording in order of start, also those that are not there yet (`absent`) or no longer (`ended`). */
	readonly processes: readonly ProcessState[];
	/** All of the recording. */
	readonly channels: readonly ChannelState[];
	/** Messages under way, in the order in which they left. */
	readonly travelling: readonly MessageState[];
	/** Started so far; the latest last, at most 8. */
	readonly jobs: readonly JobState[];
	/** Started so far; the latest last, at most 8. */
	readonly stages: readonly StageState[];
	/** The latest so far. */
	readonly exception: ExceptionState | null;
	/** What the job has printed so far. Null: nothing in the whole recording. */
	readonly output: OutputState | null;
	/** The message that the story stands on or moves towards; null if its event is none. */
	readonly focus: MessageState | null;
	/** Ids of entities to light up. */
	readonly look: readonly string[];
	/** States of other recordings at the same moment, for a scene that compares. */
	readonly beside: readonly State[];
	/** What happened over the whole run, before and after the moment; absent where nobody can tell. */
	readonly history?: () => History;
}

/** What does not change during a run. */
export interface RunState {
	readonly name: string;
	readonly spark: string;
	readonly python: string;
	readonly java: string;
	readonly master: string;
	readonly duration: number;
	/** What must be said below a picture of it. */
	readonly note?: string;
	/** More than one machine stands for one computer: a cluster that the recorder started. */
	readonly isOneComputer: boolean;
	readonly job: { readonly file: string; readonly lines: readonly string[] } | null;
	/** How the job's own process ended; null: not yet, or nobody saw. */
	readonly exit: Exit | null;
}

export interface MachineState {
	/** Its address, which is its id too. */
	readonly address: string;
	/** `driver`: the driver's processes live there. In local mode the only one. */
	readonly role: "driver" | "worker";
	/** 1, 2, … among the workers; 0 for the driver. */
	readonly number: number;
	/** Ids, in order of start. */
	readonly processes: readonly string[];
}

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

/** What went one way so far. */
export interface Flow {
	/** Messages. */
	readonly count: number;
	readonly bytes: number;
	/** Of them, those that carry rows, pickled or Arrow. */
	readonly batches: number;
	readonly batchBytes: number;
	/** Rows in them, as far as the recorder could count. NaN: some are in messages that it folded. */
	readonly rows: number;
}

export interface ChannelState {
	readonly id: string;
	readonly kind: ChannelKind;
	/** The end that opened it, then the other: ids of processes. */
	readonly ends: readonly [string, string];
	/** A file is open from when it was written. */
	readonly status: "absent" | "open" | "closed";
	readonly open: number;
	readonly close: number | null;
	/** `127.0.0.1:38211`, or a path. */
	readonly address: string | null;
	/** Port of the address, if it has one. */
	readonly port: number | null;
	readonly purpose: string | null;
	/** Arrived so far: sent by the first end, by the second end. */
	readonly sent: readonly [Flow, Flow];
	/** Messages arrived so far, both ways. */
	readonly count: number;
	/** Messages that it will have carried in the end, where a recording tells. */
	readonly total?: number;
	/** The n-th of them, 0 to `count` − 1 (with a `total`: to `total` − 1), in recorded order. */
	readonly message: (n: number) => MessageState;
}

/** What a message is to the reader: its colour and its glyph. `unseen`: only its size is known. */
export type MessageKind = "control" | "code" | "rows" | "arrow" | "error" | "unseen";

export interface MessageState {
	/** `message-` and its index among the events. */
	readonly id: string;
	readonly channel: string;
	readonly channelKind: ChannelKind;
	readonly from: string;
	readonly to: string;
	readonly kind: MessageKind;
	/** Null: a summary of many, folded by the recorder. */
	readonly type: MessageType | null;
	/** 1, or how many a summary stands for. */
	readonly count: number;
	readonly size: number;
	/** When it was seen, and at which end. */
	readonly at: number;
	readonly first: number | null;
	readonly seen: "from" | "to";
	/** The observer in words, and the µs within which its times are known. */
	readonly observer: { readonly what: string; readonly fineness: number };
	readonly rows: number | null;
	readonly task: number | null;
	/** Decoded parts, in order of offset. */
	readonly fields: readonly FieldState[];
	/** The first bytes, base64; null: not seen or not kept. */
	readonly bytes: string | null;
	/** Of an Arrow batch: the schema that came before it in the same direction, base64; else null. */
	readonly schema: string | null;
	/** Ranges (offset, length) of the bytes that stand for something private. */
	readonly replaced: readonly (readonly [number, number])[];
	/** 0 to 1 while it crosses the picture, 1 when it has arrived. */
	readonly progress: number;
}

export interface FieldState {
	readonly name: string;
	readonly offset: number;
	readonly size: number;
	readonly value: string | number | boolean | null;
}

export interface JobState {
	readonly job: number;
	readonly start: number;
	readonly site: string;
	readonly stages: readonly number[];
	readonly status: "running" | "ok" | "failed";
	/** Whether a query started it, so that its results are Spark's own rows or Arrow batches, and no pickles. */
	readonly isSql: boolean;
	/** Results of its tasks that the driver JVM has received so far, and their serialized size. */
	readonly results: { readonly count: number; readonly bytes: number };
}

export interface StageState {
	readonly stage: number;
	readonly attempt: number;
	readonly name: string;
	readonly status: "running" | "ok" | "failed";
	/** Tasks that it has, have started and have ended well so far. */
	readonly tasks: number;
	readonly started: number;
	readonly ended: number;
}

export interface TaskState {
	readonly task: number;
	readonly stage: number;
	readonly partition: number;
	readonly attempt: number;
	/** Executor JVM that runs it. */
	readonly process: string;
	/** Place among the tasks that run at a time, from 0. */
	readonly slot: number;
	readonly status: "running" | "ok" | "failed";
	readonly start: number;
	readonly end: number | null;
	readonly reason: string | null;
	/** Serialized size of its result, once it has ended. */
	readonly resultSize: number | null;
	/** Bytes that it wrote for a shuffle, once it has ended; null: none. */
	readonly shuffleWritten: number | null;
	/** Through the worker socket so far: executor JVM to Python, Python to executor JVM. */
	readonly toPython: Flow;
	readonly fromPython: Flow;
}

export interface OutputState {
	/** It printed to a terminal, else to pipes. */
	readonly isTerminal: boolean;
	/** The last ones, at most 6, as a terminal shows them. */
	readonly lines: readonly string[];
	/** When something was printed last; -1: nothing yet. */
	readonly at: number;
}

export interface ExceptionState {
	readonly at: number;
	readonly process: string;
	readonly role: "raised" | "wrapped" | "shown";
	readonly type: string;
	readonly text: string;
}
