import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { opcodeMeaning } from "../../src/pickle/meanings.ts";
import { opcodes } from "../../src/pickle/opcodes.ts";
import type { Recording } from "../../src/recording/format.ts";
import { spanOf } from "../../src/scenes/compare/lanes.ts";
import { findChannels, toWindow } from "../../src/scenes/conversation/rows.ts";
import { countNames, environmentOf, imageNames, toTree } from "../../src/scenes/launch/tree.ts";
import { toPathData } from "../../src/scenes/memory/curves.ts";
import { toContent } from "../../src/state/content.ts";
import { readNames } from "../../src/state/json-names.ts";
import { toHistory } from "../../src/state/history.ts";
import { indexRecording } from "../../src/state/index-recording.ts";
import { messageAt, stateAt } from "../../src/state/state-at.ts";
import { messageWords } from "../../src/state/words.ts";

const read = (name: string) => indexRecording(JSON.parse(readFileSync(`tests/fixtures/recordings/${name}.json`, "utf8")) as Recording);
const worker = read("worker");
const launch = read("launch");
const { events } = worker.recording;
const find = (type: string, from: string) => events.findIndex((e) => e.kind === "message" && e.type === type && e.from === from);

describe("words of a message", () => {
	const say = (channelKind: "py4j" | "workerSocket", type: "command" | "answer" | "header", fields: [string, string][]) =>
		messageWords({ channelKind, type, rows: null, bytes: "", kind: "control", fields: fields.map(([name, value]) => ({ name, value, offset: 0, size: value.length })) } as never);
	test("Py4J's commands read as the code they stand for", () => {
		const args = [["argument 1", "sname"], ["argument 2", "ro3"], ["argument 3", "bTrue"], ["end", "e"]] as [string, string][];
		expect(say("py4j", "command", [["command", "call"], ["target", "o0"], ["method", "set"], ...args])).toBe('o0.set("name", o3, true)');
		expect(say("py4j", "command", [["command", "call"], ["target", "z:org.apache.spark.api.python.PythonRDD"], ["method", "run"]])).toBe("PythonRDD.run()");
		expect(say("py4j", "command", [["command", "constructor"], ["class", "java.util.HashMap"], ["argument 1", "jgAWV"]])).toBe("new HashMap(bytes)");
		expect(say("py4j", "command", [["command", "array"], ["argument 1", "g"], ["argument 2", "o4"], ["argument 3", "i0"]])).toBe("o4[0]");
		expect(say("py4j", "command", [["command", "auth"], ["token", "x"]])).toBe("auth, token not shown");
	});
	test("answers are decoded", () => {
		const answers = ["!yv", "!yn", "!yro12", "!yslocal[2]", "!ybtrue", "!yi3", "!ylo41", "!yto5", "!ycorg.x.Y", "!yp", "!ym", "!xro9", "odd"];
		expect(answers.map((value) => say("py4j", "answer", [["answer", value]]))).toEqual(
			["void", "null", "o12", '"local[2]"', "true", "3", "list o41", "array o5", "class org.x.Y", "package", "a method", "exception o9", "odd"],
		);
	});
	test("lengths are left out, what is long or private is named", () => {
		expect(say("workerSocket", "header", [["message length", "9"], ["partition", "1"], ["task context", '{"a":1}'], ["secret", "x"]])).toBe("partition 1 · task context, 7 bytes · secret, not shown");
	});
});

test("the names of JSON, where they stand, deeper ones after the object that holds them", () => {
	const text = '{"a":"x\\"y", "in":{"b.c":[1,2],"d":{}},"e":-1}';
	const names = readNames(text)!;
	expect(names.map(({ name, depth, value, offset, size }) => [name, depth, value, text.slice(offset, offset + size)])).toEqual([
		["a", 1, 'x"y', '"a":"x\\"y"'],
		["in", 1, "", '"in":{"b.c":[1,2],"d":{}}'],
		["b.c", 2, '[1,2]', '"b.c":[1,2]'],
		["d", 2, "{}", '"d":{}'],
		["e", 1, "-1", '"e":-1'],
	]);
	expect([readNames("{broken"), readNames("[1]"), readNames("{}")]).toEqual([null, null, []]);
});

describe("rows of a conversation", () => {
	const at = find("batch", "pythonWorker");
	const state = stateAt(worker, { t: 700_000, seen: at, focus: at, travel: [{ event: at, progress: 0.5 }] });
	const channels = findChannels(state, ["workerSocket"]);
	test("all fit: nothing is folded", () => expect(toWindow(state, channels, 30).rows).toHaveLength(25));
	test("a run of equal type becomes one row where it would not fit", () => {
		const { rows, above, below } = toWindow(state, channels, 10);
		expect(rows.map(({ messages, size }) => [messages.length, size])).toEqual([[1, 4], [1, 12], [1, 6], [20, events.filter((e) => e.kind === "message" && e.type === "batch" && e.from === "executorJvm").reduce((n, e) => n + (e as { size: number }).size, 0)], [1, 4], [1, expect.any(Number)]]);
		expect([above, below]).toEqual([0, 1]);
		expect(rows.map((row) => row.isCurrent)).toEqual([false, false, false, false, false, true]);
	});
	test("a window that is too small counts what is above it", () => expect(toWindow(state, channels, 3).above).toBe(3));
	test("a name that is nowhere finds nothing", () => expect(findChannels(state, ["grpc"])).toEqual([]));
});

describe("parts of a message", () => {
	test("fields, and the operations of a pickle numbered by name", () => {
		const { parts, kept } = toContent(messageAt(worker, find("batch", "pythonWorker"))!);
		expect(parts[1]).toMatchObject({ id: "part:pickle", depth: 0, value: "list of 2 tuples" });
		expect(parts.filter(({ name }) => name === "TUPLE2").map(({ id }) => id)).toEqual(["part:pickle/TUPLE2", "part:pickle/TUPLE2 2"]);
		expect(parts.at(-1)).toMatchObject({ name: "STOP", offset: kept!.length - 1, size: 1 });
	});
	test("a pickle that was cut gives what was kept", () => {
		const message = messageAt(worker, find("batch", "executorJvm"))!;
		const { parts, kept, size } = toContent(message);
		expect(kept!.length).toBeLessThan(size);
		expect(Math.max(...parts.filter((p) => p.depth).map((p) => p.offset + p.size))).toBeLessThanOrEqual(kept!.length);
	});
	test("most opcodes have a meaning", () => {
		const without = [...opcodes.values()].filter(({ name }) => !opcodeMeaning(name)).map(({ name }) => name);
		expect(without).toEqual(expect.not.arrayContaining(["PROTO", "BININT2", "MEMOIZE", "BINUNICODE", "STOP"]));
		expect(without.length).toBeLessThan(16);
	});
});

describe("launch", () => {
	test("what stands before a carriage return is written over in the terminal", () => {
		expect([30_000, 42_000, 99_000].map((t) => stateAt(launch, { t }).output)).toEqual([
			{ isTerminal: true, lines: [], at: -1 },
			{ isTerminal: true, lines: ["Python", "[Stage 0:>  (0 + 2) / 2]"], at: 41_000 },
			{ isTerminal: true, lines: ["Python", "3", ">>>"], at: 98_000 },
		]);
	});

	const state = stateAt(launch, { t: 99_000 });
	const nodes = toTree(state, undefined);
	test("what matters is a tree, the rest are helpers", () => {
		expect(nodes.map(({ process, depth, helpers }) => [process.id, depth, helpers.map(({ id }) => id)])).toEqual([
			["driverPython", 0, ["shell-0", "shell-1", "shell-2"]],
			["shell-3", 1, []],
			["launcherJvm", 2, []],
			["driverJvm", 1, []],
		]);
		expect(countNames(nodes[0]!.helpers)).toBe("dirname, subshell, ps");
	});
	test("images: a script and its shell are one, a fork's copy is left out", () => {
		expect(nodes.map(({ process, parent }) => imageNames(process, parent))).toEqual([["pyspark", "spark-submit", "python3"], ["spark-class"], ["java launcher.Main"], ["spark-submit", "java SparkSubmit"]]);
	});
	test("environment is inherited through exec and fork", () => {
		const byId = new Map(state.processes.map((p) => [p.id, p]));
		expect(environmentOf(byId.get("driverJvm")!, 3, byId)["_PYSPARK_DRIVER_CONN_INFO_PATH"]).toBe("/tmp/x");
		expect(environmentOf(byId.get("driverJvm")!, 1, byId)["PYTHONSTARTUP"]).toMatch(/shell\.py$/);
		expect(environmentOf(byId.get("shell-0")!, 2, byId)).toEqual({ PATH: "/usr/bin" });
	});
});

describe("memory: path of a step function", () => {
	const frame = { x: [0, 100], y: [0, 50], span: [0, 1000], most: 100 } as const;
	const toPath = (at: number[], value: number[], form: "line" | "area" = "line") => toPathData({ at, value, count: at.length }, frame, form);
	/** Corners of a path of M, h and v. */
	const toCorners = (path: string) => {
		let [x, y] = [0, 0];
		return [...path.matchAll(/([Mhv])(-?[\d.]+)(?: (-?[\d.]+))?/g)].map(([, command, first, second]) => {
			if (command === "M") [x, y] = [Number(first), Number(second)];
			else if (command === "h") x += Number(first);
			else y += Number(first);
			return [x, y] as const;
		});
	};
	test("is a step, as a line and as an area", () => {
		expect(toPath([0, 500], [20, 80])).toBe("M0 40h50v-30");
		expect(toPath([0, 500], [20, 80], "area")).toBe("M0 40h50v-30V50H0z");
		expect(toPath([], [])).toBe("");
	});
	test("shows each level to half a pixel, and no more points than pixels need", () => {
		fc.assert(
			fc.property(fc.array(fc.nat(100), { minLength: 1, maxLength: 1000 }), (value) => {
				const at = value.map((_, i) => i);
				const corners = toCorners(toPath(at, value));
				for (const [i, level] of value.entries()) {
					const near = corners.map(([x, y], n) => ({ from: x, to: corners[n + 1]?.[0] ?? 100, y, next: corners[n + 1]?.[1] ?? y }));
					const isDrawn = near.some(({ from, to, y, next }) => from <= i / 10 + 0.25 && i / 10 - 0.25 <= to && Math.min(y, next) - 0.25 <= 50 - level / 2 && 50 - level / 2 <= Math.max(y, next) + 0.25);
					expect(isDrawn, `sample ${i} of level ${level}`).toBe(true);
				}
				expect(corners.at(-1)![1]).toBeCloseTo(50 - value.at(-1)! / 2, 0);
				expect(corners.length).toBeLessThanOrEqual(1 + 4 * 201);
			}),
			{ numRuns: 30 },
		);
	});
});

test("history: spans and traffic of the whole run, whatever the moment", () => {
	const history = toHistory(worker);
	expect(spanOf(history)).toEqual([100_000, 820_000]);
	expect(history.tasks).toEqual([{ id: 0, start: 120_000, end: 800_000, ok: true, process: "executorJvm", slot: 0 }]);
	expect(history.workers.map(({ worker, messages }) => [worker, messages.length])).toEqual([["pythonWorker", 26]]);
	expect(toHistory(worker)).toBe(history);
});
