/** One recording's lanes: its driver's jobs, each slot of its executors, each Python worker. */
import { drawText } from "../../drawing/words.ts";
import { drawGlyph, paintOf } from "../../drawing/glyphs.ts";
import type { Token } from "../../drawing/palette.ts";
import { type Shape, toPath } from "../../drawing/shapes.ts";
import { textWidth } from "../../drawing/text.ts";
import type { History, Span, TaskSpan, WorkerTraffic } from "../../state/spans.ts";
import { processLabel } from "../../state/names.ts";
import { toCount, toSize } from "../../words/numbers.ts";
import type { MessageKind } from "../../state/channel-state.ts";
import type { State } from "../../state/state.ts";

export interface Lane {
	readonly label: string;
	/** Beyond the plot, or under the label. */
	readonly note: string;
	/** Id of the process that it is of. */
	readonly process?: string;
	readonly draw: (key: string, y: number, axis: Axis) => Shape[];
}

export interface Axis {
	/** px of a time since the jobs' start, µs. */
	readonly toX: (since: number) => number;
	/** Left and right of the plot. */
	readonly x: readonly [number, number];
	/** µs at the left: when the first job of this recording started. */
	readonly start: number;
	/** µs after which nothing is drawn, since the start. */
	readonly length: number;
}

/** Height of what a lane draws, px. */
export const laneHeight = 18;
const mostWorkers = 4;

/** From the start of its first job to the end of its last, µs; null: it ran none. */
export function spanOf({ jobs }: History): readonly [number, number] | null {
	if (!jobs.length) return null;
	const ends = jobs.flatMap(({ end }) => end ?? []);
	return [jobs[0]!.start, ends.length ? Math.max(...ends) : jobs.at(-1)!.start];
}

export function toLanes(state: State, history: History): Lane[] {
	const process = (id: string) => state.processes.find((p) => p.id === id)!;
	const life = (id: string): Life => ({ start: process(id).start, daemon: state.processes.find((p) => p.id === process(id).parent)?.start ?? null });
	const driver = state.processes.find((p) => p.kind === "driverJvm");
	const slots = new Map<string, TaskSpan[]>();
	for (const task of history.tasks) {
		const key = `${task.process}.${task.slot}`;
		slots.set(key, [...(slots.get(key) ?? []), task]);
	}
	const lanes: Lane[] = [{ label: driver ? processLabel(driver, state) : "Driver", note: toCount(history.jobs.length, "job"), process: driver?.id, draw: (key, y, axis) => drawSpans(key, history.jobs, "job", y, axis, "panel") }];
	for (const tasks of slots.values()) {
		const [first] = tasks as [TaskSpan];
		lanes.push({ label: processLabel(process(first.process), state), note: toCount(tasks.length, "task"), process: first.process, draw: (key, y, axis) => drawSpans(key, tasks, "task", y, axis, "jvm.fill") });
	}
	for (const worker of history.workers.slice(0, mostWorkers)) {
		const note = `${toSize(worker.bytes[0])} in, ${toSize(worker.bytes[1])} out`;
		lanes.push({ label: processLabel(process(worker.worker), state), note, process: worker.worker, draw: (key, y, axis) => drawTraffic(key, worker, life(worker.worker), y, axis) });
	}
	if (history.workers.length > mostWorkers) lanes.push({ label: `+ ${toCount(history.workers.length - mostWorkers, "Python worker")}`, note: "", draw: () => [] });
	if (!history.workers.length) lanes.push({ label: "no Python worker", note: "0 bytes in, 0 bytes out", draw: (key, y, { x }) => [{ key, tag: "line", x1: x[0], x2: x[1], y1: y + laneHeight / 2, y2: y + laneHeight / 2, stroke: "hair", dash: "4 3" }] });
	return lanes;
}

function drawSpans(key: string, spans: readonly Span[], name: string, y: number, { toX, x, start, length }: Axis, fill: Token): Shape[] {
	return spans.flatMap(({ id, start: from, end, ok }, n): Shape[] => {
		const left = toX(from - start);
		const next = spans[n + 1] ? toX(spans[n + 1]!.start - start) : Infinity;
		const last = n ? toX((spans[n - 1]!.end ?? -Infinity) - start) : -Infinity;
		const right = Math.max(left + 1, toX(Math.min(length, (end ?? Infinity) - start)));
		if (left >= x[1]) return [];
		const words = `${name} ${id}`;
		const bar: Shape = { key: `${key}.${name}${id}`, tag: "rect", x: left, y: y + 1, width: Math.min(right, x[1]) - left, height: laneHeight - 2, fill, stroke: ok ? "jvm" : "error", dash: end === null ? "4 3" : undefined };
		const hasRoom = last < left + 5 && textWidth(words, "mono", 11) + 10 < Math.min(bar.width, next - left);
		return hasRoom ? [bar, drawText(`${bar.key}.name`, left + 5, y + 13, words, { box: bar.key })] : [bar];
	});
}

/** Bytes in one pixel column for the longest tick: 1 MiB. One byte has the shortest. */
const longest = Math.log2(1024 ** 2);

/** When a worker was forked, and when the daemon that did it was started, µs. */
interface Life {
	readonly start: number;
	readonly daemon: number | null;
}

/** Height of a bar that says what a worker does, px. */
const workHeight = 6;

/**
 * The worker's life as a line, dashed while only its daemon is there; on it a bar for each task, hollow until the worker has
 * its function. What it was sent stands above the line, what it sent below: one tick a pixel and kind, longer for more bytes.
 */
function drawTraffic(key: string, { messages, tasks }: WorkerTraffic, life: Life, y: number, { toX, x, start, length }: Axis): Shape[] {
	const middle = y + laneHeight / 2;
	const columns = new Map<string, { kind: MessageKind; at: number; isToPython: boolean; size: number }>();
	for (const { at, size, kind, isToPython } of messages) {
		if (at - start > length) continue;
		const column = Math.round(toX(at - start));
		const name = `${kind} ${isToPython} ${column}`;
		const before = columns.get(name);
		if (before) before.size += size;
		else columns.set(name, { kind, at: column, isToPython, size });
	}
	const paths = new Map<MessageKind, string>();
	for (const { kind, at, isToPython, size } of columns.values()) {
		const tick = 2 + (laneHeight / 2 - 2) * Math.min(1, Math.log2(1 + size) / longest);
		paths.set(kind, (paths.get(kind) ?? "") + toPath`M${at} ${middle}v${isToPython ? -tick : tick}`);
	}
	const born = Math.max(x[0], toX(life.start - start));
	const bar = (part: string, from: number, to: number, fill: Token): Shape[] => {
		const left = toX(from - start);
		if (left >= x[1]) return [];
		return [{ key: `${key}.${part}`, tag: "rect", x: left, y: middle - workHeight / 2, width: Math.max(1, Math.min(x[1], toX(to - start)) - left), height: workHeight, fill, stroke: "python" }];
	};
	return [
		...(life.daemon !== null && life.daemon > start ? [{ key: `${key}.daemon`, tag: "line", x1: toX(life.daemon - start), x2: born, y1: middle, y2: middle, stroke: "python", dash: "3 2" } as const] : []),
		{ key: `${key}.life`, tag: "line", x1: born, x2: Math.max(born, Math.min(x[1], toX(length))), y1: middle, y2: middle, stroke: "python" },
		...tasks.flatMap(({ boot, ready, done }, n) => [...bar(`boot${n}`, boot, ready, "panel"), ...bar(`run${n}`, ready, done, "python")]),
		...[...paths].map(([kind, d]): Shape => ({ key: `${key}.${kind}`, tag: "path", d, stroke: paintOf(kind), strokeWidth: kind === "control" ? 1 : 2 })),
	];
}

/** What the ticks' colours and the bars mean: only what occurs, in lines of at most `width` px, 18 px apart. */
export function drawKey(kinds: ReadonlySet<MessageKind>, hasWork: boolean, x: number, y: number, width: number): Shape[] {
	const signs: [string, (x: number, y: number) => Shape[]][] = [];
	const names: [MessageKind, string][] = [["control", "control"], ["code", "function"], ["rows", "pickled rows"], ["arrow", "Arrow"], ["error", "error"]];
	for (const [kind, name] of names) if (kinds.has(kind)) signs.push([name, (left, middle) => [drawGlyph(`key.${kind}`, kind, left + 7, middle, 9)]]);
	if (hasWork) {
		const bar = (key: string, left: number, middle: number, fill: Token): Shape => ({ key, tag: "rect", x: left, y: middle - workHeight / 2, width: 13, height: workHeight, fill, stroke: "python" });
		signs.push(
			["daemon starts", (left, middle) => [{ key: "key.daemon", tag: "line", x1: left, x2: left + 13, y1: middle, y2: middle, stroke: "python", dash: "3 2" }]],
			["worker initializes", (left, middle) => [bar("key.boot", left, middle, "panel")]],
			["runs", (left, middle) => [bar("key.run", left, middle, "python")]],
		);
	}
	let at = x;
	let line = y;
	return signs.flatMap(([name, draw], n): Shape[] => {
		const long = 18 + textWidth(name, "mono", 11);
		if (at + long > x + width) [at, line] = [x, line + 18];
		const left = at;
		at += long + 12;
		return [...draw(left, line - 4), drawText(`key.name${n}`, left + 18, line, name)];
	});
}
