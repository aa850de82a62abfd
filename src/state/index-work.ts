/** Where jobs, stages and tasks begin and end, event by event. */
import type { EventOf } from "../recording/format.ts";
import { addTo, emptySums, listOf } from "../recording/lookup.ts";
import { empty, type JobIndex, type Placed, put, type RecordingIndex, type StageIndex, type TaskIndex } from "./recording-index.ts";

/** What is open while the events pass. */
export interface Open {
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

type Work = EventOf<"jobStart" | "jobEnd" | "stageStart" | "stageEnd" | "taskStart" | "taskEnd">;

export function placeWork(index: RecordingIndex, open: Open, event: Work, at: number): void {
	switch (event.kind) {
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
