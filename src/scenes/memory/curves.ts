/** Samples → path data of a step function, at most a few points a pixel. */
import { area, curveStepAfter, line } from "d3-shape";
import { countUpTo } from "../../recording/lookup";
import type { Samples } from "../../state/state";

export interface Frame {
	/** Left, right, top and bottom of the plot, px. */
	readonly x: readonly [number, number];
	readonly y: readonly [number, number];
	/** µs at the left and at the right. */
	readonly window: readonly [number, number];
	/** Bytes at the top; 0 at the bottom. */
	readonly most: number;
}

type Point = readonly [x: number, y: number];

const toLine = line<Point>().curve(curveStepAfter).digits(1);
const toArea = area<Point>()
	.x((p) => p[0])
	.y1((p) => p[1])
	.curve(curveStepAfter)
	.digits(1);

/** By the list of values: a path is the same for every moment of one figure. */
const known = new WeakMap<readonly number[], Map<string, string>>();

/** All of the samples inside the window, those after the present moment too: they are covered, not cut. */
export function toPathData(samples: Samples, frame: Frame, form: "line" | "area"): string {
	const key = `${form} ${frame.x} ${frame.y} ${frame.window} ${frame.most}`;
	let paths = known.get(samples.value);
	if (!paths) known.set(samples.value, (paths = new Map()));
	let path = paths.get(key);
	if (path === undefined) {
		const points = toPoints(samples, frame);
		path = (form === "line" ? toLine(points) : toArea.y0(frame.y[1])(points)) ?? "";
		paths.set(key, path);
	}
	return path;
}

/** Of the samples in one pixel column, the first, the least, the most and the last. */
function toPoints({ at, value }: Samples, { x, y, window, most }: Frame): Point[] {
	const first = Math.max(0, countUpTo(at, window[0]) - 1);
	const last = countUpTo(at, window[1]);
	const scale = (x[1] - x[0]) / Math.max(1, window[1] - window[0]);
	const toX = (t: number) => x[0] + Math.max(0, t - window[0]) * scale;
	const toY = (bytes: number) => y[1] - ((y[1] - y[0]) * bytes) / most;
	const points: Point[] = [];
	for (let i = first; i < last; ) {
		const column = Math.floor(toX(at[i]!));
		let j = i;
		let [least, greatest] = [i, i];
		for (; j < last && Math.floor(toX(at[j]!)) === column; j++) {
			if (value[j]! < value[least]!) least = j;
			if (value[j]! > value[greatest]!) greatest = j;
		}
		for (const k of [...new Set([i, least, greatest, j - 1])].sort((a, b) => a - b)) points.push([toX(at[k]!), toY(value[k]!)]);
		i = j;
	}
	const held = points.at(-1);
	// A level holds until its next sample, here beyond the window.
	if (held && last < at.length) points.push([x[1], held[1]]);
	return points;
}

/** The most that a plot must show of these samples inside the window, bytes. */
export function greatestOf({ at, value }: Samples, [from, to]: readonly [number, number]): number {
	let greatest = 0;
	const last = countUpTo(at, to);
	for (let i = Math.max(0, countUpTo(at, from) - 1); i < last; i++) greatest = Math.max(greatest, value[i]!);
	return greatest;
}
