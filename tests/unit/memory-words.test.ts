/** What the sandbox says and offers, held against what the run did: relations, no fitted numbers. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Death } from "../../src/memory/deaths.ts";
import { regionSize } from "../../src/memory/heap.ts";
import { driverOverhead, toLimits } from "../../src/memory/limits.ts";
import { messageOf } from "../../src/memory/messages.ts";
import { readSettings } from "../../src/memory/read-settings.ts";
import { remedies } from "../../src/memory/remedies.ts";
import { pickledBytes } from "../../src/memory/rows.ts";
import { peaksOf, runModel } from "../../src/memory/run.ts";
import { defaults, ranges, type Settings } from "../../src/memory/settings.ts";
import { toVerdict } from "../../src/memory/words.ts";
import { anySettings } from "./arbitraries.ts";

const [MiB, GiB] = [1024 ** 2, 1024 ** 3];

test("a region of G1 is rounded up, as OpenJDK 17.0.15 prints it for each heap", () => {
	const printed: Record<string, number> = { 450: 1, 1900: 1, 2048: 1, 2049: 2, 3072: 2, 4096: 2, 5120: 4, 6144: 4, 8192: 4, 12288: 8, 49152: 32, 262144: 32 };
	expect(Object.keys(printed).map((heap) => regionSize(Number(heap) * MiB) / MiB)).toEqual(Object.values(printed));
});

test("a container keeps a tenth beside the heap, 384 MiB at least", () => {
	expect([1, 3, 3.75, 4, 10].map((n) => driverOverhead(n * GiB) / MiB)).toEqual([384, 384, 384, 409.6, 1024].map((n) => Math.floor(n * MiB) / MiB));
	const limits = (mode: Settings["mode"]) => toLimits({ ...defaults, mode, driverMemory: 2 * GiB, executorMemory: 3 * GiB, pythonMemory: 5 * GiB });
	expect(limits("client")).toEqual({ driver: 2 * GiB, executor: 3 * GiB, python: 5 * GiB });
	expect(limits("local")).toEqual({ driver: 2 * GiB, executor: 2 * GiB, python: 5 * GiB });
	expect(limits("cluster")).toEqual({ driver: 2 * GiB, executor: 3 * GiB, python: 384 * MiB });
});

describe("each remedy does what its label says", () => {
	const settings: Settings = { ...defaults, rows: 1000, row: "row", columns: 20, partitions: 8, maxResultSize: GiB };
	const apply = (name: string, from = settings) => remedies.find((remedy) => remedy.name === name)!.apply(from);
	const changes: Record<string, Partial<Settings>> = {
		"driver-memory": { driverMemory: 2 * settings.driverMemory },
		"max-result-size": { maxResultSize: 2 * GiB },
		"executor-memory": { executorMemory: 2 * settings.executorMemory },
		partitions: { partitions: 32 },
		"python-memory": { pythonMemory: 2 * settings.pythonMemory },
		columns: { columns: 4 },
		filter: { rows: 100 },
		take: { way: "take", take: 1000 },
		iterate: { way: "toLocalIterator" },
		write: { way: "write" },
	};
	test.each(Object.entries(changes))("%s", (name, change) => expect(apply(name)).toEqual({ ...settings, ...change }));
	test("arrow", () => expect(apply("arrow", { ...settings, way: "df.collect" })).toEqual({ ...settings, way: "toPandas+arrow" }));
	test("cores", () => expect(apply("cores", { ...settings, cores: 4 })).toEqual({ ...settings, cores: 1 }));
	test("fresh", () => expect(apply("fresh", { ...settings, earlier: "toLocalIterator" })).toEqual({ ...settings, earlier: "none" }));
	test("none is offered that changes nothing", () => expect([apply("cores"), apply("fresh"), apply("cores", { ...settings, mode: "local", cores: 4 })]).toEqual([null, null, null]));
	test("none is left out here", () => expect([...Object.keys(changes), "arrow", "cores", "fresh"].sort()).toEqual(remedies.map(({ name }) => name).sort()));
});

/** By how it showed: what the verdict says, and the marked line of what is printed. */
const shown: Record<Death, readonly [verdict: RegExp, marked: RegExp]> = {
	hang: [/waits for results/, /task-result-getter/],
	lost: [/fetch counted as failed/, /TaskResultLost/],
	stopped: [/stops the SparkContext/, /SparkContext was shut down/],
	thrown: [/carries (its|the) error to Python/, /OutOfMemoryError/],
};

test("whose heap was full is told how it showed, and nothing of the other ways", () => {
	const met = new Set<Death>();
	fc.assert(
		fc.property(anySettings, (any) => {
			const run = runModel({ ...any, mode: any.rows % 3 ? "client" : any.mode, maxResultSize: 0, driverMemory: (any.driverMemory % GiB) + 500 * MiB });
			expect(run.death === null).toBe(run.ending !== "driverHeap");
			if (run.death === null) return;
			met.add(run.death);
			const { where, text, marked } = messageOf(run);
			const [verdict, line] = [toVerdict(run), text.split("\n")[marked]!];
			for (const [death, [said, printed]] of Object.entries(shown)) {
				expect([death, said.test(verdict)]).toEqual([death, death === run.death]);
				// A thread that dies of a full heap says so, too.
				if (death !== "thrown") expect([death, printed.test(line)]).toEqual([death, death === run.death]);
			}
			expect([run.appears, /neither returns nor raises/.test(where)]).toEqual(run.death === "hang" ? ["hang", true] : ["exception", false]);
			expect(/decoded the rows/.test(verdict)).toBe(run.death === "thrown" && run.knots.at(-1)!.phase !== "collect");
		}),
		{ numRuns: 400 },
	);
	expect(met.size).toBeGreaterThan(1);
});

test("Python ends as its limiter ends processes", () => {
	const end = (more: Partial<Settings>) => {
		const { ending, appears, settings } = runModel({ ...defaults, rows: 4_000_000, row: "row", way: "df.collect", driverMemory: 64 * GiB, maxResultSize: 0, pythonMemory: GiB, ...more });
		return [ending, appears, /^(The container|The kernel)/.exec(toVerdict(runModel(settings)))?.[0] ?? null];
	};
	expect(end({ limiter: "kernel" })).toEqual(["pythonKilled", "killed", "The kernel"]);
	expect(end({ limiter: "address-space" })).toEqual(["memoryError", "exception", null]);
	expect(end({ limiter: "address-space", mode: "cluster", driverMemory: 6 * GiB })).toEqual(["pythonKilled", "killed", "The container"]);
});

test("in local mode two tasks run in the driver's JVM, and take of its heap what executors' own would", () => {
	const peak = (mode: Settings["mode"], partitions: number) => {
		const run = runModel({ ...defaults, rows: 2_000_000, partitions, driverMemory: 32 * GiB, executorMemory: 32 * GiB, pythonMemory: 64 * GiB, maxResultSize: 0, mode });
		expect(run.ending).toBe("finished");
		return { ...peaksOf(run), first: run.knots[0]! };
	};
	// Results of less than 1 MiB, of which none waits on its executor.
	for (const partitions of [256, 400]) {
		const [client, local] = [peak("client", partitions), peak("local", partitions)];
		const task = client.first.executor.held + client.first.executor.passing;
		expect(local.driver - client.driver).toBeCloseTo(2 * task, -2);
		expect(local.executor).toBe(0);
	}
});

test("a key of a dict takes 2 bytes below 250 of them, from there 5", () => {
	const perKey = (columns: number) => (pickledBytes({ row: "row", columns }, 256) - 4) / columns;
	expect([perKey(10), perKey(249), perKey(250), perKey(2000)].map((bytes) => bytes - perKey(10))).toEqual([0, 0, 3, 3]);
});

test("no number is larger than the sandbox can reckon with", () => {
	for (const [name, setting] of Object.entries({ rows: "rows", columns: "columns", partitions: "partitions", executors: "executors", take: "take" } as const)) {
		const [, most] = ranges[setting];
		expect(readSettings({ [name]: String(most) }, defaults)).toMatchObject({ settings: { [setting]: most }, wrong: [] });
		expect(readSettings({ [name]: String(most + 1) }, defaults)).toMatchObject({ settings: defaults, wrong: [{ field: name }] });
	}
	for (const name of ["driver-memory", "executor-memory", "max-result-size", "python-memory"]) expect(readSettings({ [name]: "8000t" }, defaults).wrong[0]?.error).toMatch(/can be at most \d+[gtp] here\.$/);
});
