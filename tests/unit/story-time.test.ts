/** Which event a step stands on, when its film shows what, and how two recordings share a clock. */
import { describe, expect, test } from "vitest";
import { toTicks as drawTicks } from "../../src/elements/replay/ticks.ts";
import type { Recording } from "../../src/recording/format.ts";
import { indexRecording } from "../../src/state/index-recording.ts";
import type { State } from "../../src/state/state.ts";
import { toFilm } from "../../src/story/film.ts";
import { makeFigure } from "../../src/story/make-figure.ts";
import { findAnchors } from "../../src/story/select.ts";
import { toTicks } from "../../src/story/ticks.ts";
import { toStoryTime } from "../../src/story/time.ts";
import { indexFixture, readFixture } from "./fixtures.ts";
import { readSteps, toStep } from "./stories.ts";

const small = indexFixture("small");
const hostile = indexFixture("hostile");
const placesOf = (steps: readonly string[]) => readSteps("small", small, steps).story.steps.map(({ message, seen, t }) => message ?? `${seen} at ${t}`);

describe("selectors", () => {
	test("what comes after a step is not the step's own event", () => {
		const batch = "kind: message, type: batch";
		expect(placesOf([toStep("a", batch), toStep("b", `${batch}, after: a`), toStep("c", `${batch}, after: b, nth: 2`)])).toEqual([7, 8, 10]);
		expect(placesOf([toStep("a", "kind: start, process: driverJvm"), toStep("b", "kind: start, after: a"), toStep("c", "kind: line, after: b")])).toEqual(["0 at 1", "0 at 5", "1 at 10"]);
	});

	test("a field is its whole value, or what stands behind a dot of it", () => {
		const found = (target: string) => findAnchors(small, { kind: "message", fields: { target } }).length;
		expect(["PythonRDD", "python.PythonRDD", "z:org.apache.spark.api.python.PythonRDD", "RDD", "ythonRDD", "FooPythonRDD", "Python", "z:org"].map(found)).toEqual([1, 1, 1, 0, 0, 0, 0, 0]);
	});

	test("a number is that number", () => {
		const found = (select: object) => findAnchors(hostile, { kind: "taskStart", ...select }).map(({ event }) => event && (hostile.recording.events[event] as { task: number }).task);
		expect([found({ task: 1234 }), found({ task: 123 }), found({ partition: 1000 }), found({ stage: 311 })]).toEqual([[1234], [], [1234, 1236], [1233]]);
	});

	test("messages of so many bytes at least", () => {
		expect([80, 81, 90, 91].map((min) => findAnchors(small, { kind: "message", channel: "worker", type: "batch", min }).length)).toEqual([3, 2, 2, 1]);
	});
});

/** The same run, `late` µs later, from its beginning to its first job. */
function shift(late: number): Recording {
	const recording = readFixture("small");
	for (const event of recording.events) if (event.at >= 20) event.at += late;
	recording.run.duration += late;
	recording.run.name = "late";
	return recording;
}

test("recordings beside each other have one clock, which begins with the first job of each", () => {
	const late = indexRecording(shift(1000));
	const steps = [toStep("start", "kind: jobStart"), toStep("task", "kind: taskEnd", "{since}", [], "of: late, "), toStep("end", "kind: jobEnd")];
	const { story } = readSteps("small", small, steps, { late });
	expect(story.steps.map(({ t, seen, caption }) => [t, seen, caption])).toEqual([[40, 4, "Text."], [80, 12, "40"], [82, 14, "Text."]]);
	const asked: State[] = [];
	const figure = makeFigure(small, story, { draw: (state) => (asked.push(state), { width: 1, height: 1, shapes: [] }) }, [late]);
	for (const { at } of figure.steps) figure.draw(at, "wide");
	expect(asked.map(({ t, jobs, beside: [other] }) => [t, jobs[0]!.status, other!.t, other!.jobs[0]!.status])).toEqual([[40, "running", 1040, "running"], [80, "running", 1080, "running"], [82, "ok", 1082, "ok"]]);
	const early = makeFigure(late, readSteps("late", late, [toStep("a", "kind: line, line: 1")]).story, { draw: (state) => (asked.push(state), { width: 1, height: 1, shapes: [] }) }, [small]);
	early.draw(0, "wide");
	expect(asked.at(-1)!.beside[0]!.t).toBe(0);
});

test("the scrubber draws the ticks of a colour as one path, each kind as high as its own", () => {
	const figure = { duration: 1000, steps: [{ at: 500 }], ticks: [{ at: 0, paint: "control" }, { at: 10, paint: "rows" }, { at: 20, paint: "rows" }, { at: 30, paint: "error" }] };
	expect(drawTicks(figure as never)).toEqual([{ paint: null, d: "M500 22v2" }, { paint: "control", d: "M0 8v8" }, { paint: "rows", d: "M10 6v12M20 6v12" }, { paint: "error", d: "M30 0v24" }]);
});

/** A conversation in which the sort of message changes with each, `count` of them between two lines. */
function longWay(count: number) {
	const recording = readFixture("small");
	const base = { source: "tap", seen: "from" as const, size: 5 };
	const messages = Array.from({ length: count }, (_, i) => ({ kind: "message" as const, at: 21, ...base, ...(i % 2 ? { channel: "py4j", from: "driverPython", type: "command" as const } : { channel: "worker", from: "executorJvm", type: "batch" as const }) }));
	recording.events = [...recording.events.slice(0, 2), ...messages, { ...recording.events.at(-1)!, at: 96 }] as Recording["events"];
	const index = indexRecording(recording);
	return toFilm(index, readSteps("small", index, [toStep("a", "kind: line, line: 2"), toStep("b", "kind: line, line: 3")]).story);
}

test("a long way between two steps takes no longer than fourteen streams, whatever changes on it", () => {
	const [ten, hundred, thousand] = [10, 100, 1000].map(longWay);
	const took = ({ steps }: ReturnType<typeof toFilm>) => steps[1]! - steps[0]!;
	expect(took(ten!)).toBeLessThan(took(hundred!));
	expect(took(hundred!)).toBeLessThan(14 * (520 + 500 + 160));
	expect(took(thousand!)).toBeLessThan(14 * (520 + 500 + 160));
	expect(hundred!.events.length).toBe(100);
	for (const { leaves, arrives } of [ten!, hundred!, thousand!]) for (const times of [leaves, arrives]) expect(times).toEqual(times.toSorted((a, b) => a - b));
});

test("ticks have the colour of their message, the most telling where several share a pixel", () => {
	const film = { events: [2, 6, 7, 8, 14], leaves: [], arrives: [], steps: [], duration: 0 };
	const ticks = (passes: (n: number) => number, events = film.events, index = small) => toTicks(index, { film: { ...film, events }, passes, duration: 1000 } as never);
	expect(ticks((n) => n * 10)).toEqual([{ at: 0, paint: "control" }, { at: 10, paint: "code" }, { at: 20, paint: "rows" }, { at: 30, paint: "rows" }, { at: 40, paint: "control" }]);
	const { events } = hostile.recording;
	const of = (...types: string[]) => types.map((type) => events.findIndex((event) => event.kind === "message" && event.type === type));
	const best = (...types: string[]) => ticks(() => 500, of(...types), hostile).map(({ paint }) => paint);
	expect([best("pid", "function"), best("function", "batch"), best("arrowBatch", "batch"), best("exception", "arrowBatch", "pid"), best("unknown")]).toEqual([["code"], ["rows"], ["arrow"], ["error"], ["control"]]);
});

test("a step's entities are lit while it rests, and on the way nothing is", () => {
	const { story } = readSteps("small", small, [toStep("a", "kind: line, line: 2", "Text.", ["process"]), toStep("b", "kind: message, channel: result", "Text.", ["from", "channel"])]);
	const time = toStoryTime(small, story);
	const look = (at: number) => time.moment(at).look;
	const [a, b] = time.steps as [number, number];
	expect([look(a), look(a + 1000), look(b), look(b + 1000)]).toEqual([["driverPython"], ["driverPython"], ["driverJvm", "result"], ["driverJvm", "result"]]);
	expect([look(b - 1), look(b - 400), look(time.duration)]).toEqual([[], [], []]);
	expect([time.moment(a).focus, time.moment(b - 1).focus, time.moment(b).focus]).toEqual([undefined, 15, 15]);
});
