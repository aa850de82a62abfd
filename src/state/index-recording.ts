/**
 * A recording, sorted once so that each look-up is a binary search. "Place" is an event's index among all events; what
 * spans time (a summary of many messages) has the place at which it was complete.
 */
import type { Channel, Event, EventOf, Process, Recording, Series } from "../recording/format.ts";
import { addTo, countBelow, countUpTo, emptySums, listOf, type Sums } from "../recording/lookup.ts";
import { addMessage, emptyFlow, type FlowSums } from "./flows.ts";
import type { MessageEvent } from "./messages.ts";
import type { Collection, MachineState, RunState } from "./state.ts";

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

const empty = <T>(): Placed<T> => ({ places: [], things: [] });
const put = <T>({ places, things }: Placed<T>, place: number, thing: T) => {
	places.push(place);
	things.push(thing);
};

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
	const open = { tasks: new Map<number, TaskIndex>(), slots: new Map<string, number[]>(), ends, jobs: new Map<number, JobIndex>(), stages: new Map<string, StageIndex>(), jobOfStage: new Map<number, JobIndex>() };
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

interface Open {
	tasks: Map<number, TaskIndex>;
	/** Free slots of each executor. */
	slots: Map<string, number[]>;
	/** Places of the ends of tasks, also of those to come. */
	ends: ReadonlyMap<number, number>;
	jobs: Map<number, JobIndex>;
	stages: Map<string, StageIndex>;
	/** By the stage whose tasks' results are the job's: its last. */
	jobOfStage: Map<number, JobIndex>;
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
		case "jobStart": {
			const job: JobIndex = { start: event, end: null, endPlace: Infinity, results: emptySums("count", "bytes") };
			open.jobs.set(event.job, job);
			if (event.stages.length) open.jobOfStage.set(event.stages.reduce((a, b) => Math.max(a, b)), job);
			return put(index.jobs, at, job);
		}
		case "jobEnd":
			return close(open.jobs.get(event.job), event, at);
		case "stageStart": {
			const stage: StageIndex = { start: event, end: null, endPlace: Infinity, tasksStarted: [], tasksEnded: [] };
			open.stages.set(`${event.stage}.${event.attempt}`, stage);
			return put(index.stages, at, stage);
		}
		case "stageEnd":
			return close(open.stages.get(`${event.stage}.${event.attempt}`), event, at);
		case "taskStart":
			return startTask(index, open, event, at);
		case "taskEnd":
			return endTask(index, open, event, at);
	}
}

function close<E>(thing: { end: E | null; endPlace: number } | undefined, event: E, at: number): void {
	if (thing && !thing.end) Object.assign(thing, { end: event, endPlace: at });
}

function startTask(index: RecordingIndex, open: Open, event: EventOf<"taskStart">, at: number): void {
	const { slots, added } = index.processById.get(event.process)!;
	const slot = listOf(open.slots, event.process).pop() ?? (slots.length < (added.things.at(-1)?.cores ?? Infinity) ? slots.push(empty()) - 1 : firstToEnd(slots, open));
	const task: TaskIndex = { start: event, startPlace: at, slot, end: null, endPlace: Infinity, toPython: null, fromPython: null };
	put(slots[slot]!, at, task);
	open.tasks.set(event.task, task);
	open.stages.get(`${event.stage}.${event.stageAttempt}`)?.tasksStarted.push(at);
}

/**
 * The scheduler gives a slot to the next task as soon as an executor says that one is done, and dates that one's end later.
 * So where all slots are taken, the new task is in the slot of the one that ends first.
 */
function firstToEnd(slots: readonly Placed<TaskIndex>[], { ends }: Open): number {
	const endOf = (slot: Placed<TaskIndex>) => ends.get(slot.things.at(-1)!.start.task) ?? Infinity;
	return slots.reduce((first, slot, n) => (endOf(slot) < endOf(slots[first]!) ? n : first), 0);
}

function endTask(index: RecordingIndex, open: Open, event: EventOf<"taskEnd">, at: number): void {
	const task = open.tasks.get(event.task);
	if (task?.end === null) {
		close(task, event, at);
		const isLast = index.processById.get(task.start.process)!.slots[task.slot]!.things.at(-1) === task;
		if (isLast) listOf(open.slots, task.start.process).push(task.slot);
	}
	addTo(index.processById.get(event.process)!.ends, at, { ok: event.ok ? 1 : 0, failed: event.ok ? 0 : 1 });
	if (!event.ok) return;
	open.stages.get(`${event.stage}.${event.stageAttempt}`)?.tasksEnded.push(at);
	// What a map task sends to the driver says where its files are: it is no result of the job's.
	const job = event.metrics["shuffleWriteBytes"] ? undefined : open.jobOfStage.get(event.stage);
	if (job) addTo(job.results, at, { count: 1, bytes: event.metrics["resultSize"] ?? 0 });
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
	...{ process, lines: empty<EventOf<"line">>(), exceptions: empty<EventOf<"exception">>(), limits: empty<EventOf<"limit">>() },
	...{ added: empty<EventOf<"executorAdded">>(), blocks: empty<EventOf<"block">>(), everHeld: [], slots: [], ends: emptySums("ok", "failed"), series: [], collections: [], collectionsUntil: [], isQuiet: true },
});

function sortCollections(p: ProcessIndex): void {
	p.collections.sort((a, b) => a.until - b.until);
	for (const { until } of p.collections) p.collectionsUntil.push(until);
}

const ofSpark: ReadonlySet<string> = new Set(["driverPython", "driverJvm", "executorJvm", "pythonDaemon", "pythonWorker", "clusterMaster", "clusterWorker", "connectServer"]);

function toMachines(processes: readonly Process[]): MachineState[] {
	const known = processes.map((p) => ({ id: p.id, machine: p.machine, kind: p.images.at(-1)!.kind })).filter((p) => ofSpark.has(p.kind));
	const driver = (known.find((p) => p.kind === "driverPython") ?? known.find((p) => p.kind === "driverJvm"))?.machine;
	const addresses = [...new Set(known.map((p) => p.machine))].sort((a, b) => Number(b === driver) - Number(a === driver) || (a < b ? -1 : 1));
	return addresses.map((address, i) => ({
		address,
		role: address === driver ? "driver" : "worker",
		number: i,
		processes: known.filter((p) => p.machine === address).map((p) => p.id),
	}));
}

function toRun({ run, processes }: Recording): RunState {
	return {
		...{ name: run.name, spark: run.spark, python: run.python, java: run.java, master: run.master, duration: run.duration, exit: run.exit },
		isOneComputer: new Set(processes.map((p) => p.machine)).size > 1,
		job: run.job && { file: run.job.file, lines: run.job.source.replace(/\n$/, "").split("\n") },
	};
}
