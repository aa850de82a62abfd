import { toPath } from "../../drawing/shapes";
import type { Figure } from "../../story/figure";
import { html } from "./html";

/** Top and bottom of a tick by kind, on a track 24 high: each kind has a length of its own, not its colour alone. */
const ends: Record<string, readonly [top: number, bottom: number]> = {
	control: [8, 16],
	code: [3, 21],
	rows: [6, 18],
	arrow: [5, 19],
	error: [0, 24],
};

/** Steps as notches under the track, messages as ticks across it. Ticks closer than a thousandth of the story are one. */
export function toTicks({ ticks, steps, duration }: Figure) {
	const paths = new Map<string, string>();
	const last = new Map<string, number>();
	for (const { at, paint } of ticks) {
		if (at - (last.get(paint) ?? -Infinity) < duration / 1000) continue;
		last.set(paint, at);
		const [top, bottom] = ends[paint] ?? ends["control"]!;
		paths.set(paint, (paths.get(paint) ?? "") + toPath`M${Math.round(at)} ${top}V${bottom}`);
	}
	const notches = steps.map(({ at }) => toPath`M${Math.round(at)} 22V24`).join("");
	return [
		html`<path class="notches" d="${notches}"/>`,
		...[...paths].map(([paint, d]) => html`<path d="${d}" stroke="var(--${paint})"/>`),
	];
}
