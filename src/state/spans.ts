/** The whole run at a glance, whatever the moment. Times are recorded µs. */
import type { MessageKind } from "./channel-state.ts";

export interface Span {
	readonly id: number;
	/** µs; `end` null: it did not end. */
	readonly start: number;
	readonly end: number | null;
	readonly ok: boolean;
}

export interface TaskSpan extends Span {
	/** Executor JVM that ran it, and its place among the tasks that ran at a time. */
	readonly process: string;
	readonly slot: number;
}

/** Messages of one worker socket, in recorded order. */
export interface WorkerTraffic {
	readonly channel: string;
	/** The Python worker. */
	readonly worker: string;
	readonly messages: readonly { readonly at: number; readonly size: number; readonly kind: MessageKind; readonly isToPython: boolean }[];
	/** Its tasks by the worker's own report, in whole milliseconds, µs: when it began with each, had its function, was done. */
	readonly tasks: readonly { readonly boot: number; readonly ready: number; readonly done: number }[];
	/** Bytes to Python and from Python. */
	readonly bytes: readonly [number, number];
}

export interface History {
	/** In order of start. */
	readonly jobs: readonly Span[];
	/** In order of executor, slot and start. */
	readonly tasks: readonly TaskSpan[];
	readonly workers: readonly WorkerTraffic[];
}
