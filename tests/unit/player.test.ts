import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toClockText, toRateText } from "../../src/browser/clock-text.ts";
import { approach, type Move, type Playback, toCaption, toMoved, toShown, toStep } from "../../src/browser/playback.ts";
import { type Clock, Player, type Shown } from "../../src/browser/player.ts";

const timeline = { duration: 12_000, stops: [500, 3000, 6000, 10_000] };
const still: Playback = { at: 500, playing: false, target: null, speed: 1 };
const after = (playback: Playback, ...moves: Move[]) => moves.reduce((now, move) => toMoved(timeline, now, move, false), playback);
const cutAfter = (playback: Playback, ...moves: Move[]) => moves.reduce((now, move) => toMoved(timeline, now, move, true), playback);

describe("playback", () => {
	it("finds the step of a time", () =>
		expect([0, 499, 500, 2999, 3000, 9000, 12_000].map((at) => toStep(timeline, at))).toEqual([0, 0, 0, 0, 1, 2, 3]));

	it("plays to the end, rests there, and starts over", () => {
		const end = after(still, { do: "play" }, { do: "pass", ms: 20_000 });
		expect(end).toEqual({ at: 12_000, playing: false, target: null, speed: 1 });
		expect(after(end, { do: "toggle" })).toMatchObject({ at: 0, playing: true });
	});

	it("passes time at its speed, and only while playing", () => {
		expect(after(still, { do: "speed", speed: 2 }, { do: "play" }, { do: "pass", ms: 100 }).at).toBe(700);
		expect(after(still, { do: "pass", ms: 100 })).toEqual(still);
	});

	it("shows the way to the next step and rests there", () => {
		const way = after(still, { do: "next" });
		expect(way).toMatchObject({ at: 3000 - approach, playing: true, target: 1 });
		expect(toCaption(timeline, way)).toBe(1);
		expect(after(way, { do: "pass", ms: approach + 50 })).toEqual({ ...still, at: 3000 });
	});

	it("takes one step for each press of Next, also on its way", () => {
		const twice = after(still, { do: "next" }, { do: "next" });
		expect(twice).toMatchObject({ target: 2, at: 6000 - approach });
		expect(after(still, ...Array<Move>(9).fill({ do: "next" }))).toMatchObject({ at: 10_000, playing: false });
	});

	it("never goes backwards on Next", () =>
		expect(after({ ...still, at: 2900 }, { do: "next" })).toMatchObject({ at: 2900, target: 1 }));

	it("goes back at once: to the step that was passed last, then to the one before", () => {
		const back = after({ ...still, at: 4000, playing: true }, { do: "back" });
		expect(back).toEqual({ ...still, at: 3000 });
		expect(after(back, { do: "back" }).at).toBe(500);
		expect(after(back, { do: "back" }, { do: "back" }).at).toBe(500);
	});

	it("goes back from the way to a step", () => expect(after(still, { do: "next" }, { do: "back" })).toEqual(still));

	it("plays on from the way to a step", () =>
		expect(after(still, { do: "next" }, { do: "toggle" })).toMatchObject({ playing: true, target: null }));

	it("with motion unwanted, shows each step's picture until the next step", () => {
		const playing = cutAfter(still, { do: "play" }, { do: "pass", ms: 2400 });
		expect(toShown(timeline, playing, true)).toBe(500);
		expect(toShown(timeline, cutAfter(playing, { do: "pass", ms: 100 }), true)).toBe(3000);
		expect(cutAfter(playing, { do: "pause" }).at).toBe(500);
		expect(cutAfter(still, { do: "next" })).toEqual({ ...still, at: 3000 });
	});

	it("stays within the story and at a step it names, whatever is done", () => {
		const move: fc.Arbitrary<Move> = fc.oneof(
			fc.constantFrom<Move>({ do: "toggle" }, { do: "play" }, { do: "pause" }, { do: "next" }, { do: "back" }),
			fc.record({ do: fc.constant("step" as const), step: fc.integer({ min: -3, max: 9 }) }),
			fc.record({ do: fc.constant("seek" as const), at: fc.double({ min: -1e6, max: 1e6, noNaN: true }) }),
			fc.record({ do: fc.constant("nudge" as const), by: fc.integer({ min: -500, max: 500 }) }),
			fc.record({ do: fc.constant("pass" as const), ms: fc.integer({ min: 0, max: 5000 }) }),
		);
		fc.assert(
			fc.property(fc.array(move), fc.boolean(), (moves, cut) => {
				const now = moves.reduce((playback, move) => toMoved(timeline, playback, move, cut), still);
				const step = toCaption(timeline, now);
				expect(now.at).toBeGreaterThanOrEqual(0);
				expect(now.at).toBeLessThanOrEqual(timeline.duration);
				expect(timeline.stops[step]).toBeDefined();
				if (cut && now.playing) expect(timeline.stops).toContain(toShown(timeline, now, cut));
			}),
		);
	});
});

/** A clock that goes when it is told. */
function makeClock() {
	let [time, request] = [0, 0];
	const waiting = new Map<number, () => void>();
	const clock: Clock = {
		now: () => time,
		request: (callback) => (waiting.set(++request, callback), request),
		cancel: (id) => void waiting.delete(id),
	};
	const pass = (ms: number) => {
		time += ms;
		const due = [...waiting.values()];
		waiting.clear();
		for (const callback of due) callback();
	};
	return { clock, pass, waiting };
}

function makePlayer(isCut = false) {
	const { clock, pass, waiting } = makeClock();
	const shows: Shown[] = [];
	const player = new Player(timeline, (shown) => shows.push(shown), () => isCut, clock);
	return { player, pass, waiting, shows };
}

describe("player", () => {
	it("asks for no animation frame until it plays, and for none once it rests", () => {
		const { player, pass, waiting, shows } = makePlayer();
		player.move({ do: "pause" });
		expect([waiting.size, shows.length]).toEqual([0, 1]);
		player.move({ do: "next" });
		while (waiting.size) pass(100);
		expect(shows.at(-1)).toEqual({ at: 3000, step: 1, playing: false, resting: true, speed: 1, ended: false });
	});

	it("stands still off-screen and goes on when it is seen again", () => {
		const { player, pass, waiting } = makePlayer();
		player.move({ do: "play" });
		pass(50);
		player.setOnScreen(false);
		expect(waiting.size).toBe(0);
		pass(5000);
		expect(player.shown).toMatchObject({ at: 550, playing: true });
		player.setOnScreen(true);
		pass(50);
		expect(player.shown.at).toBe(600);
	});

	it("keeps a reader's own pause when it is seen again", () => {
		const { player, waiting } = makePlayer();
		player.move({ do: "play" });
		player.move({ do: "pause" });
		player.setOnScreen(false);
		player.setOnScreen(true);
		expect(waiting.size).toBe(0);
	});

	it("takes a long wait between animation frames for a pause", () => {
		const { player, pass } = makePlayer();
		player.move({ do: "play" });
		pass(60_000);
		expect(player.shown.at).toBe(600);
	});

	it("says when it has ended", () => {
		const { player } = makePlayer();
		player.move({ do: "seek", at: 99_999 });
		expect(player.shown).toMatchObject({ ended: true, step: 3 });
	});
});

describe("the clocks", () => {
	it("show both times in the unit of the total", () => {
		expect(toClockText(1_842_000, 2_310_000)).toBe("1.842 s of 2.310 s");
		expect(toClockText(0, 4_321)).toBe("0.000 ms of 4.321 ms");
		expect(toClockText(7, 90)).toBe("7 µs of 90 µs");
	});

	it("compare their rates", () => {
		expect(toRateText(400, 10_000, 1)).toBe("40× slower");
		expect(toRateText(1234, 1000, 1)).toBe("1,200× slower");
		expect(toRateText(400, 10_000, 2)).toBe("20× slower");
		expect(toRateText(1000, 2_500_000, 1)).toBe("2.5× faster");
		expect(toRateText(1000, 1_000_000, 1)).toBe("as fast as it was");
		expect(toRateText(100, 0, 1)).toBe("clock stands still");
	});
});
