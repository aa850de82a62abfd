/** One process's plot: resident memory, heap, collections and limits. */
import { drawText } from "../../drawing/words.ts";
import type { ProcessPaint } from "../../drawing/parts.ts";
import { type Shape, toPath } from "../../drawing/shapes.ts";
import { textWidth } from "../../drawing/text.ts";
import { processLabel } from "../../state/names.ts";
import { toMiB } from "../../words/numbers.ts";
import { greatestOf } from "../../state/samples.ts";
import type { ProcessState, Samples } from "../../state/process-state.ts";
import type { State } from "../../state/state.ts";
import { toPaint } from "../../state/kinds.ts";
import { type Frame, toGrid, toPathData } from "./curves.ts";

/** A level with the sign that it has in the plot. */
export interface Reading {
	readonly sign: "resident" | "heap" | "committed" | "limit";
	readonly text: string;
}

const mib = 1024 ** 2;
/** A limit is drawn to scale up to so many times of what is below it; a farther one is only named. */
const farthest = 2.5;

/** Bytes at the top of a plot: a round number of MiB above all that is drawn in it, the same at every moment. */
export function topOf({ memory }: ProcessState, span: readonly [number, number], known: WeakMap<Samples["value"], number>): number {
	const { rss, heapUsed, heapCommitted } = memory.samples;
	const cache = (rss ?? heapUsed)?.value;
	const before = cache && known.get(cache);
	if (before) return before;
	const levels = [rss, heapUsed, heapCommitted].map((samples) => (samples ? greatestOf(samples, span) : 0));
	const greatest = Math.max(mib, ...levels);
	const limits = limitsOf(memory).map(({ bytes }) => bytes).filter((bytes) => bytes <= greatest * farthest);
	const most = Math.max(greatest, ...limits) * 1.06;
	const step = 10 ** Math.floor(Math.log10(most / mib)) * mib;
	const top = Math.ceil(most / (step / 2)) * (step / 2);
	if (cache) known.set(cache, top);
	return top;
}

/** Its heap's largest size and what was set on it. */
function limitsOf(memory: ProcessState["memory"]): { what: string; bytes: number }[] {
	const heap = memory.samples.heapMax?.value.at(-1);
	return [...(heap ? [{ what: "heap limit", bytes: heap }] : []), ...(memory.limit ? [memory.limit] : [])];
}

/** Levels now, and limits; an arrow at a limit that is beyond the top of the plot. */
export function readingsOf({ memory }: ProcessState, top: number): Reading[] {
	const { rss, heapUsed, heapCommitted } = memory;
	const readings: Reading[] = [];
	if (rss !== null) readings.push({ sign: "resident", text: `resident ${toMiB(rss)} MiB` });
	if (heapUsed !== null) readings.push({ sign: "heap", text: `heap used ${toMiB(heapUsed)} MiB` });
	if (heapCommitted !== null) readings.push({ sign: "committed", text: `committed ${toMiB(heapCommitted)} MiB` });
	if (rss !== null) for (const { what, bytes } of limitsOf(memory)) readings.push({ sign: "limit", text: `${what} ${toMiB(bytes)} MiB${bytes > top ? " ↑" : ""}` });
	return readings;
}

export function drawPlot(state: State, process: ProcessState, frame: Frame): Shape[] {
	const { id, memory } = process;
	const { samples, collections } = memory;
	const { x, y, span, most } = frame;
	const paint = toPaint(process);
	const entity = id;
	const toY = (bytes: number) => y[1] - ((y[1] - y[0]) * bytes) / most;
	const toX = (t: number) => x[0] + ((t - span[0]) / Math.max(1, span[1] - span[0])) * (x[1] - x[0]);
	const title = [processLabel(process, state), ...readingsOf(process, most).map(({ text }) => text)].join(", ");
	const shapes: Shape[] = [{ key: `${id}.plot`, tag: "rect", x: x[0], y: y[0], width: x[1] - x[0], height: y[1] - y[0], fill: "panel", stroke: "hair", entity, title }];
	const curve = (part: string, of: Samples | undefined, form: "line" | "area", look: Partial<Shape>) => {
		const d = of && toPathData(of, frame, form);
		if (d) shapes.push({ key: `${id}.${part}`, tag: "path", d, entity, ...look } as Shape);
	};
	curve("heap", samples.heapUsed, "area", { fill: paint, opacity: 0.4 });
	curve("committed", samples.heapCommitted, "line", { stroke: paint, dash: "4 3" });
	curve("resident", samples.rss, "line", { stroke: paint, strokeWidth: 1.75 });
	for (const { what, bytes } of limitsOf(memory))
		if (bytes <= most) shapes.push({ key: `${id}.limit.${what}`, tag: "line", x1: x[0], x2: x[1], y1: toY(bytes), y2: toY(bytes), stroke: "error", entity });
	const ticks = collections.list.filter(({ until }) => until >= span[0] && until <= span[1]).map(({ until }) => toPath`M${toGrid(toX(until))} ${y[0]}v7`);
	if (ticks.length) shapes.push({ key: `${id}.collections`, tag: "path", d: [...new Set(ticks)].join(""), stroke: "ink", entity });
	return shapes;
}

const size = 11;

/** A reading with its sign before it. */
export function drawReading(key: string, { sign, text }: Reading, x: number, y: number, paint: ProcessPaint, width: number, entity: string): Shape[] {
	const at = y - 4;
	const line = { key: `${key}.sign`, tag: "line", x1: x, x2: x + 16, y1: at, y2: at, entity } as const;
	const signs: Record<Reading["sign"], Shape> = {
		resident: { ...line, stroke: paint, strokeWidth: 1.75 },
		heap: { ...line, stroke: paint, strokeWidth: 8, opacity: 0.4 },
		committed: { ...line, stroke: paint, dash: "4 3" },
		limit: { ...line, stroke: "error" },
	};
	const words = drawText(key, x + 22, y, text, { room: width - 22, size, entity });
	return [signs[sign], words];
}

/** Width of a reading, px. */
export const readingWidth = ({ text }: Reading) => 22 + textWidth(text, "mono", size);
