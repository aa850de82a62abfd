import type { Figure } from "../story/figure.ts";
import { toStep } from "./playback.ts";
import { toGrouped } from "../words/numbers.ts";

/** What the two clocks say. Recorded times are µs, story times ms. */

const units = [
	{ name: "s", size: 1_000_000 },
	{ name: "ms", size: 1000 },
	{ name: "µs", size: 1 },
] as const;

/** `1.842 s of 2.310 s`: both in the unit that suits the total. */
export function toClockText(now: number, total: number): string {
	const { name, size } = units.find(({ size }) => total >= size) ?? units[2];
	const digits = size === 1 ? 0 : 3;
	const show = (time: number) => `${(time / size).toFixed(digits)} ${name}`;
	return `${show(now)} of ${show(total)}`;
}

const toTwoDigits = (value: number) =>
	value >= 10 ? toGrouped(Number(value.toPrecision(2))) : value.toFixed(1).replace(/\.0$/, "");

/** How story time passes against recorded time: `storyMs` of the one in `recorded` µs of the other, at a speed of playing. */
export function toRateText(storyMs: number, recorded: number, speed: number): string {
	if (recorded <= 0) return "clock stands still";
	const slower = (storyMs * 1000) / recorded / speed;
	if (slower > 0.95 && slower < 1.05) return "as fast as it was";
	return slower > 1 ? `${toTwoDigits(slower)}× slower` : `${toTwoDigits(1 / slower)}× faster`;
}

/** The rate on the way from the step before a story time to the step after it: one for the whole way, so that it can be read. */
export function toRate({ steps, duration, recorded }: Pick<Figure, "steps" | "duration" | "recorded">, at: number, speed: number): string {
	const stops = [0, ...steps.map(({ at }) => at).filter((at) => at > 0), duration];
	const leg = Math.min(stops.length - 2, toStep({ stops, duration }, at));
	const [from, to] = [stops[leg]!, stops[leg + 1]!];
	return toRateText(to - from, recorded(to) - recorded(from), speed);
}
