import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { overlaps } from "../../src/drawing/check.ts";
import { toSvg } from "../../src/drawing/svg.ts";
import type { Recording } from "../../src/recording/format.ts";
import { scenes } from "../../src/scenes/index.ts";
import { loadFigure, loadStory, openRecording, recordingNames, storyNames } from "../../src/site/content/index.ts";
import { indexRecording } from "../../src/state/index-recording.ts";
import type { RecordingIndex } from "../../src/state/recording-index.ts";
import type { Moment } from "../../src/state/state.ts";
import { stateAt } from "../../src/state/state-at.ts";
import { boxOverlaps } from "./boxes.ts";
import { quickest } from "./processor.ts";

const layouts = ["wide", "narrow"] as const;
const own = Object.keys(scenes);
const read = (path: string): RecordingIndex => indexRecording(JSON.parse(readFileSync(path, "utf8")) as Recording);
const indexes = new Map(recordingNames().map((name) => [name, openRecording(name)!]));
const worker = read("tests/fixtures/recordings/worker.json");

/** Moments of a recording: even ones, and for scenes of messages some types of message under way. */
function momentsOf(index: RecordingIndex, scene: string): Moment[] {
	const { events, run } = index.recording;
	const even = [0.05, 0.8].map((part) => ({ t: Math.round(run.duration * part) }));
	if (scene !== "conversation" && scene !== "bytes") return even;
	const seen = new Set<string>();
	const messages = events.flatMap((event, at): Moment[] => {
		if (event.kind !== "message") return [];
		const key = `${index.channelById.get(event.channel)!.channel.kind} ${event.type}`;
		if (seen.has(key)) return [];
		seen.add(key);
		return [{ t: event.at, seen: at, focus: at, travel: [{ event: at, progress: 0.3 }] }];
	});
	return [...even, ...messages.filter((_, i) => i % 3 === 0)];
}

describe("no text overlaps or leaves its box", () => {
	for (const scene of own)
		test(scene, () => {
			const wrong = [...indexes].flatMap(([name, index]) =>
				momentsOf(index, scene).flatMap((moment, n) =>
					overlaps(scenes[scene]!.draw(stateAt(index, moment), layouts[n % 2]!, {})).map((problem) => `${name} ${moment.t} ${layouts[n % 2]}: ${problem}`),
				),
			);
			expect(wrong).toEqual([]);
		});

	test("compare: three recordings", () => {
		const three = [...indexes].filter(([name]) => /udf|expression|^collect$/.test(name)).slice(0, 3).map(([, index]) => index);
		for (const layout of layouts) {
			const beside = three.slice(1).map((index) => stateAt(index, { t: 0 }));
			expect(overlaps(scenes["compare"]!.draw({ ...stateAt(three[0]!, { t: 60e6 }), beside }, layout, {}))).toEqual([]);
		}
	});
});

describe("stories", () => {
	for (const name of storyNames())
		test(name, () => {
			const { story } = loadStory(name);
			expect(story.steps.filter(({ length }) => length > 160).map(({ name }) => name)).toEqual([]);
			const figure = loadFigure(name);
			const rest = figure.steps.map(({ at }) => at);
			const between = rest.slice(1).flatMap((at, i) => [0.7].map((part) => rest[i]! + (at - rest[i]!) * part));
			for (const layout of layouts) {
				expect([...rest, ...between].flatMap((at) => [...overlaps(figure.draw(at, layout)), ...boxOverlaps(figure.draw(at, layout))])).toEqual([]);
				const forth = rest.map((at) => JSON.stringify(figure.draw(at, layout)));
				const back = rest.toReversed().map((at) => JSON.stringify(figure.draw(at, layout)));
				expect(back.reverse()).toEqual(forth);
				expect(new Set(rest.map((at) => figure.draw(at, layout).height)).size).toBe(1);
			}
		});
});

test("the same moment gives the same bytes, whoever asked before", () => {
	const moment = { t: 600_000 };
	for (const scene of own)
		for (const layout of layouts) {
			const draw = (index: RecordingIndex, at: Moment) => JSON.stringify(scenes[scene]!.draw(stateAt(index, at), layout, {}));
			const fresh = draw(read("tests/fixtures/recordings/worker.json"), moment);
			draw(worker, { t: 900_000 });
			expect(draw(worker, moment)).toBe(fresh);
			expect(draw(worker, moment)).toBe(fresh);
		}
});

test("strings of a recording stay text", () => {
	const hostile = `"><script>alert(1)</script>\u202e&\0`;
	const name = JSON.stringify(hostile).slice(1, -1);
	for (const fixture of ["worker", "launch"]) {
		const text = readFileSync(`tests/fixtures/recordings/${fixture}.json`, "utf8").replaceAll('"value": "ok"', `"value": "${name}"`).replaceAll('"argv": ["java"', `"argv": ["java", "${name}"`).replaceAll('"name": "length"', `"name": "${name}"`);
		expect(text).toContain("<script>");
		const index = indexRecording(JSON.parse(text) as Recording);
		for (const scene of own)
			for (const layout of layouts) {
				const focus = index.recording.events.findIndex((e) => e.kind === "message" && e.type === "batch");
				const drawing = scenes[scene]!.draw(stateAt(index, { t: 600_000, focus }), layout, {});
				expect(overlaps(drawing)).toEqual([]);
				expect(toSvg(drawing, { theme: "light", label: scene })).not.toMatch(/<script|\u202e/);
			}
	}
});

test("an animation frame is drawn in under 2 ms, typically", () => {
	const index = indexes.get("collect")!;
	const focus = index.recording.events.findIndex((e) => e.kind === "message" && e.type === "function");
	const slow = own.filter((scene) => {
		const state = stateAt(index, { t: index.recording.events[focus]!.at, focus });
		const ten = quickest(6, () => {
			for (let n = 0; n < 10; n++) scenes[scene]!.draw(state, layouts[n % 2]!, {});
		});
		return ten / 10 > 2;
	});
	expect(slow).toEqual([]);
});
