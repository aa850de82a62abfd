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

/** Width of the track: as many places as can be told apart. */
export const trackWidth = 1000;

/** Steps as notches under the track, messages as ticks across it. Ticks of a kind at one place are one. */
export function toTicks({ ticks, steps, duration }: Figure) {
	const toX = (at: number) => Math.round((at / duration) * trackWidth);
	const places = new Map<string, Set<number>>();
	for (const { at, paint } of ticks) places.set(paint, (places.get(paint) ?? new Set()).add(toX(at)));
	const paths = [...places].map(([paint, xs]) => {
		const [top, bottom] = ends[paint] ?? ends["control"]!;
		return [paint, [...xs].map((x) => toPath`M${x} ${top}v${bottom - top}`).join("")] as const;
	});
	const notches = steps.map(({ at }) => toPath`M${toX(at)} 22v2`).join("");
	return [
		html`<path class="notches" d="${notches}"/>`,
		...paths.map(([paint, d]) => html`<path d="${d}" stroke="var(--${paint})"/>`),
	];
}
