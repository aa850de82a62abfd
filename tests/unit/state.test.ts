import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parseRecording } from "../../src/recording/parse.ts";
import { flowsBetween } from "../../src/state/between.ts";
import { indexRecording } from "../../src/state/index-recording.ts";
import { stateAt } from "../../src/state/state-at.ts";

const read = (path: string) => parseRecording(readFileSync(path, "utf8"), path);
const index = indexRecording(read("tests/fixtures/recordings/small.json"));
const process = (t: number, id: string) => stateAt(index, { t }).processes.find((p) => p.id === id)!;

test("processes come and go", () => {
	const alive = (t: number) => stateAt(index, { t }).processes.filter((p) => p.status === "alive").length;
	expect([0, 10, 52, 60, 95, 100].map(alive)).toEqual([1, 3, 4, 5, 4, 3]);
	expect(process(54, "pythonWorker").status).toBe("absent");
	expect(process(55, "pythonWorker").status).toBe("alive");
	expect(process(95, "pythonWorker")).toMatchObject({ status: "ended", exit: { code: 0 } });
});

test("the line, the task and its rows so far", () => {
	expect(process(9, "driverPython").line).toBeNull();
	expect(process(25, "driverPython").line).toEqual({ number: 2, text: "rows = rdd.map(f).collect()", in: "<module>" });
	expect(process(41, "executorJvm").tasks).toEqual([]);
	const [task] = process(70, "executorJvm").tasks;
	expect(task).toMatchObject({ task: 0, slot: 0, status: "running", toPython: { count: 3, bytes: 680, batches: 2, rows: 5 }, fromPython: { count: 1, rows: 4 } });
	expect(process(80, "executorJvm")).toMatchObject({ tasks: [{ status: "ok", resultSize: 150 }], tasksEnded: { ok: 1, failed: 0 } });
});

test("jobs and stages", () => {
	expect(stateAt(index, { t: 39 }).jobs).toEqual([]);
	expect(stateAt(index, { t: 79 })).toMatchObject({ jobs: [{ status: "running", results: { count: 0 } }], stages: [{ started: 1, ended: 0 }] });
	expect(stateAt(index, { t: 82 })).toMatchObject({ jobs: [{ status: "ok", results: { count: 1, bytes: 150 } }], stages: [{ status: "ok", ended: 1 }] });
});

test("memory holds from one sample to the next, while its process lives", () => {
	expect(process(9, "driverJvm").memory.heapUsed).toBeNull();
	expect(process(49, "driverJvm").memory).toMatchObject({ heapUsed: 100 << 20, heapMax: 1 << 30 });
	expect(process(50, "driverJvm").memory.heapUsed).toBe(200 << 20);
});

test("a message under way has not arrived, and order is the recording's, not the clock's", () => {
	const at = index.recording.events.findIndex((e) => e.at === 61);
	const state = stateAt(index, { t: 61, seen: at, travel: [{ event: at, progress: 0.25 }], focus: at });
	expect(state.channels.find((c) => c.id === "worker")).toMatchObject({ status: "open", port: 4002, sent: [{ count: 1 }, { count: 0 }] });
	expect(state.travelling).toMatchObject([{ kind: "rows", from: "executorJvm", to: "pythonWorker", rows: 3, progress: 0.25 }]);
	expect(state.focus).toMatchObject({ id: `message-${at}`, progress: 1 });
});

test("at the end every channel has what the recording says it carried", () => {
	const recording = read("content/recordings/collect.json");
	const state = stateAt(indexRecording(recording), { t: recording.run.duration });
	expect(state.channels.map((c) => [c.id, c.sent[0].bytes, c.sent[1].bytes])).toEqual(recording.channels.map((c) => [c.id, ...c.sent]));
	expect(flowsBetween(state).resultSocket?.back).toMatchObject({ rows: 20000 });
	expect(state.machines.map((m) => [m.role, m.number])).toEqual([["driver", 0], ["worker", 1], ["worker", 2]]);
});

test("a block is there from when Spark says so at the latest", () => {
	const two = indexRecording(read("tests/fixtures/recordings/exchange.json"));
	const executor = (t: number) => stateAt(two, { t }).processes.find((p) => p.id === "executorJvm-0")!;
	expect([60, 79, 80, 95].map((t) => executor(t).blocks.map((b) => b.name))).toEqual([[], [], ["rdd_1_0"], []]);
	expect(executor(10).everHeld).toEqual(["rdd_1_0"]);
	expect(executor(80).tasks).toMatchObject([{ shuffleWritten: 232 }]);
});

test("a slot is free for the next task before its last task's end is dated", () => {
	const reuse = indexRecording(read("content/recordings/workers-reuse.json"));
	for (const { at } of reuse.recording.events.filter((e) => e.kind === "taskStart")) {
		const jvm = stateAt(reuse, { t: at }).processes.find((p) => p.id === "driverJvm")!;
		expect(jvm.tasks.length).toBeLessThanOrEqual(jvm.cores!);
		expect(jvm.tasks.some((task) => task.status === "running")).toBe(true);
	}
});
