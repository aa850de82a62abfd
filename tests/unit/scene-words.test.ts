/** What scenes show of states that no published recording has, or that look alike in the pictures that are kept. */
import { describe, expect, test } from "vitest";
import type { Drawing, Text } from "../../src/drawing/shapes.ts";
import type { Channel, Process, Recording } from "../../src/recording/format.ts";
import { toPlan } from "../../src/scenes/cluster/plan.ts";
import { findChannels, toWindow } from "../../src/scenes/conversation/rows.ts";
import { scenes } from "../../src/scenes/index.ts";
import { toPathData } from "../../src/scenes/memory/curves.ts";
import { indexRecording } from "../../src/state/index-recording.ts";
import type { Moment } from "../../src/state/state.ts";
import { stateAt } from "../../src/state/state-at.ts";
import { indexFixture, readFixture } from "./fixtures.ts";

const layouts = ["wide", "narrow"] as const;
const draw = (scene: string, recording: Recording, moment: Moment, layout: (typeof layouts)[number] = "wide", options = {}) => scenes[scene]!.draw(stateAt(indexRecording(recording), moment), layout, options);
const texts = ({ shapes }: Drawing, ending = "") => shapes.filter((shape): shape is Text => shape.tag === "text" && shape.key.endsWith(ending)).map(({ text }) => text);

/** The small recording, changed. */
function changed(change: (recording: Recording, process: (id: string) => Process) => void): Recording {
	const recording = readFixture("small");
	change(recording, (id) => recording.processes.find((p) => p.id === id)!);
	return recording;
}

describe("workers that find room", () => {
	/** Workers by start and end. */
	const shown = (t: number, ...lives: [start: number, end: number | null][]) => {
		const recording = changed(({ processes }, process) => {
			const worker = process("pythonWorker");
			processes.splice(processes.indexOf(worker), 1, ...lives.map(([start, end], n) => ({ ...worker, id: `w${n}`, pid: 30 + n, start, end, exit: null, images: [{ ...worker.images[0]!, at: start }] })));
		});
		recording.channels = recording.channels.filter(({ id }) => id !== "worker");
		recording.events = recording.events.filter((event) => !("channel" in event && event.channel === "worker"));
		return toPlan(stateAt(indexRecording(recording), { t })).groups[0]!.workers.map(({ id }) => id);
	};
	test("those alive before the dead, of those the last that went, then the next to come", () => {
		expect(shown(60, [51, 55], [52, null], [53, null])).toEqual(["w1", "w2"]);
		expect(shown(60, [51, 55], [52, 56], [53, null])).toEqual(["w1", "w2"]);
		expect(shown(60, [51, 55], [52, 56], [53, 57])).toEqual(["w1", "w2"]);
		expect(shown(60, [51, null], [70, null], [80, null])).toEqual(["w0", "w1"]);
		expect(shown(60, [51, null], [52, 55], [80, null])).toEqual(["w0", "w1"]);
	});
});

describe("who sent how much", () => {
	const small = readFixture("small");
	test("right is what went right", () => {
		const wide = draw("cluster", small, { t: 70, seen: 10 });
		expect([...texts(wide, "said0"), ...texts(wide, "said1")]).toEqual(expect.arrayContaining(["→ 5 rows", "← 4 rows"]));
		expect(texts(wide, "said0")).not.toContain("← 4 rows");
		expect(["slot0.in", "slot0.out"].flatMap((key) => texts(wide, key))).toEqual(["→ 5 rows", "← 4 rows"]);
		expect(texts(draw("conversation", small, { t: 70, seen: 10 }, "wide", { channels: ["worker"] }), "channel.sum")).toEqual(["4 messages: 680 bytes →, 90 bytes ←"]);
	});
	test("also for a line whose ends are drawn the other way round", () => {
		const turned = changed(({ channels, events }) => {
			const worker = channels.find(({ id }) => id === "worker")!;
			worker.ends.reverse();
			worker.sent.reverse();
			expect(events.some((event) => "channel" in event && event.channel === "worker")).toBe(true);
		});
		const wide = draw("cluster", turned, { t: 70, seen: 10 });
		expect([texts(wide, "said0"), texts(wide, "said1")].flat()).toEqual(expect.arrayContaining(["→ 5 rows", "← 4 rows"]));
	});
	test("folded rows are not counted, and not NaN", () => {
		const words = texts(draw("cluster", readFixture("hostile"), { t: 650_000 }));
		expect(words).toEqual(expect.arrayContaining([expect.stringMatching(/^1,236 mess/), "7.3 MiB"]));
		expect(words.filter((text) => text.includes("NaN"))).toEqual([]);
	});
});

test("a signal by which Spark ends processes is no failure, any other is", () => {
	const failed = (signal: string, scene: string) => {
		const recording = changed((_, process) => void (process("pythonWorker").exit = { signal }));
		return draw(scene, recording, { t: 98 }).shapes.some(({ key }) => key === "pythonWorker.failure");
	};
	expect(["SIGTERM", "SIGHUP", "SIGINT", "SIGKILL", "SIGSEGV"].map((signal) => failed(signal, "cluster"))).toEqual([false, false, false, true, true]);
	const sub = (signal: string) => texts(draw("cluster", changed((_, process) => void (process("pythonWorker").exit = { signal })), { t: 98 }), "pythonWorker.sub");
	expect(["SIGTERM", "SIGKILL"].map(sub)).toEqual([["SIGTERM"], ["SIGKILL"]]);
});

test("a file that tells nothing is drawn where a step asks for it", () => {
	const file = (purpose: string): Channel => ({ id: "file", kind: "file", ends: ["driverJvm", "driverPython"], source: "tap", open: 5, close: null, address: "/tmp/x", purpose, sent: [9, 0], counted: null });
	const asked = (purpose: string, more: Partial<Moment>) => {
		const recording = changed(({ channels, events }) => {
			channels.push(file(purpose));
			events.splice(2, 0, { kind: "message", at: 21, source: "tap", channel: "file", from: "driverJvm", seen: "from", type: "file", size: 9 });
		});
		return layouts.map((layout) => draw("cluster", recording, { t: 22, ...more }, layout).shapes.some(({ key }) => key.startsWith("file-")));
	};
	const travel = { seen: 2, travel: [{ event: 2, progress: 0.5 }] };
	expect([asked("gateway", {}), asked("gateway", { look: ["file"] }), asked("gateway", travel)]).toEqual([[false, false], [true, true], [true, true]]);
	expect([asked("parallelize", {}), asked("parallelize", { look: ["file"] }), asked("parallelize", travel)]).toEqual([[false, false], [true, true], [true, true]]);
});

describe("recordings one above the other", () => {
	const beside = (order: readonly string[], titles: readonly string[] = []) => {
		const [small, worker, exchange] = (["small", "worker", "exchange"] as const).map((name) => stateAt(indexFixture(name), { t: 0 }));
		return scenes["compare"]!.draw({ ...small!, beside: [worker!, exchange!] }, "wide", { order, titles });
	};
	const names = (drawing: Drawing) => [0, 1, 2].flatMap((n) => texts(drawing, `block${n}.name`));
	test("stand in the order that the story gives", () => {
		expect(names(beside([]))).toEqual(["small", "worker", "exchange"]);
		expect(names(beside(["worker", "exchange", "small"]))).toEqual(["worker", "exchange", "small"]);
		expect(names(beside(["exchange", "small", "worker"], ["B", "A", "C"]))).toEqual(["B", "A", "C"]);
	});
	test("keep their entities: the first is the story's own, wherever it stands", () => {
		const entities = new Set(beside(["worker", "exchange", "small"]).shapes.flatMap(({ entity }) => entity ?? []));
		expect([...entities].sort()).toEqual(expect.arrayContaining(["driverJvm", "exchange/driverJvm", "pythonWorker", "worker/driverJvm", "worker/pythonWorker"]));
	});
});

describe("a level", () => {
	const frame = { x: [0, 100], y: [0, 50], span: [0, 400], most: 100 } as const;
	const path = (at: number[], value: number[], form: "line" | "area" = "line") => toPathData({ at, value, count: at.length }, frame, form);
	test("holds to the edge of the plot, where its next sample is beyond it", () => {
		expect(path([0, 500], [20, 80])).toBe("M0 40h100");
		expect(path([0, 200, 500], [20, 60, 80], "area")).toBe("M0 40h50v-20h50V50H0z");
	});
	test("ends with its last sample, where none follows", () => expect(path([0, 200], [20, 60])).toBe("M0 40h50v-20"));
	test("before the plot begins is the level with which it begins", () => expect(toPathData({ at: [0, 100, 500], value: [20, 60, 60], count: 3 }, { ...frame, span: [200, 400] }, "line")).toBe("M0 20h100"));
});

describe("rows of a conversation", () => {
	const worker = indexFixture("worker");
	const window = (moment: Moment, room: number) => {
		const state = stateAt(worker, moment);
		return toWindow(state, findChannels(state, ["workerSocket"]), room);
	};
	test("a message under way is no part of a run of what has arrived", () => {
		const travel = [20, 21].map((event, n) => ({ event, progress: 0.6 - n * 0.3 }));
		const { rows } = window({ t: 500_000, seen: 20, focus: 3, travel }, 8);
		expect(rows.map(({ messages }) => [messages[0]!.id, messages.length])).toEqual([["message-3", 1], ["message-4", 1], ["message-5", 1], ["message-6", 14], ["message-20", 1], ["message-21", 1]]);
	});
	test("nor is the one that the step stands on", () => {
		const { rows, above } = window({ t: 500_000, seen: 16, focus: 15 }, 8);
		expect(rows.map(({ messages, isCurrent }) => [messages.length, isCurrent])).toEqual([...Array.from({ length: 7 }, () => [1, false]), [1, true]]);
		expect([rows.at(-1)!.messages[0]!.id, above]).toEqual(["message-15", 5]);
	});
});
