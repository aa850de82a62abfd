/** How a reader moves through story time: pure, without a clock. Times are ms of story time. */

export interface Timeline {
	readonly duration: number;
	/** Where the steps stand, rising. */
	readonly stops: readonly number[];
}

export interface Playback {
	readonly at: number;
	readonly playing: boolean;
	/** Index of the step that it moves to and then rests at; null: it plays to the end. */
	readonly target: number | null;
	/** ms of story time in a ms of the reader's. */
	readonly speed: number;
}

export type Move =
	| { readonly do: "toggle" | "play" | "pause" | "next" | "back" }
	| { readonly do: "step"; readonly step: number }
	| { readonly do: "seek"; readonly at: number }
	| { readonly do: "nudge"; readonly by: number }
	| { readonly do: "speed"; readonly speed: number }
	| { readonly do: "pass"; readonly ms: number };

/** Next shows how the picture came about: at most this much of the way, ms. */
export const approach = 1200;

/** A stop counts as reached this much before it, ms: what rounding takes. */
const rounding = 0.5;

/** Index of the last step that has been reached, 0 before the first. */
export function toStep({ stops }: Timeline, at: number): number {
	let [low, high] = [0, stops.length - 1];
	while (low < high) {
		const middle = (low + high + 1) >> 1;
		if (stops[middle]! <= at + rounding) low = middle;
		else high = middle - 1;
	}
	return low;
}

/** The step whose caption is shown: the one that it moves to, else the last that it reached. */
export const toCaption = (timeline: Timeline, { at, target }: Playback) => target ?? toStep(timeline, at);

/** The story time that is drawn. With `cut` nothing moves: each step's picture stands until the next step. */
export const toShown = (timeline: Timeline, { at, playing }: Playback, cut: boolean) =>
	cut && playing ? timeline.stops[toStep(timeline, at)]! : at;

/** The playback after a move. `cut`: the reader wants no motion. */
export function toMoved(timeline: Timeline, playback: Playback, move: Move, cut: boolean): Playback {
	const { stops, duration } = timeline;
	const rest = (at: number): Playback => ({ ...playback, at: Math.min(duration, Math.max(0, at)), playing: false, target: null });
	const restAt = (step: number) => rest(stops[Math.min(stops.length - 1, Math.max(0, step))]!);
	const here = toShown(timeline, playback, cut);

	switch (move.do) {
		case "toggle":
			return toMoved(timeline, playback, { do: playback.playing && playback.target === null ? "pause" : "play" }, cut);
		case "play":
			return { ...playback, at: playback.at >= duration ? 0 : playback.at, playing: true, target: null };
		case "pause":
			return rest(here);
		case "next": {
			const step = playback.target ?? stops.findIndex((stop) => stop > here + rounding) - 1;
			const next = step + 1;
			if (step === -2 || next >= stops.length) return restAt(stops.length - 1);
			if (cut) return restAt(next);
			const from = Math.max(stops[next]! - approach, stops[next - 1] ?? 0, playback.target === null ? here : 0);
			return { ...playback, at: from, playing: true, target: next };
		}
		case "back":
			return restAt(playback.target === null ? stops.findLastIndex((stop) => stop < here - rounding) : playback.target - 1);
		case "step":
			return restAt(move.step);
		case "seek":
			return rest(move.at);
		case "nudge":
			return rest(here + move.by);
		case "speed":
			return { ...playback, speed: move.speed };
		case "pass": {
			if (!playback.playing) return playback;
			const end = playback.target === null ? duration : stops[playback.target]!;
			const at = playback.at + move.ms * playback.speed;
			return at < end ? { ...playback, at } : rest(end);
		}
		default:
			throw new Error(`invalid move: ${move satisfies never}`);
	}
}
