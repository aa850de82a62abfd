import { globSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { arrayBytes, chunkBytes, regionSize } from "../../src/memory/heap.ts";
import { lines, messageOf } from "../../src/memory/messages.ts";
import { presets } from "../../src/memory/presets.ts";
import { remedies } from "../../src/memory/remedies.ts";
import { peaksOf, runModel, sumOf } from "../../src/memory/run.ts";
import { defaults } from "../../src/memory/settings.ts";
import { anySettings } from "./arbitraries.ts";
import { quickest } from "./processor.ts";

const MiB = 1024 ** 2;
const finishes = (settings: Parameters<typeof runModel>[0]) => runModel(settings).ending === "finished";

describe("arrays on a heap of G1", () => {
	it("of half a region or more take whole regions", () => {
		expect(regionSize(1024 * MiB)).toBe(MiB);
		expect(regionSize(4096 * MiB)).toBe(2 * MiB);
		expect(regionSize(256 * 1024 * MiB)).toBe(32 * MiB);
		// 1,048,560 bytes and a header of 16 fill a region; 16 bytes more need a second (measured with a heap of 1 GiB).
		expect(arrayBytes(1_048_560, MiB)).toBe(MiB);
		expect(arrayBytes(1_048_576, MiB)).toBe(2 * MiB);
		expect(arrayBytes(1000, MiB)).toBe(1016);
		expect(chunkBytes(2.5 * MiB, MiB)).toBe(4 * MiB + MiB);
		expect(chunkBytes(0, MiB)).toBe(0);
	});
});

describe("a run of the model", () => {
	it("is a pure function of its settings, with levels that are never negative", () => {
		fc.assert(
			fc.property(anySettings, (settings) => {
				const run = runModel(settings);
				expect(runModel(settings)).toEqual(run);
				expect(run.knots.map((k) => k.at)).toEqual(run.knots.map((k) => k.at).toSorted((a, b) => a - b));
				for (const knot of run.knots)
					for (const level of [knot.executor, knot.driver, knot.python])
						for (const part of [level.base, level.held, level.passing]) expect(part).toBeGreaterThanOrEqual(0);
				expect(run.knots.at(-1)!.at).toBeLessThanOrEqual(1 + 1e-9);
				const peaks = peaksOf(run);
				for (const name of ["executor", "driver", "python"] as const) if (run.knots[0]![name].base <= run.limits[name]) expect(peaks[name]).toBeLessThanOrEqual(run.limits[name] + 1);
			}),
		);
	});

	it("does not fail with more heap where it finished with less", () => {
		fc.assert(
			fc.property(anySettings, fc.constantFrom("driverMemory", "executorMemory", "pythonMemory"), fc.integer({ min: 1, max: 64 }), (settings, name, times) => {
				if (finishes(settings)) expect(finishes({ ...settings, [name]: settings[name] * times })).toBe(true);
			}),
			{ numRuns: 600 },
		);
	});

	it("does not finish with more rows where it failed with fewer", () => {
		fc.assert(
			fc.property(anySettings, fc.integer({ min: 0, max: 1e9 }), (settings, more) => {
				if (!finishes(settings)) expect(finishes({ ...settings, rows: settings.rows + more })).toBe(false);
			}),
			{ numRuns: 600 },
		);
	});

	it("ends within its limits, or over the one that its ending names", () => {
		fc.assert(
			fc.property(anySettings, (settings) => {
				const run = runModel(settings);
				const last = run.knots.at(-1)!;
				if (run.ending !== "pythonKilled" && run.ending !== "memoryError") expect(peaksOf(run).python).toBeLessThanOrEqual(run.limits.python * 1.001);
				if (run.ending === "maxResultSize") expect(last.tasks * run.taskResult).toBeGreaterThan(settings.maxResultSize);
				if (run.ending === "driverHeap") expect(sumOf(last.driver)).toBeGreaterThan(0.8 * run.limits.driver);
			}),
		);
	});

	it("takes less than 5 ms for 10⁹ rows in 10⁵ partitions", () => {
		const settings = { ...defaults, rows: 1e9, partitions: 1e5, driverMemory: 1e12, maxResultSize: 0, pythonMemory: 1e13 };
		runModel(settings);
		expect(quickest(5, () => {
			for (let i = 0; i < 20; i++) runModel({ ...settings, rows: settings.rows + i });
		}) / 20).toBeLessThan(5);
	});
});

describe("what is said", () => {
	it("has a message for every ending but the good one, with the marked line in it", () => {
		fc.assert(
			fc.property(anySettings, (settings) => {
				const run = runModel(settings);
				const { text, marked, where } = messageOf(run);
				if (run.ending === "finished") {
					expect(text).toBe("");
					return;
				}
				expect(where).not.toBe("");
				expect(text.split("\n")[marked]).toMatch(/OutOfMemoryError|TaskResultLost|maxResultSize|MemoryError|Killed|exited/);
			}),
		);
	});

	it("uses only lines that real runs printed", () => {
		const grid = JSON.parse(readFileSync("content/grid/collect-grid.json", "utf8")) as { entries: { runs: { text: string | null; message: string | null }[] }[] };
		const recorded = globSync("content/recordings/end-*.json").flatMap((file) =>
			(JSON.parse(readFileSync(file, "utf8")) as { events: { text?: string }[] }).events.flatMap(({ text }) => text ?? []),
		);
		const printed = [...grid.entries.flatMap(({ runs }) => runs.flatMap(({ text, message }) => [text ?? "", `: org.apache.spark.SparkException: ${message}`])), ...recorded, readFileSync("tests/fixtures/tracebacks.txt", "utf8")];
		const toForm = (line: string) =>
			line
				.trim()
				.replace(/File ".*(?=\/(pyspark|py4j)\/)/, 'File "...')
				.replace(/^(Caused by)?: /, "")
				.replace(/calling o\d+/, "calling o#")
				.replace(/of \d+ tasks \([^)]+\)/, "of # tasks (#)")
				.replace(/maxResultSize \([^)]+\)/, "maxResultSize (#)");
		const known = new Set(printed.flatMap((text) => text.split("\n").map(toForm)));
		const own = new Set([...Object.values(lines), 'File "job.py", line 7, in <module>', "...", "Killed"]);
		fc.assert(
			fc.property(anySettings, (settings) => {
				for (const line of messageOf(runModel(settings)).text.split("\n").map(toForm)) expect(own.has(line) || known.has(line) || line === "", line).toBe(true);
			}),
			{ numRuns: 2000 },
		);
	});

	it("reaches every ending from a preset or a setting", () => {
		expect(new Set(presets.map(({ settings }) => runModel(settings).ending)).size).toBeGreaterThanOrEqual(4);
	});

	it("has presets that do what their names say", () => {
		const run = (name: string) => runModel(presets.find((preset) => preset.name === name)!.settings);
		const twice = presets.find(({ name }) => name === "twice")!;
		expect(run("notebook").ending).toBe("driverHeap");
		expect(runModel(twice.before!).ending).toBe("finished");
		expect(run("twice").ending).not.toBe("finished");
		expect(run("saved").ending).toBe("maxResultSize");
		expect(runModel({ ...run("saved").settings, maxResultSize: 0 }).ending).toBe("driverHeap");
		expect(run("local").ending).toBe("driverHeap");
		expect(run("python").ending).toBe("pythonKilled");
		expect(run("partition").ending).toBe("executorHeap");
	});

	it("has a remedy that helps for every preset that fails", () => {
		for (const { name, settings } of presets) {
			const { ending } = runModel(settings);
			const helped = remedies.filter((r) => r.against.includes(ending)).flatMap((r) => r.apply(settings) ?? []).filter(finishes);
			expect(helped.length, name).toBeGreaterThan(0);
		}
	});
});
