import { type Move, type Playback, type Timeline, toCaption, toMoved, toShown } from "./playback.ts";

/** The reader's time, ms. */
export interface Clock {
	now(): number;
	request(callback: () => void): number;
	cancel(request: number): void;
}

export const pageClock: Clock = {
	now: () => performance.now(),
	request: (callback) => requestAnimationFrame(callback),
	cancel: (request) => cancelAnimationFrame(request),
};

/** What a figure shows now. */
export interface Shown {
	/** Story time to draw, ms. */
	readonly at: number;
	/** Index of the step whose caption is shown. */
	readonly step: number;
	/** It plays on until the reader, or the end, stops it. */
	readonly playing: boolean;
	/** Nothing moves, so there is time to read. */
	readonly resting: boolean;
	readonly speed: number;
	/** It stands at the end: playing starts over. */
	readonly ended: boolean;
}

/** A longer wait between two animation frames, ms, was a pause: of the tab, or of the machine. */
const longest = 100;

/** The only thing that moves story time. Shows nothing before the first `move`. */
export class Player {
	#playback: Playback;
	#onScreen = true;
	#request: number | null = null;
	#last = 0;
	readonly #timeline: Timeline;
	readonly #show: (shown: Shown) => void;
	readonly #isCut: () => boolean;
	readonly #clock: Clock;

	/** `isCut` asks, at each move, whether the reader wants no motion. */
	constructor(
		timeline: Timeline,
		show: (shown: Shown) => void,
		isCut: () => boolean = () => false,
		clock: Clock = pageClock,
	) {
		this.#timeline = timeline;
		this.#show = show;
		this.#isCut = isCut;
		this.#clock = clock;
		this.#playback = { at: timeline.stops[0] ?? 0, playing: false, target: null, speed: 1 };
	}

	get shown(): Shown {
		const { playing, target, speed, at } = this.#playback;
		return {
			at: toShown(this.#timeline, this.#playback, this.#isCut()),
			step: toCaption(this.#timeline, this.#playback),
			playing: playing && target === null,
			resting: !playing,
			speed,
			ended: !playing && at >= this.#timeline.duration,
		};
	}

	move(move: Move): void {
		this.#playback = toMoved(this.#timeline, this.#playback, move, this.#isCut());
		this.#show(this.shown);
		this.#run();
	}

	/** Off-screen, time stands still; a reader's own pause stays one when it comes back. */
	setOnScreen(onScreen: boolean): void {
		this.#onScreen = onScreen;
		this.#run();
	}

	#run(): void {
		const running = this.#onScreen && this.#playback.playing;
		if (running === (this.#request !== null)) return;
		if (running) {
			this.#last = this.#clock.now();
			this.#request = this.#clock.request(this.#pass);
		} else {
			this.#clock.cancel(this.#request!);
			this.#request = null;
		}
	}

	#pass = (): void => {
		const now = this.#clock.now();
		const ms = Math.min(longest, Math.max(0, now - this.#last));
		this.#last = now;
		this.#request = this.#clock.request(this.#pass);
		this.move({ do: "pass", ms });
	};
}
