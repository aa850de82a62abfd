/** Samples → path data of a step function, on a grid that no screen shows finer. */
import { rangeOf } from "../../state/samples.ts";
import type { Samples } from "../../state/process-state.ts";

export interface Frame {
	/** Left, right, top and bottom of the plot, px. */
	readonly x: readonly [number, number];
	readonly y: readonly [number, number];
	/** µs at the left and at the right. */
	readonly span: readonly [number, number];
	/** Bytes at the top; 0 at the bottom. */
	readonly most: number;
}

/** The samples that share an x: the highest and the lowest of them, and the one that holds. */
interface Column {
	readonly x: number;
	readonly top: number;
	readonly bottom: number;
	readonly held: number;
}

/** To half a pixel. */
export const toGrid = (px: number) => Math.round(px * 2) / 2;

/** By the list of values: a path is the same for every moment of one figure. */
const known = new WeakMap<readonly number[], Map<string, string>>();

/** All of the samples inside the span, those after the present moment too: they are covered, not cut. */
export function toPathData(samples: Samples, frame: Frame, form: "line" | "area"): string {
	const key = `${form} ${frame.x} ${frame.y} ${frame.span} ${frame.most}`;
	let paths = known.get(samples.value);
	if (!paths) known.set(samples.value, (paths = new Map()));
	let path = paths.get(key);
	if (path === undefined) {
		path = toPath(toColumns(samples, frame), form === "area" ? frame.y[1] : null);
		paths.set(key, path);
	}
	return path;
}

function toColumns(samples: Samples, { x, y, span, most }: Frame): Column[] {
	const { at, value } = samples;
	const [first, last] = rangeOf(samples, span);
	const scale = (x[1] - x[0]) / Math.max(1, span[1] - span[0]);
	const toX = (t: number) => toGrid(x[0] + Math.max(0, t - span[0]) * scale);
	const toY = (bytes: number) => toGrid(y[1] - ((y[1] - y[0]) * bytes) / most);
	const columns: Column[] = [];
	for (let i = first; i < last; ) {
		const column = toX(at[i]!);
		let [least, greatest] = [value[i]!, value[i]!];
		for (; i < last && toX(at[i]!) === column; i++) {
			least = Math.min(least, value[i]!);
			greatest = Math.max(greatest, value[i]!);
		}
		columns.push({ x: column, top: toY(greatest), bottom: toY(least), held: toY(value[i - 1]!) });
	}
	const end = columns.at(-1);
	// A level holds until its next sample, here beyond the span.
	if (end && last < at.length) columns.push({ x: x[1], top: end.held, bottom: end.held, held: end.held });
	return columns;
}

/** `base`: y of the bottom of an area; null: a line. */
function toPath(columns: readonly Column[], base: number | null): string {
	const [first] = columns;
	if (!first) return "";
	let [x, y] = [first.x, first.held];
	let d = `M${x} ${y}`;
	const goTo = (to: number) => {
		if (to !== y) d += `v${toShort(to - y)}`;
		y = to;
	};
	for (const [i, { x: to, top, bottom, held }] of columns.entries()) {
		if (top === y && bottom === y && i < columns.length - 1) continue;
		if (to !== x) d += `h${toShort(to - x)}`;
		x = to;
		if (top < Math.min(y, held)) goTo(top);
		if (bottom > Math.max(y, held)) goTo(bottom);
		goTo(held);
	}
	return base === null ? d : `${d}V${base}H${first.x}z`;
}

/** -0.5 → -.5 */
const toShort = (length: number) => String(length).replace(/^(-?)0\./, "$1.");
