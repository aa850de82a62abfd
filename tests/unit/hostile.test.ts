/** A recording that holds markup in each text, and numbers of four and five digits, through everything that shows it. */
import { describe, expect, test } from "vitest";
import { findFailure, toPieces } from "../../src/failures/match.ts";
import { printedBy } from "../../src/failures/read-failures.ts";
import { groupTrace, readTrace } from "../../src/failures/trace.ts";
import { toMarkup } from "../../src/elements/replay/markup.ts";
import { toBytes, toEntities, toFacts, toOptions } from "../../src/elements/replay/panel.ts";
import { overlaps } from "../../src/drawing/check.ts";
import { toSvg } from "../../src/drawing/svg.ts";
import { scenes } from "../../src/scenes/index.ts";
import { stateAt } from "../../src/state/state-at.ts";
import { makeFigure } from "../../src/story/make-figure.ts";
import { boxOverlaps } from "./boxes.ts";
import { indexFixture, markup } from "./fixtures.ts";
import { readSteps, toStep } from "./stories.ts";

const index = indexFixture("hostile");
const { events, run } = index.recording;

/** What of the recording's markup is still markup; a text may be cut in the middle of it. */
const unescaped = (html: string) => html.match(/.{0,30}(<b>&|&lt;b&gt;(?!&amp;|…|<\/)|&lt;b&gt;&amp;(?!\\?&quot;|…|<\/)|&lt;b&gt;&amp;\\?&quot;(?!'|…|<\/)|undefined).{0,20}/g) ?? [];
const isWell = (html: string) => expect([unescaped(html), html.replace(/<[a-z]+(?: [\w:-]+(?:="[^"<>]*")?)*\/?>|<\/[a-z]+>/g, "").includes("<")]).toEqual([[], false]);

test("the check notices what is not escaped", () => {
	const escaped = "&lt;b&gt;&amp;&quot;'";
	expect([escaped, `${escaped}x`, "&lt;b&gt;…"].flatMap(unescaped)).toEqual([]);
	for (const bad of [markup, `x${markup}`, "&lt;b&gt;&\"'", `&lt;b&gt;&amp;"'`, "undefined"]) expect(unescaped(bad), bad).not.toEqual([]);
});

const steps = [
	toStep("exec", "kind: line, line: 2", "{in} {process.line.text} {process.pid} {process.line.number} line {line}"),
	toStep("call", "kind: message, channel: py4j, fields: { command: call }", "{fields.method} {fields.target} `{fields.argument 1}` {channel.port} {from.pid} {to.pid}"),
	toStep("start", "kind: start, process: pythonWorker", "{process.id} {process.pid} {driver.image.kind} {driverJvm.machine} {run.spark} {forked} forked"),
	toStep("worker", "kind: message, type: function", "*{fields.function}* `{fields.function}` **{channel.id}** {task.task} {task.partition} {size} bytes", ["from", "to", "channel", "message"]),
	toStep("rows", "kind: message, type: batch, from: pythonWorker", "{rows} rows of {forth.rows}, {size} bytes, {size|KiB}, {task.task} {to.id}"),
	toStep("failed", "kind: exception, role: raised", "{type}: {text} in {process.pid} with {process.memory.rss|MiB}"),
	toStep("ended", "kind: taskEnd, task: 1238", "{metrics.resultSize} bytes, {metrics.resultSize|MiB}, {job.results.bytes}, {stage.name}, {since|ms} {t|s}"),
	toStep("shown", "kind: exception, role: shown", "{type} {text} {run.duration|s} {all.workerSocket.back.rows} {all.resultSocket.back.rows}"),
];
const { story, references } = readSteps("hostile", index, steps);
const x = "&lt;b&gt;&amp;&quot;'";

describe("captions", () => {
	test("hold the recording's texts as texts, its ids as they are, its quantities in threes", () => {
		expect(story.steps.map(({ caption }) => caption)).toEqual([
			`main${x} rows = df.select(f(&quot;${x}&quot;)).collect() 20891 2 line 2`,
			`collectToPython${x} o1234 <code>s${x}</code> 38211 20891 20913`,
			`pythonWorker-0${x} 21107 driverPython 127.0.0.1 ${x} 4.3.0${x} 1 forked`,
			`<em>celsius${x}</em> <code>celsius${x}</code> <strong>worker-0${x}</strong> 1234 1000 34 bytes`,
			`20,000 rows of 20,000, 11,000 bytes, 11 KiB, 1235 executorJvm-10${x}`,
			`builtins.ValueError${x}: no such row\n${x} in 21107 with 1,111 MiB`,
			`12,345,678 bytes, 12 MiB, 12,345,678, collect at job.py:2${x}, 840 ms 1.0 s`,
			`pyspark.errors.PythonException${x} no such row${x} 12.3 s 20,003 20,000`,
		]);
	});
	test("of all that they may refer to", () => {
		expect(references.get("call")).toMatchObject({ fields: { "argument 1": `s${markup}`, target: "o1234" } });
		for (const { caption } of story.steps) isWell(caption);
	});
});

describe.each(Object.keys(scenes))("%s", (scene) => {
	const figure = makeFigure(index, { ...story, scene }, scenes[scene]!);
	test("draws texts, and none of them over another", () => {
		for (const layout of ["wide", "narrow"] as const)
			for (const [n, { at }] of figure.steps.entries()) {
				const drawing = figure.draw(at, layout);
				expect([...overlaps(drawing), ...boxOverlaps(drawing)]).toEqual([]);
				const svg = toSvg(drawing, { theme: n % 2 ? "light" : "page", label: figure.describe(at), bare: n % 2 === 0 });
				isWell(svg);
				expect(/.{20}(NaN|\[object)/.exec(svg)).toBeNull();
			}
	});
	test("tells of it in a page", () => {
		for (const [step, { at }] of figure.steps.entries()) {
			const found = toEntities(figure, at, null);
			isWell(toOptions(found, found[0]?.entity ?? null).join(""));
			if (step % 3 === 0) isWell(toMarkup({ story: { ...story, scene }, figure, run, step }).text);
		}
	});
});

test("the panel's words of everything are text", () => {
	const figure = makeFigure(index, story, scenes["cluster"]!);
	const { at } = figure.steps.at(-1)!;
	const ids = [...index.processById.keys(), ...index.channelById.keys(), ...events.map((_, i) => `message-${i}`)];
	const found = ids.flatMap((id) => figure.inspect(id, at) ?? []);
	expect(found.length).toBe(13 + events.filter(({ kind }) => kind.startsWith("message")).length);
	for (const one of found) for (const html of [toFacts(one), toBytes(one)]) isWell(html.text);
	expect(figure.describe(at)).toContain(markup);
});

test("a moment that was asked by a number of five digits is that moment", () => {
	expect(stateAt(index, { t: 99_999 }).processes.filter(({ status }) => status === "alive").map(({ pid }) => pid)).toEqual([20891, 20913, 21001, 21002]);
});

test("the finder reads its words, and gives back the line as it was", () => {
	const printed = printedBy(index.recording);
	expect(printed).toBe(`Traceback (most recent call last):\n  File "${markup}job.py", line 2\npyspark.errors.PythonException: ${markup}\n`);
	const known = [{ name: "x", patterns: [{ pieces: toPieces("pyspark.errors.PythonException: <b>"), weight: 3 as const, isLine: false, isExact: false }] }];
	expect(findFailure(printed, known)).toEqual({ kind: "found", matches: [{ name: "x", weight: 3, line: `pyspark.errors.PythonException: ${markup}` }] });
	expect(groupTrace(readTrace(printed)).flatMap(({ parts }) => parts.flatMap(({ lines }) => lines.map(({ text }) => text))).join("\n")).toBe(printed);
});
