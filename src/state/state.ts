/**
 * The state of the system at one moment: what scenes, descriptions and inspections are made from, whether a recording
 * or a model stands behind it. Times are recorded µs, sizes bytes. A state is read only, and holds no event.
 *
 * "So far" means: of the events that had happened at the moment, in recorded order; a message under way has not arrived.
 */
import type { Exit } from "../recording/format.ts";
import type { ExceptionState, ProcessState } from "./process-state.ts";
import type { ChannelState, MessageState } from "./channel-state.ts";
import type { JobState, StageState } from "./work-state.ts";
import type { History } from "./spans.ts";

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

export interface OutputState {
	/** It printed to a terminal, else to pipes. */
	readonly isTerminal: boolean;
	/** The last ones, at most 6, as a terminal shows them. */
	readonly lines: readonly string[];
	/** When something was printed last; -1: nothing yet. */
	readonly at: number;
}
