import { readFileSync } from "node:fs";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { overlaps } from "../../src/drawing/check.ts";
import { toSvg } from "../../src/drawing/svg.ts";
import { parseRecording } from "../../src/recording/parse.ts";
import { loadFigure, loadStory } from "../../src/site/content/index.ts";
import { indexRecording } from "../../src/state/index-recording.ts";
import type { Figure } from "../../src/story/figure.ts";
import { readStory } from "../../src/story/read-story.ts";
import type { ResolvedStory } from "../../src/story/story.ts";
import { toStoryTime } from "../../src/story/time.ts";

const read = (path: string) => parseRecording(readFileSync(path, "utf8"), path);
const small = read("tests/fixtures/recordings/small.json");
const smallIndex = indexRecording(small);
const open = (name: string) => (["small", "other"].includes(name) ? smallIndex : null);
const layouts = ["wide", "narrow"] as const;

/** What is wrong with a story of these steps, without the file's name. */
const errors = (steps: string) => {
	const head = "recording: small\nscene: cluster\ntitle: Small\nsteps:\n";
	return (readStory(head + steps, "content/stories/small.yaml", open).errors ?? []).map((e) => e.replace("content/stories/small.yaml: ", ""));
};
const step = (name: string, select: string, rest = 'caption: "Text."') => `  - { name: ${name}, select: { ${select} }, ${rest} }\n`;
const call = "kind: message, channel: py4j, fields: { method: collectAndServe }";

describe("a story that does not hold fails with file, step and reason", () => {
	test("the file is named", () => {
		expect(readStory("steps: [", "content/stories/x.yaml", open).errors?.[0]).toMatch(/^content\/stories\/x\.yaml: not YAML/);
		expect(readStory("recording: x", "content/stories/x.yaml", open).errors?.[0]).toMatch(/^content\/stories\/x\.yaml: scene: /);
	});

	test("selectors", () => {
		expect(errors(step("a", call))).toEqual([]);
		expect([
			...errors(step("a", "kind: message, channel: grpc")),
			...errors(step("a", "kind: message, type: batch, nth: 9")),
			...errors(step("a", "kind: line, line: 3") + step("b", "kind: line, line: 1")),
			...errors(step("a", call) + step("b", "kind: line, after: a, line: 2")),
			...errors(step("a", call) + step("a", "kind: line, line: 3")),
			...errors(step("a", "kind: line, lines: 3")),
			...errors(step("a", "kind: blocks")),
			...errors(step("b", "kind: line, after: a")),
			...errors(step("b", "kind: exec, image: ls")),
		]).toMatchInlineSnapshot(`
			[
			  "step a: {kind:message,channel:grpc} matches nothing.",
			  "step a: {kind:message,type:batch} matches 6, and nth asks for 9.",
			  "step b: it stands before step a in the recording.",
			  "step b: {kind:line,line:2} matches nothing after step a.",
			  "step a: another step has this name.",
			  "step a: select: Unrecognized key: "lines".",
			  "step a: select.kind: there is no kind blocks: one of message, messages, line, lines, jobStart, jobEnd, stageStart, stageEnd, taskStart, taskEnd, executorAdded, executorRemoved, block, sqlStart, sqlEnd, gc, exception, output, limit, start, exec, end, open, close.",
			  "step b: there is no step a before it.",
			  "step b: {kind:exec,image:ls} matches nothing.",
			]
		`);
	});

	test("steps of a recording beside it", () => {
		const yaml = (of: string) => `recording: small\nbeside: [other]\nscene: compare\ntitle: S\nsteps:\n${step("a", "kind: jobStart")}  - { name: b, of: ${of}, select: { kind: jobEnd }, caption: "{since}", look: [driverJvm] }\n`;
		const { story, references } = readStory(yaml("other"), "s.yaml", open).data!;
		const [a, b] = story.steps;
		expect(b).toMatchObject({ look: ["other/driverJvm"], caption: String(b!.t - a!.t) });
		expect(b).not.toHaveProperty("message");
		expect(references.get("b")).toMatchObject({ kind: "jobEnd" });
		expect(readStory(yaml("another"), "s.yaml", open).errors).toEqual(["s.yaml: step b: another is no recording beside it."]);
	});

	test("recordings beside it, however the list is written", () => {
		const head = (beside: string) => `recording: small\n${beside}\nscene: compare\ntitle: S\nsteps:\n${step("a", "kind: jobStart")}`;
		for (const list of ["beside: [other, small]", "beside:\n  - other\n  - small", 'beside: [ "other" , \'small\' ]'])
			expect(readStory(head(list), "s.yaml", open).data?.beside).toEqual([smallIndex, smallIndex]);
		expect(readStory(head("beside:\n  - none"), "s.yaml", open).errors).toEqual(["s.yaml: there is no recording none in content/recordings."]);
		expect(readStory(head("").replace("small", "smal"), "s.yaml", open).errors).toEqual(["s.yaml: there is no recording smal in content/recordings."]);
	});

	test("expectations", () => {
		const expecting = (what: string) => errors(step("a", "kind: message, type: function") + step("b", "kind: message, type: batch", `caption: "Text.", expect: { ${what} }`));
		expect(expecting("process: executorJvm, to: pythonWorker, channel: workerSocket, type: batch, after: a, values: { rows: 3, task.toPython.rows: 3 }")).toEqual([]);
		expect([
			...expecting("process: pythonWorker"),
			...expecting("to: driverJvm"),
			...expecting("channel: py4j"),
			...expecting("type: answer"),
			...expecting("after: c"),
			...expecting("values: { rows: 4 }"),
		]).toMatchInlineSnapshot(`
			[
			  "step b: expected process pythonWorker, and it is executorJvm.",
			  "step b: expected to driverJvm, and it is pythonWorker.",
			  "step b: expected channel py4j, and it is worker.",
			  "step b: expected type answer, and it is batch.",
			  "step b: expected after c, and there is no such step before it.",
			  "step b: expected rows 4, and it is 3.",
			]
		`);
	});

	test("captions and what to look at", () => {
		const caption = (text: string, look = "") => errors(step("a", "kind: message, type: batch", `caption: "${text}"${look}`));
		expect(caption("{rows} rows, {size} bytes, Py4J, `sc.parallelize(data, 1)`, `{from.pid}`", ", look: [from, to, channel, message, driverJvm]")).toEqual([]);
		expect([
			...caption("3 rows"),
			...caption("`collect(1)`"),
			...caption("{row}"),
			...caption("{b:rows}"),
			...caption("{rows rows}"),
			...caption("{size|miles}"),
			...caption("{from.id|KiB}"),
			...caption("{job}"),
			...caption("Text.", ", look: [grpc]"),
		]).toMatchInlineSnapshot(`
			[
			  "step a: the number 3 is not bound to the recording.",
			  "step a: the number 1 is not bound to the recording.",
			  "step a: {row}: the recording holds no row there.",
			  "step a: {b:rows}: there is no step b before it.",
			  "step a: {rows rows}: the recording holds no rows rows there.",
			  "step a: {size|miles}: size cannot be given in miles: KiB, MiB, s or ms.",
			  "step a: {from.id|KiB}: from.id is executorJvm, no number to give in KiB.",
			  "step a: {job} has parts: {job.job}, {job.start}, {job.site}, {job.stages}, {job.status}, {job.isSql}, {job.results}.",
			  "step a: nothing to look at: grpc is no process or channel of the recording, and no part of the message.",
			]
		`);
	});
});

test("references become the recording's numbers, and nothing becomes markup", () => {
	const text = step("a", "kind: message, channel: worker, from: pythonWorker, nth: last", 'caption: "{rows} of {forth.rows} <i>rows</i> *by* **pid** `{from.pid}`, `f`, {driverJvm.memory.heapUsed|MiB}"');
	const { story } = readStory(`recording: small\nscene: cluster\ntitle: S\nsteps:\n${text}`, "s.yaml", open).data!;
	expect(story.steps[0]).toMatchObject({ caption: "1 of 5 &lt;i&gt;rows&lt;/i&gt; <em>by</em> <strong>pid</strong> <code>23</code>, <code>f</code>, 200 MiB", t: 71, length: 40 });
});

test("a reference may be one number less another", () => {
	const first = step("a", "kind: message, channel: worker, from: pythonWorker");
	const last = (caption: string) => step("b", "kind: message, channel: worker, from: pythonWorker, nth: last", `caption: "${caption}"`);
	const read = (caption: string) => readStory(`recording: small\nscene: cluster\ntitle: S\nsteps:\n${first}${last(caption)}`, "s.yaml", open);
	expect(read("{forth.rows - a:forth.rows} more").data?.story.steps[1]?.caption).toBe("1 more");
	const wrong = ["{from.id - a:size}", "{size - c:size}", "{size - a:size - a:size}"].flatMap((reference) => errors(first + last(reference)));
	expect(wrong).toEqual([
		"step b: {from.id - a:size} is not one number less another.",
		"step b: {size - c:size}: there is no step c before it.",
		"step b: {size - a:size - a:size} is not one number less another.",
	]);
});

test("the time map of any story rises: clock, events that have happened, steps", () => {
	const index = indexRecording(read("content/recordings/collect.json"));
	const { events } = index.recording;
	const places = fc.uniqueArray(fc.nat(events.length - 1), { minLength: 1, maxLength: 12 });
	fc.assert(
		fc.property(places, (chosen) => {
			const steps = chosen.toSorted((a, b) => a - b).map((event, i) => ({
				...{ name: `s${i}`, t: events[event]!.at, seen: event + 1, caption: "", length: 20, look: [] },
				...(events[event]!.kind === "message" && { message: event }),
			}));
			const time = toStoryTime(index, { name: "any", recording: "collect", beside: [], scene: "cluster", title: "", options: {}, steps });
			expect(time.steps).toEqual(time.steps.toSorted((a, b) => a - b));
			const moments = Array.from({ length: 100 }, (_, i) => time.moment((time.duration * i) / 99));
			expect(moments.map((m) => m.t)).toEqual(moments.map((m) => m.t).toSorted((a, b) => a - b));
			expect(moments.map((m) => m.seen)).toEqual(moments.map((m) => m.seen!).toSorted((a, b) => a - b));
			for (const { seen, travel } of moments) for (const { event, progress } of travel!) expect([event >= seen!, progress >= 0, progress < 1]).toEqual([true, true, true]);
			steps.forEach(({ t, seen, message }, i) => {
				const moment = time.moment(time.steps[i]!);
				if (message === undefined) return expect(moment).toMatchObject({ t, seen, travel: [] });
				// Those before it in its stream are under way too.
				expect(moment.seen).toBeLessThanOrEqual(message);
				expect(moment).toMatchObject({ t, focus: message });
				expect(moment.travel!.find((m) => m.event === message)?.progress).toBeCloseTo(0.5);
			});
		}),
		{ numRuns: 12 },
	);
});

describe("the story of collect()", () => {
	let story: ResolvedStory;
	let figure: Figure;
	beforeAll(() => {
		({ story } = loadStory("collect"));
		figure = loadFigure("collect");
	});
	const svg = (at: number, layout: (typeof layouts)[number]) => toSvg(figure.draw(at, layout), { theme: "page", label: "" });

	test("captions are short and steps are in order", () => {
		for (const { caption } of figure.steps) expect(caption.replace(/<[^>]*>/g, "").length).toBeLessThanOrEqual(165);
		const times = figure.steps.map((s) => s.at);
		expect(times).toEqual(times.toSorted((a, b) => a - b));
		expect(new Set(times).size).toBe(times.length);
		expect(figure.steps.map((s) => s.recorded)).toEqual(figure.steps.map((s) => figure.recorded(s.at)));
	});

	test("the picture depends on the time alone", () => {
		for (const layout of layouts) {
			const forth = figure.steps.map((s) => svg(s.at, layout));
			const back = figure.steps.toReversed().map((s) => svg(s.at, layout)).toReversed();
			const byName = figure.steps.map(({ name }) => svg(figure.steps.find((s) => s.name === name)!.at, layout));
			expect(back).toEqual(forth);
			expect(byName).toEqual(forth);
		}
	});

	test("no text overlaps or leaves its box, at each step and on the way", () => {
		for (const layout of layouts) {
			const times = [...figure.steps.map((s) => s.at), ...Array.from({ length: 60 }, (_, i) => (figure.duration * i) / 59)];
			expect(times.flatMap((at) => overlaps(figure.draw(at, layout)).map((wrong) => `${layout} ${Math.round(at)}: ${wrong}`))).toEqual([]);
		}
	});

	test("nothing moves while a step is read, and its message is half way", () => {
		story.steps.forEach(({ message }, i) => {
			const { at } = figure.steps[i]!;
			expect(svg(at + 1500, "wide")).toBe(svg(at, "wide"));
			const glyphs = figure.draw(at, "wide").shapes.filter((s) => s.entity === `message-${message}`);
			expect(glyphs.length).toBe(message === undefined ? 0 : 1);
		});
	});

	test("the recorded clock never goes back", () => {
		const time = fc.double({ min: -10, max: figure.duration + 10, noNaN: true });
		fc.assert(
			fc.property(time, time, (a, b) => {
				expect(figure.recorded(Math.min(a, b))).toBeLessThanOrEqual(figure.recorded(Math.max(a, b)));
			}),
			{ numRuns: 2000 },
		);
	});

	test("ticks are in order, coloured, and not more than the scrubber has pixels", () => {
		const times = figure.ticks.map((t) => t.at);
		expect(times).toEqual(times.toSorted((a, b) => a - b));
		expect(times.length).toBeLessThan(600);
		expect([...new Set(figure.ticks.map((t) => t.paint))].sort()).toEqual(["code", "control", "rows"]);
	});

	test("every entity of every step can be inspected, and every look exists", () => {
		for (const { at } of figure.steps)
			for (const { entity } of figure.draw(at, "wide").shapes) if (entity !== undefined) expect(figure.inspect(entity, at), entity).not.toBeNull();
		expect(figure.inspect("nobody", 0)).toBeNull();
		const at = figure.steps.findIndex((s) => s.name === "one-shot");
		const batch = figure.inspect(`message-${story.steps[at]!.message}`, figure.steps[at]!.at)!;
		expect(batch.title).toBe("batch · 65,564 bytes");
		expect(batch.bytes?.size).toBe(65564);
	});

	test("a step in words", () => {
		const describe = (name: string) => figure.describe(figure.steps.find((s) => s.name === name)!.at);
		const executors = "Executor JVM \\d, Executor JVM \\d";
		expect(describe("collect-and-serve")).toMatch(
			new RegExp(`^Running: Python driver at line 8, Driver JVM, ${executors}\\. Under way: collectAndServe, \\d+ bytes, from Python driver to Driver JVM \\(Py4J\\)\\.$`),
		);
		expect(describe("task-results")).toMatch(
			new RegExp(`^Running: Python driver at line 8, Driver JVM, ${executors}, 2 × pyspark\\.daemon, 2 × Python worker\\. The driver JVM has received 2 task results, \\d+ KiB\\.$`),
		);
	});
});
