/** A time axis: ticks with their times, in the unit that fits. */
import { drawText } from "../../drawing/words.ts";
import { ticks } from "d3-array";
import type { Shape } from "../../drawing/shapes.ts";
import { textWidth } from "../../drawing/text.ts";

const size = 11;

/** µs → px, linear. */
export interface TimeScale {
	(t: number): number;
	domain(): number[];
	range(): number[];
}

export const toTimeScale = ([from, to]: readonly [number, number], [left, right]: readonly [number, number]): TimeScale =>
	Object.assign((t: number) => left + ((t - from) / (to - from || 1)) * (right - left), { domain: () => [from, to], range: () => [left, right] });

/** Ticks under `y`, as many as have room. */
export function drawTimeAxis(scale: TimeScale, y: number): Shape[] {
	const [left, right] = scale.range() as [number, number];
	const [from, to] = scale.domain() as [number, number];
	const [unit, name] = to - from >= 2e6 ? [1e6, "s"] : to - from >= 2000 ? [1000, "ms"] : [1, "µs"];
	let free = 0;
	return ticks(from, to, Math.round((right - left) / 80)).flatMap((t): Shape[] => {
		const x = scale(t);
		const text = `${Math.round((t / unit) * 1000) / 1000} ${name}`;
		const half = textWidth(text, "mono", size) / 2;
		const middle = Math.min(right + 6 - half, Math.max(left - 6 + half, x));
		const tick: Shape = { key: `tick${t}`, tag: "line", x1: x, x2: x, y1: y, y2: y + 5, stroke: "muted" };
		if (middle - half < free) return [tick];
		free = middle + half + 10;
		return [tick, drawText(`tick${t}.text`, middle, y + 18, text, { anchor: "middle" })];
	});
}
