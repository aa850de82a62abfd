/** One process at one moment. */
import type { EventOf, Process } from "../recording/format.ts";
import { countBelow, countUpTo } from "../recording/lookup.ts";
import { flowAt, noFlow } from "./flows.ts";
import type { Placed, ProcessIndex, RecordingIndex, TaskIndex } from "./recording-index.ts";
import type { BlockState, Measure, MemoryState, ProcessState, Samples } from "./process-state.ts";
import type { TaskState } from "./work-state.ts";

/**
 * Most processes of a run are shells that come and go, and of which nothing is recorded but that: before and after
 * their life their state is one and the same, made once.
 */
const still = new WeakMap<ProcessIndex, { absent?: ProcessState; ended?: ProcessState }>();

export function toProcess(index: RecordingIndex, found: ProcessIndex, t: number, seen: number): ProcessState {
	const { start, end } = found.process;
	const status = t < start ? "absent" : end !== null && t >= end ? "ended" : "alive";
	if (status === "alive" || !found.isQuiet) return makeProcess(index, found, t, seen, status);
	let made = still.get(found);
	if (!made) still.set(found, (made = {}));
	return (made[status] ??= makeProcess(index, found, status === "absent" ? -1 : Infinity, seen, status));
}

function makeProcess(index: RecordingIndex, found: ProcessIndex, t: number, seen: number, status: ProcessState["status"]): ProcessState {
	const { process } = found;
	const { id, pid, start, parent, machine, executor } = process;
	const images = process.images.slice(0, imagesAt(process, t));
	const line = last(found.lines, seen);
	const n = countBelow(found.ends.places, seen);
	const exception = last(found.exceptions, seen);
	const source = index.run.job?.lines;
	return {
		...{ id, pid, start, parent, machine, executor, status, images },
		kind: process.images.at(-1)!.kind,
		image: images.at(-1) ?? null,
		isReady: images.length === process.images.length,
		end: status === "ended" ? process.end : null,
		exit: status === "ended" ? process.exit : null,
		line: line && { number: line.line, text: source?.[line.line - 1] ?? "", in: line.in },
		tasks: found.slots.flatMap((slot) => {
			const task = last(slot, seen);
			return task ? [toTask(task, seen)] : [];
		}),
		tasksEnded: { ok: found.ends.sums.ok[n]!, failed: found.ends.sums.failed[n]! },
		cores: last(found.added, seen)?.cores ?? null,
		memory: memoryAt(found, t, seen, status === "alive"),
		blocks: status === "alive" ? blocksAt(found.blocks, seen) : [],
		everHeld: found.everHeld,
		exception: exception && { ...exception },
	};
}

const last = <T>({ places, things }: Placed<T>, seen: number): T | null => things[countBelow(places, seen) - 1] ?? null;

function imagesAt({ images }: Process, t: number): number {
	let count = images.length;
	while (count && images[count - 1]!.at > t) count--;
	return count;
}

function toTask({ start, slot, end, endPlace, toPython, fromPython }: TaskIndex, seen: number): TaskState {
	const ended = endPlace < seen ? end : null;
	return {
		...{ task: start.task, stage: start.stage, partition: start.partition, attempt: start.attempt, process: start.process, slot },
		status: ended ? (ended.ok ? "ok" : "failed") : "running",
		start: start.at,
		end: ended?.at ?? null,
		reason: ended?.reason ?? null,
		resultSize: ended?.metrics["resultSize"] ?? null,
		shuffleWritten: ended?.metrics["shuffleWriteBytes"] || null,
		toPython: toPython ? flowAt(toPython, seen) : noFlow,
		fromPython: fromPython ? flowAt(fromPython, seen) : noFlow,
	};
}

function blocksAt({ places, things }: Placed<EventOf<"block">>, seen: number): BlockState[] {
	const held = new Map<string, BlockState>();
	for (const { block: name, level, memory, disk } of things.slice(0, countBelow(places, seen))) {
		held.delete(name);
		if (level !== "NONE") held.set(name, { name, level, memory, disk });
	}
	return [...held.values()];
}

function memoryAt({ series, limits, collections, collectionsUntil }: ProcessIndex, t: number, seen: number, isAlive: boolean): MemoryState {
	const samples: Partial<Record<Measure, Samples>> = {};
	for (const { measure, at, value, every } of series) samples[measure] = { at, value, every, count: countUpTo(at, t) };
	const level = (measure: Measure) => {
		const found = samples[measure];
		return isAlive && found?.count ? found.value[found.count - 1]! : null;
	};
	const limit = last(limits, seen);
	return {
		...{ rss: level("rss"), heapUsed: level("heapUsed"), heapCommitted: level("heapCommitted"), heapMax: level("heapMax") },
		limit: limit && { what: limit.what, bytes: limit.bytes },
		samples,
		collections: { list: collections, count: countUpTo(collectionsUntil, t) },
	};
}
