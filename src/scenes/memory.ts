/**
 * Memory of each process over the story's time, one plot below the other on one time axis, with the present moment as a
 * hairline. What is still to come is there, but pale. Steps stay steps: nothing is smoothed.
 */
import { type Drawing, type Layout, type Shape, type Text, toPath } from "../drawing/shapes.ts";
import { processLabel } from "../state/names.ts";
import { toDuration, toMiB } from "../words/numbers.ts";
import { drawText } from "../drawing/words.ts";
import type { ProcessState } from "../state/process-state.ts";
import type { State } from "../state/state.ts";
import { drawPlot, drawReading, readingsOf, readingWidth, topOf } from "./memory/panel.ts";
import { drawTimeAxis, type TimeScale, toTimeScale } from "./shared/axis.ts";
import { toPaint } from "../state/kinds.ts";
import { layoutWidth, type Options, type Scene } from "./scene.ts";

interface Place {
	/** Left and right of all plots. */
	readonly x: readonly [number, number];
	/** Top of the first process. */
	readonly top: number;
	/** From one process to the next. */
	readonly pitch: number;
	/** Of a plot, from the top of its process. */
	readonly plot: readonly [top: number, bottom: number];
}

const places: Record<Layout, Place> = {
	wide: { x: [230, 830], top: 32, pitch: 82, plot: [0, 68] },
	narrow: { x: [12, 378], top: 32, pitch: 96, plot: [38, 86] },
};

/** Kinds shown where a story names none, in this order. */
const usual = ["driverPython", "driverJvm", "executorJvm", "pythonWorker"];
const most = 7;

const tops = new WeakMap<readonly number[], number>();

export const memory: Scene = {
	/** processes: kinds or ids, in the order in which they are drawn. Absent: those that run the job. */
	options: { processes: "processes" },
	draw(state: State, layout: Layout, options: Options): Drawing {
		const place = places[layout];
		const processes = findProcesses(state, options["processes"]);
		const width = layoutWidth[layout];
		const height = place.top + processes.length * place.pitch + 42;
		const span = state.window;
		const time = toTimeScale(span, place.x);
		const shapes = processes.flatMap((process, n) => {
			const y = place.top + n * place.pitch;
			const top = topOf(process, span, tops);
			const frame = { x: place.x, y: [y + place.plot[0], y + place.plot[1]] as const, span, most: top };
			return [...drawPlot(state, process, frame), ...(layout === "wide" ? drawWideWords : drawNarrowWords)(state, process, y, top)];
		});
		shapes.push(...drawTime(state, time, place, processes.length), drawNote(processes, width, height));
		return { width, height, shapes };
	},
};

function findProcesses(state: State, named: Options[string] | undefined): ProcessState[] {
	const names = named === undefined ? usual : Array.isArray(named) ? (named as string[]) : [String(named)];
	const [from, to] = state.window;
	const has = ({ memory: { samples } }: ProcessState) => samples.rss && samples.rss.at[0]! <= to && samples.rss.at.at(-1)! >= from;
	const found = names.flatMap((name) => state.processes.filter((p) => (p.kind === name || p.id === name) && has(p)));
	return [...new Set(found)].slice(0, most);
}

/** Whether it lives: its name is as pale as it is. */
const toFill = (process: ProcessState): Text["fill"] => (process.status === "alive" ? toPaint(process) : "muted");

function drawWideWords(state: State, process: ProcessState, y: number, top: number): Shape[] {
	const { id } = process;
	const what = process.status === "alive" ? `pid ${process.pid}` : process.status === "ended" ? "ended" : "not there yet";
	return [
		drawText(`${id}.name`, 16, y + 13, processLabel(process, state), { font: "sansBold", size: 12, fill: toFill(process), entity: id }),
		drawText(`${id}.pid`, 16, y + 31, what, { entity: id }),
		drawText(`${id}.top`, 222, y + 10, `${toMiB(top)} MiB`, { anchor: "end" }),
		drawText(`${id}.zero`, 222, y + 68, "0", { anchor: "end" }),
		...readingsOf(process, top).flatMap((reading, n) => drawReading(`${id}.reading${n}`, reading, 846, y + 11 + n * 18, toPaint(process), 182, id)),
	];
}

function drawNarrowWords(state: State, process: ProcessState, y: number, top: number): Shape[] {
	const { id } = process;
	let x = 12;
	const readings = readingsOf(process, top).filter(({ sign }) => sign === "resident" || sign === "heap");
	return [
		drawText(`${id}.name`, 12, y + 12, processLabel(process, state), { font: "sansBold", size: 12, fill: toFill(process), entity: id }),
		drawText(`${id}.top`, 378, y + 12, `to ${toMiB(top)} MiB`, { anchor: "end" }),
		...readings.flatMap((reading, n) => {
			const at = x;
			x += readingWidth(reading) + 14;
			return drawReading(`${id}.reading${n}`, reading, at, y + 29, toPaint(process), 240, id);
		}),
	];
}

/** The axis, the hairline through each plot, and a veil over what is still to come in it. */
function drawTime(state: State, time: TimeScale, place: Place, count: number): Shape[] {
	const { x, top, pitch, plot } = place;
	const at = Math.min(x[1], Math.max(x[0], time(state.t)));
	const tops = Array.from({ length: count }, (_, n) => top + n * pitch + plot[0]);
	const height = plot[1] - plot[0];
	const end = top + (count - 1) * pitch + plot[1];
	const isLate = at > (x[0] + x[1]) / 2;
	return [
		{ key: "veil", tag: "path", d: tops.map((y) => toPath`M${at} ${y - 0.5}h${x[1] + 1 - at}v${height + 1}h${at - x[1] - 1}z`).join(""), fill: "panel", opacity: 0.7 },
		{ key: "now", tag: "path", d: tops.map((y) => toPath`M${at} ${y - 4}v${height + 8}`).join(""), stroke: "ink" },
		drawText("now.text", at + (isLate ? 4 : -4), 22, toDuration(Math.round(state.t)), { font: "monoBold", fill: "ink", anchor: isLate ? "end" : undefined }),
		...drawTimeAxis(time, end),
	];
}

function drawNote(processes: readonly ProcessState[], width: number, height: number): Shape {
	const every = processes.map((p) => p.memory.samples.rss?.every).find((e) => e !== undefined);
	const sampled = every === undefined ? "" : `Levels are sampled every ${toDuration(every).replace(".0", "")}. `;
	const words = `${sampled}${width > 500 ? "A tick at the top of a plot is a garbage collection, as the JVM logged it." : "Ticks: collections."}`;
	return drawText("note", width > 500 ? 230 : 12, height - 12, words);
}
