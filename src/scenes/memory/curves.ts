/** Samples → path data of a step function, at most a few points a pixel. */
import { area, curveStepAfter, line } from "d3-shape";
import { rangeOf } from "../../state/samples";
import type { Samples } from "../../state/state";

export interface Frame {
	/** Left, right, top and bottom of the plot, px. */
	readonly x: readonly [number, number];
	readonly y: readonly [number, number];
	/** µs at the left and at the right. */
	readonly span: readonly [number, number];
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

/** All of the samples inside the span, those after the present moment too: they are covered, not cut. */
export function toPathData(samples: Samples, frame: Frame, form: "line" | "area"): string {
	const key = `${form} ${frame.x} ${frame.y} ${frame.span} ${frame.most}`;
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
function toPoints(samples: Samples, { x, y, span, most }: Frame): Point[] {
	const { at, value } = samples;
	const [first, last] = rangeOf(samples, span);
	const scale = (x[1] - x[0]) / Math.max(1, span[1] - span[0]);
	const toX = (t: number) => x[0] + Math.max(0, t - span[0]) * scale;
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
	// A level holds until its next sample, here beyond the span.
	if (held && last < at.length) points.push([x[1], held[1]]);
	return points;
}
