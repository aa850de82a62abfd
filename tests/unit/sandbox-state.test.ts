/** The model's run as a state, at each phase and at each end. */
import { describe, expect, test } from "vitest";
import type { Run } from "../../src/memory/run.ts";
import { knotAt, stateOfRun } from "../../src/state/from-run.ts";
import { type Leaves, toChanges, toLeaves, toLines } from "./golden.ts";
import { ends, finishes, madeRun } from "./sandbox-runs.ts";

const MiB = 1024 ** 2;
/** Of rows that the JVM pickles, the bytes hang on what was fitted. */
function toTold(run: Run, at: number): Leaves {
	const { window: _window, ...told } = toLeaves(stateOfRun(run, at));
	const isFitted = !["rdd.collect", "toPandas+arrow"].includes(run.settings.way) && Number(told["result"]!["sent.1.bytes"]) > 0;
	return isFitted ? { ...told, result: { ...told["result"], "sent.1.bytes": "fitted", "sent.1.batchBytes": "fitted" } } : told;
}

const lastOf = ({ knots }: Run) => knots.at(-1)!.at;

/**
 * `golden/sandbox.json`: what changes in the state before it runs (against the first run), in the middle of each phase and at
 * its end; of a run that fails, at its end.
 */
test("each phase and each ending", async () => {
	const [first] = Object.values(finishes);
	const tell = (name: string, run: Run, moments: readonly number[]) => {
		let before: Leaves = run === first ? {} : toTold(first!, -1);
		return moments.map((at, n) => {
			const after = toTold(run, at);
			const changes = toChanges(before, after);
			before = after;
			return [`${name}, ${at < 0 ? "before" : n === moments.length - 1 ? "end" : `${knotAt(run, at).phase} at ${Math.round(at * 100)} %`}`, changes] as const;
		});
	};
	const middles = ({ knots }: Run) => knots.slice(1).flatMap((knot, i) => (knot.phase === knots[i]!.phase ? [(knot.at + knots[i]!.at) / 2] : []));
	const entries = [
		...Object.entries(finishes).flatMap(([name, run]) => tell(name, run, [-1, ...middles(run), lastOf(run)])),
		...Object.entries(ends).flatMap(([name, run]) => tell(name, run, [lastOf(run) - 0.05, lastOf(run)]).slice(1)),
	];
	await expect(toLines(Object.fromEntries(entries))).toMatchFileSnapshot("golden/sandbox.json");
});

describe("levels", () => {
	const run = madeRun({ way: "toPandas" });
	test("lie straight between the knots, and stay where the run ends", () => {
		const driver = (at: number) => Math.round(stateOfRun(run, at).processes.find(({ id }) => id === "driverJvm")!.memory.heapUsed! / MiB);
		expect([0, 0.05, 0.125, 0.2, 0.2499].map(driver)).toEqual([80, 160, 280, 400, 480]);
		expect([0.25, 0.375, 0.4999, 0.5, 0.75, 1, 7].map(driver)).toEqual([450, 700, 950, 550, 550, 550, 550]);
		const python = (at: number) => Math.round(stateOfRun(run, at).processes.find(({ id }) => id === "driverPython")!.memory.rss! / MiB);
		expect([0, 0.5, 0.6, 0.7, 0.75, 0.875, 1].map(python)).toEqual([20, 20, 260, 500, 620, 670, 720]);
	});
	test("hold nothing but what was there, before it runs", () => {
		const { processes, jobs, stages, travelling } = stateOfRun(run, -1);
		expect(processes.map(({ memory }) => Math.round((memory.heapUsed ?? memory.rss!) / MiB))).toEqual([20, 50, 40, 40]);
		expect([jobs, stages, travelling]).toEqual([[], [], []]);
	});
	test("of tasks and rows are whole", () => {
		expect([0.124, 0.125, 0.15, 0.157].map((at) => knotAt(run, at).tasks)).toEqual([3, 4, 4, 5]);
		expect([0.5, 0.62501, 0.75].map((at) => knotAt(run, at).rows)).toEqual([0, 500, 1000]);
	});
});

describe("who is hit", () => {
	const hit = ({ processes }: ReturnType<typeof stateOfRun>) => processes.flatMap(({ id, status, exit, exception }) => (status === "ended" || exception ? [[id, status, exit, exception?.type ?? null]] : []));
	const expected: Record<keyof typeof ends, unknown[]> = {
		"max result size": ["driverJvm", "alive", null, "SparkException"],
		"driver heap, hang": ["driverJvm", "alive", null, "OutOfMemoryError"],
		"driver heap, lost": ["driverJvm", "alive", null, "OutOfMemoryError"],
		"driver heap, decoding": ["driverJvm", "alive", null, "OutOfMemoryError"],
		"executor heap": ["executorJvm-0", "alive", null, "OutOfMemoryError"],
		"memory error": ["driverPython", "alive", null, "MemoryError"],
		"python killed": ["driverPython", "ended", { signal: "SIGKILL" }, null],
		"container killed": ["driverPython", "ended", { signal: "SIGKILL" }, null],
	};
	test.each(Object.entries(ends))("%s", (name, run) => {
		expect(hit(stateOfRun(run, lastOf(run)))).toEqual([expected[name]]);
		expect(hit(stateOfRun(run, lastOf(run) - 0.01))).toEqual([]);
		expect(stateOfRun(run, lastOf(run)).travelling).toEqual([]);
	});
	test("nobody, where it finishes", () => {
		for (const run of Object.values(finishes)) expect(hit(stateOfRun(run, 1))).toEqual([]);
	});
});

test("executors run one partition after the other, and show their last when all have come", () => {
	const partitions = (run: Run, at: number) => stateOfRun(run, at).processes.flatMap(({ tasks }) => tasks.map(({ partition, status }) => `${partition} ${status}`));
	const run = madeRun({ way: "rdd.collect", executors: 3 });
	expect([0, 0.15, 0.25, 0.6, 1].map((at) => partitions(run, at))).toEqual([["0 running", "1 running"], ["2 running", "3 running"], ["4 running", "5 running"], ["6 ok", "7 ok"], ["6 ok", "7 ok"]]);
	expect(partitions(run, -1)).toEqual([]);
	expect(partitions(finishes["rdd.collect, local"]!, 0.2)).toEqual([]);
	expect(partitions(ends["executor heap"]!, 1).every((task) => task.endsWith("failed"))).toBe(true);
});

test("the job and its stage are running, well or failed as they are", () => {
	const statuses = (run: Run, at: number) => {
		const { jobs, stages } = stateOfRun(run, at);
		return [jobs[0]!.status, stages[0]!.status];
	};
	for (const run of Object.values(finishes)) expect([statuses(run, 0.1), statuses(run, 1)]).toEqual([["running", "running"], ["ok", "ok"]]);
	const ended = Object.fromEntries(Object.entries(ends).map(([name, run]) => [name, statuses(run, 1)]));
	expect(ended).toEqual({
		"max result size": ["failed", "failed"],
		"driver heap, hang": ["running", "running"],
		"driver heap, lost": ["failed", "failed"],
		"driver heap, decoding": ["ok", "ok"],
		"executor heap": ["failed", "failed"],
		"memory error": ["ok", "ok"],
		"python killed": ["ok", "ok"],
		"container killed": ["ok", "ok"],
	});
});

test("what Python has read of an RDD is its share of the results", () => {
	const run = madeRun({ way: "rdd.collect" });
	const sent = (at: number) => stateOfRun(run, at).channels.find(({ id }) => id === "result")!.sent[1];
	expect([0.25, 0.5, 0.75, 1].map((at) => [sent(at).rows, sent(at).bytes / MiB])).toEqual([[0, 0], [0, 0], [500, 200], [1000, 400]]);
});
