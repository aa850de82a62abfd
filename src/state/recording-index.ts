/** What an index of a recording holds: the recording, sorted once so that each look-up is a binary search. */
import type { Channel, EventOf, Process, Recording, Series } from "../recording/format.ts";
import type { Sums } from "../recording/lookup.ts";
import type { FlowSums } from "./flows.ts";
import type { Collection } from "./process-state.ts";
import type { MachineState, RunState } from "./state.ts";

/** Things of one kind in order of place. */
export interface Placed<T> {
	readonly places: number[];
	readonly things: T[];
}

export interface TaskIndex {
	readonly start: EventOf<"taskStart">;
	readonly startPlace: number;
	readonly slot: number;
	end: EventOf<"taskEnd"> | null;
	/** Infinity: never ended. */
	endPlace: number;
	/** Null: nothing went that way. */
	toPython: FlowSums | null;
	fromPython: FlowSums | null;
}

export interface ProcessIndex {
	readonly process: Process;
	readonly lines: Placed<EventOf<"line">>;
	readonly exceptions: Placed<EventOf<"exception">>;
	readonly limits: Placed<EventOf<"limit">>;
	readonly added: Placed<EventOf<"executorAdded">>;
	readonly blocks: Placed<EventOf<"block">>;
	/** Names of those blocks. */
	readonly everHeld: string[];
	/** By slot. */
	readonly slots: Placed<TaskIndex>[];
	readonly ends: Sums<"ok" | "failed">;
	readonly series: Series[];
	readonly collections: Collection[];
	readonly collectionsUntil: number[];
	/** No event is of it. */
	isQuiet: boolean;
}

export interface ChannelIndex {
	readonly channel: Channel;
	/** Places of its messages, both ways. */
	readonly places: number[];
	/** The event of each. */
	readonly events: number[];
	readonly sent: readonly [FlowSums, FlowSums];
}

export interface JobIndex {
	readonly start: EventOf<"jobStart">;
	end: EventOf<"jobEnd"> | null;
	endPlace: number;
	readonly results: Sums<"count" | "bytes">;
}

export interface StageIndex {
	readonly start: EventOf<"stageStart">;
	end: EventOf<"stageEnd"> | null;
	endPlace: number;
	readonly tasksStarted: number[];
	readonly tasksEnded: number[];
}

export interface RecordingIndex {
	readonly recording: Recording;
	readonly run: RunState;
	readonly machines: readonly MachineState[];
	/** Of each event. */
	readonly times: Float64Array;
	readonly processes: readonly ProcessIndex[];
	readonly processById: ReadonlyMap<string, ProcessIndex>;
	readonly channels: readonly ChannelIndex[];
	readonly channelById: ReadonlyMap<string, ChannelIndex>;
	readonly jobs: Placed<JobIndex>;
	readonly stages: Placed<StageIndex>;
	readonly exceptions: Placed<EventOf<"exception">>;
	readonly outputs: Placed<EventOf<"output">>;
}

/** Nothing yet. */
export const empty = <T>(): Placed<T> => ({ places: [], things: [] });
export const put = <T>({ places, things }: Placed<T>, place: number, thing: T) => {
	places.push(place);
	things.push(thing);
};
