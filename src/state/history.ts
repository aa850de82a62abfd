/** A recording → the whole run at a glance: spans of jobs and tasks, and every message of the Python workers. */
import type { Event, EventOf } from "../recording/format.ts";
import { toMessageKind } from "./messages.ts";
import type { RecordingIndex } from "./recording-index.ts";
import type { History, Span, WorkerTraffic } from "./spans.ts";

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
