import { toPath } from "../../drawing/shapes.ts";
import type { Figure } from "../../story/figure.ts";

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

export interface Ticks {
	/** Colour of the messages; null: notches of the steps. */
	paint: string | null;
	d: string;
}

/** Steps as notches under the track, messages as ticks across it. Ticks of a kind at one place are one. Only scripts show the track, so they draw it. */
export function toTicks({ ticks, steps, duration }: Figure): Ticks[] {
	const toX = (at: number) => Math.round((at / duration) * trackWidth);
	const places = new Map<string, Set<number>>();
	for (const { at, paint } of ticks) places.set(paint, (places.get(paint) ?? new Set()).add(toX(at)));
	const paths = [...places].map(([paint, xs]) => {
		const [top, bottom] = ends[paint] ?? ends["control"]!;
		return { paint, d: [...xs].map((x) => toPath`M${x} ${top}v${bottom - top}`).join("") };
	});
	return [{ paint: null, d: steps.map(({ at }) => toPath`M${toX(at)} 22v2`).join("") }, ...paths];
}
