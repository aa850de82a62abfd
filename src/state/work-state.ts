/** Jobs, stages and tasks at one moment. "So far" is said in `state.ts`. */
import type { Flow } from "./channel-state.ts";

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
