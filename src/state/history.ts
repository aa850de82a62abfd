/** The whole run at a glance, whatever the moment: spans of jobs and tasks, and every message of the Python workers. */
import type { Event, EventOf } from "../recording/format.ts";
import type { RecordingIndex } from "./index-recording.ts";
import { toMessageKind } from "./messages.ts";
import type { MessageKind } from "./state.ts";

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

const known = new WeakMap<RecordingIndex, History>();

export function toHistory(index: RecordingIndex): History {
	let history = known.get(index);
	if (!history) known.set(index, (history = readHistory(index)));
	return history;
}

const toSpan = (id: number, start: { at: number }, end: { at: number; ok: boolean } | null): Span => ({ id, start: start.at, end: end?.at ?? null, ok: end?.ok ?? false });

/** The report is sent when the task is done. */
function toTimes(event: Event): WorkerTraffic["tasks"] {
	if (event.kind !== "message" || event.type !== "timing") return [];
	const ms = (name: string) => Number(event.fields?.find((field) => field.name.startsWith(name))?.value ?? NaN);
	const [boot, ready, done] = [ms("boot"), ms("init"), ms("finish")];
	return Number.isNaN(boot + ready + done) ? [] : [{ boot: event.at - (done - boot) * 1000, ready: event.at - (done - ready) * 1000, done: event.at }];
}

function readHistory(index: RecordingIndex): History {
	return {
		jobs: index.jobs.things.map(({ start, end }) => toSpan(start.job, start, end)),
		tasks: index.processes.flatMap(({ process, slots }) =>
			slots.flatMap((slot, n) => slot.things.map(({ start, end }) => ({ ...toSpan(start.task, start, end), process: process.id, slot: n }))),
		),
		workers: index.channels.flatMap(({ channel, events }): WorkerTraffic[] => {
			if (channel.kind !== "workerSocket") return [];
			const messages = events.map((at) => {
				const event = index.recording.events[at] as EventOf<"message"> | EventOf<"messages">;
				return { at: event.at, size: event.size, kind: toMessageKind(event, channel), isToPython: event.from === channel.ends[0] };
			});
			const tasks = events.flatMap((at) => toTimes(index.recording.events[at]!));
			return [{ channel: channel.id, worker: channel.ends[1], messages, tasks, bytes: channel.sent }];
		}),
	};
}
