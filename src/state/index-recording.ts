/**
 * A recording, sorted once so that each look-up is a binary search. "Place" is an event's index among all events; what
 * spans time (a summary of many messages) has the place at which it was complete.
 */
import type { Event, EventOf, Process, Recording } from "../recording/format.ts";
import { countBelow, countUpTo, emptySums } from "../recording/lookup.ts";
import { addMessage, emptyFlow } from "./flows.ts";
import { type Open, placeWork } from "./index-work.ts";
import type { MessageEvent } from "./messages.ts";
import { type ChannelIndex, empty, type ProcessIndex, put, type RecordingIndex, type TaskIndex } from "./recording-index.ts";
import { toMachines, toRun } from "./run-state.ts";

export function indexRecording(recording: Recording): RecordingIndex {
	const times = Float64Array.from(recording.events, (event) => event.at);
	const processes = recording.processes.map(toProcessIndex);
	const channels = recording.channels.map((channel): ChannelIndex => ({ channel, places: [], events: [], sent: [emptyFlow(), emptyFlow()] }));
	const index: RecordingIndex = {
		recording,
		run: toRun(recording),
		machines: toMachines(recording.processes),
		times,
		processes,
		processById: new Map(processes.map((p) => [p.process.id, p])),
		channels,
		channelById: new Map(channels.map((c) => [c.channel.id, c])),
		jobs: empty(),
		stages: empty(),
		exceptions: empty(),
		outputs: empty(),
	};
	for (const series of recording.memory) index.processById.get(series.process)!.series.push(series);
	const ends = new Map(recording.events.flatMap((event, at) => (event.kind === "taskEnd" ? [[event.task, at] as const] : [])));
	const open: Open = { tasks: new Map(), slots: new Map(), ends, jobs: new Map(), stages: new Map(), jobOfStage: new Map() };
	const messages: { place: number; event: MessageEvent; at: number }[] = [];
	const blocks: { place: number; event: EventOf<"block"> }[] = [];
	recording.events.forEach((event, at) => {
		if (event.kind === "message") messages.push({ place: at, event, at });
		else if (event.kind === "messages") messages.push({ place: Math.max(at, countUpTo(times, event.until) - 1), event, at });
		else if (event.kind === "block") blocks.push({ place: Math.min(Math.max(at, countBelow(times, event.until)), times.length - 1), event });
		else place(index, open, event, at);
	});
	// In order already, but for summaries.
	if (messages.some(({ place, at }) => place !== at)) messages.sort((a, b) => a.place - b.place || a.at - b.at);
	for (const { place, event, at } of messages) placeMessage(index, open.tasks, event, place, at);
	for (const { place, event } of blocks.toSorted((a, b) => a.place - b.place)) placeBlock(index, event, place);
	for (const p of processes) sortCollections(p);
	return index;
}

function placeBlock(index: RecordingIndex, event: EventOf<"block">, place: number): void {
	const found = index.processById.get(event.process)!;
	found.isQuiet = false;
	put(found.blocks, place, event);
	if (!found.everHeld.includes(event.block)) found.everHeld.push(event.block);
}

function place(index: RecordingIndex, open: Open, event: Exclude<Event, MessageEvent | EventOf<"block">>, at: number): void {
	if ("process" in event) index.processById.get(event.process)!.isQuiet = false;
	switch (event.kind) {
		case "line":
			return put(index.processById.get(event.process)!.lines, at, event);
		case "exception":
			put(index.exceptions, at, event);
			return put(index.processById.get(event.process)!.exceptions, at, event);
		case "limit":
			return put(index.processById.get(event.process)!.limits, at, event);
		case "executorAdded":
			return put(index.processById.get(event.process)!.added, at, event);
		case "output":
			return put(index.outputs, at, event);
		case "gc":
			index.processById.get(event.process)!.collections.push(event);
			return;
		case "jobStart":
		case "jobEnd":
		case "stageStart":
		case "stageEnd":
		case "taskStart":
		case "taskEnd":
			return placeWork(index, open, event, at);
	}
}

function placeMessage(index: RecordingIndex, tasks: Map<number, TaskIndex>, event: MessageEvent, place: number, at: number): void {
	const channel = index.channelById.get(event.channel)!;
	const way = event.from === channel.channel.ends[0] ? 0 : 1;
	channel.places.push(place);
	channel.events.push(at);
	addMessage(channel.sent[way], place, event);
	const task = event.task === undefined ? undefined : tasks.get(event.task);
	if (!task) return;
	const direction = event.from === task.start.process ? "toPython" : "fromPython";
	addMessage((task[direction] ??= emptyFlow()), place, event);
}

const toProcessIndex = (process: Process): ProcessIndex => ({
	process,
	lines: empty<EventOf<"line">>(),
	exceptions: empty<EventOf<"exception">>(),
	limits: empty<EventOf<"limit">>(),
	added: empty<EventOf<"executorAdded">>(),
	blocks: empty<EventOf<"block">>(),
	everHeld: [],
	slots: [],
	ends: emptySums("ok", "failed"),
	series: [],
	collections: [],
	collectionsUntil: [],
	isQuiet: true,
});

function sortCollections(p: ProcessIndex): void {
	p.collections.sort((a, b) => a.until - b.until);
	for (const { until } of p.collections) p.collectionsUntil.push(until);
}
