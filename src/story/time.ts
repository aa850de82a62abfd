/**
 * Story time, ms: the film with a pause at each step, long enough to read its caption. Both maps below rise; the
 * recorded clock runs between messages and stands still while one travels.
 */
import { countBelow, countUpTo } from "../recording/lookup.ts";
import type { RecordingIndex } from "../state/recording-index.ts";
import type { Moment, Travel } from "../state/state.ts";
import { type Film, toFilm } from "./film.ts";
import type { ResolvedStory } from "./story.ts";

/** ms to find the place, and per character. */
const reading = { least: 1400, character: 40 };
/** ms of stillness before the film goes on after a text, and after its end. */
const stillness = 300;

export interface StoryTime {
	readonly duration: number;
	/** Story ms of each step: where its pause begins. */
	readonly steps: readonly number[];
	readonly film: Film;
	/** Recorded µs at a story time. */
	recorded(at: number): number;
	/** What the state is asked for at a story time. */
	moment(at: number): Moment;
	/** Story ms at which a message that the film shows is half way. */
	passes(n: number): number;
}

export function toStoryTime(index: RecordingIndex, story: ResolvedStory): StoryTime {
	const film = toFilm(index, story);
	const pauses = story.steps.map(({ length }) => reading.least + reading.character * length + stillness);
	let paused = 0;
	/** Story ms at which each pause begins and ends. */
	const begins: number[] = [];
	const ends: number[] = [];
	film.steps.forEach((at, i) => {
		begins.push(at + paused);
		paused += pauses[i]!;
		ends.push(at + paused);
	});
	// Whole ms: a range input cannot hold more, and its end is the end.
	const duration = Math.round(film.duration + paused + stillness);
	const toFilmTime = (at: number) => {
		const begun = countUpTo(begins, at);
		if (!begun) return at;
		return Math.min(film.duration, at < ends[begun - 1]! ? film.steps[begun - 1]! : at - ends[begun - 1]! + film.steps[begun - 1]!);
	};
	const clock = toClock(index, story, film);
	const recorded = (at: number) => clock(toFilmTime(Math.min(Math.max(at, 0), duration)));
	const window = [recorded(0), recorded(duration)] as const;
	return {
		...{ duration, steps: begins, film, recorded },
		passes: (n) => {
			const middle = (film.leaves[n]! + film.arrives[n]!) / 2;
			return middle + pauses.slice(0, countBelow(film.steps, middle)).reduce((a, b) => a + b, 0);
		},
		moment: (at) => {
			const begun = Math.max(1, countUpTo(begins, at));
			const step = story.steps[begun - 1]!;
			const isAtRest = at < ends[begun - 1]!;
			const f = toFilmTime(Math.min(Math.max(at, 0), duration));
			const t = clock(f);
			const arrived = countUpTo(film.arrives, f);
			const next = film.events[arrived] ?? Infinity;
			const reached = isAtRest ? step.seen : Math.max(step.seen, countUpTo(index.times, t));
			const focus = isAtRest ? step.message : (story.steps[begun]?.message ?? step.message);
			return { t, seen: Math.min(reached, next), travel: travelAt(film, arrived, f), focus, look: isAtRest ? step.look : [], window };
		},
	};
}

function travelAt(film: Film, arrived: number, f: number): Travel[] {
	const left = countUpTo(film.leaves, f);
	const travel: Travel[] = [];
	for (let n = arrived; n < left; n++)
		travel.push({ event: film.events[n]!, progress: (f - film.leaves[n]!) / (film.arrives[n]! - film.leaves[n]!) });
	return travel;
}

/** Film ms → recorded µs, straight between knots: a message's own moment holds around the middle of its way. */
function toClock(index: RecordingIndex, story: ResolvedStory, film: Film): (f: number) => number {
	const knots: { f: number; t: number }[] = [];
	film.events.forEach((event, n) => {
		const middle = (film.leaves[n]! + film.arrives[n]!) / 2;
		const room = Math.min(
			(film.arrives[n]! - film.leaves[n]!) / 2,
			0.45 * (middle - (n ? (film.leaves[n - 1]! + film.arrives[n - 1]!) / 2 : -Infinity)),
			0.45 * ((n + 1 < film.events.length ? (film.leaves[n + 1]! + film.arrives[n + 1]!) / 2 : Infinity) - middle),
		);
		const t = index.times[event]!;
		knots.push({ f: middle - room, t }, { f: middle + room, t });
	});
	story.steps.forEach(({ t }, i) => knots.push({ f: film.steps[i]!, t }));
	knots.sort((a, b) => a.f - b.f || a.t - b.t);
	const fs = knots.map((k) => k.f);
	let most = 0;
	const ts = knots.map((k) => (most = Math.max(most, k.t)));
	return (f) => {
		const n = countUpTo(fs, f);
		if (n === 0) return ts[0] ?? 0;
		if (n === fs.length) return ts[n - 1]!;
		const part = (f - fs[n - 1]!) / (fs[n]! - fs[n - 1]!);
		return Math.round(ts[n - 1]! + part * (ts[n]! - ts[n - 1]!));
	};
}
