/** The state of a recording at one moment: a pure function, each thing looked up by binary search. */
import { countBelow, countUpTo } from "../recording/lookup.ts";
import { flowAt } from "./flows.ts";
import { toHistory } from "./history.ts";
import type { ChannelIndex, JobIndex, Placed, RecordingIndex, StageIndex } from "./recording-index.ts";
import { type MessageEvent, toMessage } from "./messages.ts";
import { toProcess } from "./process-at.ts";
import type { ChannelState, MessageState } from "./channel-state.ts";
import type { Moment, OutputState, State } from "./state.ts";
import type { JobState, StageState } from "./work-state.ts";

/** Jobs and stages that a state lists at most. */
const latest = 8;

export function stateAt(index: RecordingIndex, moment: Moment): State {
	const { t } = moment;
	const seen = moment.seen ?? countUpTo(index.times, t);
	const exception = lastBefore(index.exceptions, seen);
	return {
		t,
		window: moment.window ?? [0, index.run.duration],
		run: index.run,
		machines: index.machines,
		processes: index.processes.map((process) => toProcess(index, process, t, seen)),
		channels: index.channels.map((channel) => toChannel(index, channel, t, seen)),
		travelling: (moment.travel ?? []).flatMap(({ event, progress }) => messageAt(index, event, progress) ?? []),
		jobs: latestBefore(index.jobs, seen).map((job) => toJob(job, seen)),
		stages: latestBefore(index.stages, seen).map((stage) => toStage(stage, seen)),
		exception: exception && { ...exception },
		output: outputAt(index, seen),
		focus: moment.focus === undefined ? null : messageAt(index, moment.focus),
		look: moment.look ?? [],
		beside: [],
		history: () => toHistory(index),
	};
}

/** The message that an event is, null for other events and none. */
export function messageAt(index: RecordingIndex, at: number, progress = 1): MessageState | null {
	const event = index.recording.events[at];
	if (event?.kind !== "message" && event?.kind !== "messages") return null;
	return toMessage(index.recording, index.channelById.get(event.channel)!.channel, event, at, progress);
}

/** The last whose place is below `seen`. */
export function lastBefore<T>({ places, things }: Placed<T>, seen: number): T | null {
	return things[countBelow(places, seen) - 1] ?? null;
}

function latestBefore<T>({ places, things }: Placed<T>, seen: number): T[] {
	const count = countBelow(places, seen);
	return things.slice(Math.max(0, count - latest), count);
}

const outputLines = 6;

function outputAt({ outputs: { places, things } }: RecordingIndex, seen: number): OutputState | null {
	if (!things.length) return null;
	const count = countBelow(places, seen);
	let text = "";
	for (let n = count - 1; n >= 0 && text.split("\n").length <= outputLines + 1; n--) text = things[n]!.text.replaceAll("\r\n", "\n") + text;
	// What stands before a carriage return is written over.
	const lines = text.split("\n").map((line) => line.split("\r").findLast((part) => part !== "")?.trimEnd() ?? "");
	return { isTerminal: things[0]!.stream === "terminal", lines: (lines.at(-1) === "" ? lines.slice(0, -1) : lines).slice(-outputLines), at: things[count - 1]?.at ?? -1 };
}

function toChannel(index: RecordingIndex, { channel, places, events, sent }: ChannelIndex, t: number, seen: number): ChannelState {
	const { id, kind, ends, open, close, address, purpose } = channel;
	const port = kind === "file" ? null : /:(\d+)$/.exec(address ?? "");
	const count = countBelow(places, seen);
	const isFile = kind === "file";
	return {
		...{ id, kind, ends, open, close, address, purpose, count },
		port: port && Number(port[1]),
		total: events.length,
		status: isFile ? (count ? "open" : "absent") : t < open ? "absent" : close !== null && t >= close ? "closed" : "open",
		sent: [flowAt(sent[0], seen), flowAt(sent[1], seen)],
		message: (n) => {
			const at = events[n]!;
			return toMessage(index.recording, channel, index.recording.events[at] as MessageEvent, at, 1);
		},
	};
}

function toJob({ start, end, endPlace, results }: JobIndex, seen: number): JobState {
	const n = countBelow(results.places, seen);
	return {
		...{ job: start.job, start: start.at, site: start.site, stages: start.stages },
		status: endPlace >= seen ? "running" : end!.ok ? "ok" : "failed",
		isSql: start.execution !== undefined,
		results: { count: results.sums.count[n]!, bytes: results.sums.bytes[n]! },
	};
}

function toStage({ start, end, endPlace, tasksStarted, tasksEnded }: StageIndex, seen: number): StageState {
	return {
		...{ stage: start.stage, attempt: start.attempt, name: start.name, tasks: start.tasks },
		status: endPlace >= seen ? "running" : end!.error === undefined ? "ok" : "failed",
		started: countBelow(tasksStarted, seen),
		ended: countBelow(tasksEnded, seen),
	};
}
