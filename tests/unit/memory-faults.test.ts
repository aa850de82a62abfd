/** What real runs showed the model to say wrongly, each with the run. */
import { describe, expect, it } from "vitest";
import { messageOf } from "../../src/memory/messages.ts";
import { readSettings } from "../../src/memory/read-settings.ts";
import { peaksOf, runModel } from "../../src/memory/run.ts";
import { defaults } from "../../src/memory/settings.ts";

const MiB = 1024 ** 2;

/** As on the command line: `--rows 5e6 --row int`. */
function run(options: string) {
	const words = Object.fromEntries([...options.matchAll(/--(\S+) (\S+)/g)].map(([, name, word]) => [name!, word!]));
	const { settings, wrong } = readSettings(words, defaults);
	expect(wrong).toEqual([]);
	return runModel(settings);
}

const within = (share: number, model: number, real: number) => expect(Math.abs(model / real - 1), `${Math.round(model / MiB)} MiB, really ${Math.round(real / MiB)}`).toBeLessThan(share);

describe("executors", () => {
	const few = "--row bytes1024 --way rdd.collect --rows 200000 --partitions 4 --driver-memory 4g --max-result-size 0";

	it("and their cores decide how many results are fetched at once", () => {
		const driver = (more: string) => peaksOf(run(`${few} ${more}`)).driver;
		expect(driver("--executors 3")).toBeGreaterThan(driver("--executors 1") + 50 * MiB);
		expect(driver("--executors 1 --cores 2")).toBe(driver("--executors 2"));
		// Spark has four threads for it.
		expect(driver("--executors 1000")).toBe(driver("--executors 4"));
	});

	it("three of them fill a heap of 700 MiB with three results that two would not", () => {
		const arrow = "--rows 218000 --row bytes1024 --way toPandas+arrow --partitions 3 --driver-memory 700m --max-result-size 0 --python-memory 16g";
		const { ending, appears } = run(`${arrow} --executors 3`);
		expect({ ending, appears }).toEqual({ ending: "driverHeap", appears: "hang" });
		expect(run(`${arrow} --executors 1`).ending).toBe("finished");
	});

	/**
	 * How many wait depends on which is faster, executor or driver. The one run that had 736 MiB is not among those that the fit sees, nor are
	 * the two below; with what those have the model gives 453 MiB for it, which is wrong by 38 %.
	 */
	it("hold results that nobody has fetched yet: as many as the held-out runs had, and too few for the one that had 736 MiB", () => {
		const held = (rest: string) => peaksOf(run(`--row bytes1024 --way rdd.collect --max-result-size 0 --python-memory 16g ${rest}`)).executor;
		within(0.15, held("--rows 900000 --partitions 12 --executors 1 --executor-memory 4g --driver-memory 4g"), 343 * MiB);
		within(0.15, held("--rows 900000 --partitions 12 --executors 3 --executor-memory 4g --driver-memory 4g"), 397 * MiB);
		within(0.01, held("--rows 1873000 --partitions 20 --executors 1 --executor-memory 1g --driver-memory 3g"), 453 * MiB);
	});

	it("die where the second serialization finds no room: runs of the grid around the limit", () => {
		const limit = (rows: number, rest: string) => run(`--rows ${rows} --executor-memory 512m --driver-memory 4g --max-result-size 0 --python-memory 16g ${rest}`).ending;
		for (const [least, most, rest] of [
			[2_376_000, 2_512_000, "--row string100 --way rdd.collect --partitions 2 --executors 2"],
			[188_000, 294_000, "--row bytes1024 --way df.collect --partitions 2 --executors 2"],
			[2_016_000, 2_500_000, "--row string100 --way toPandas+arrow --partitions 2 --executors 2"],
		] as const) {
			expect(limit(least, rest), rest).toBe("finished");
			expect(limit(most, rest), rest).toBe("executorHeap");
		}
	});

	it("with two cores run two tasks in one heap", () => {
		const death = "--row string100 --way rdd.collect --rows 2376000 --partitions 2 --executor-memory 512m --driver-memory 4g --max-result-size 0 --python-memory 16g";
		expect(run(`${death} --executors 1 --cores 2`).ending).toBe("executorHeap");
		expect(run(`${death} --executors 2`).ending).not.toBe("executorHeap");
	});
});

describe("pandas 3", () => {
	it("brings 29 million ints into 700 MiB, where pandas 2 is killed", () => {
		const ints = "--rows 29215000 --row int --way toPandas+arrow --partitions 7 --python-memory 700m --driver-memory 4g --max-result-size 0";
		expect(run(`${ints} --pandas 3`).ending).toBe("finished");
		expect(run(`${ints} --pandas 2`).ending).toBe("pythonKilled");
		expect(run(ints).ending).toBe("pythonKilled");
	});

	it("makes no Python object of a text", () => {
		const texts = "--rows 1500000 --row string100 --way toPandas+arrow --driver-memory 4g --max-result-size 0";
		within(0.15, peaksOf(run(`${texts} --pandas 3`)).python, 282 * MiB);
		within(0.15, peaksOf(run(`${texts} --pandas 2`)).python, 698 * MiB);
	});
});

describe("a task that holds little", () => {
	it.each(["rdd.collect", "df.collect", "toPandas+arrow"])("adds less than 2,000 bytes: 2,000 of them stay under 4 MiB (%s)", (way) => {
		const { ending, taskResult } = run(`--rows 20000 --row int --partitions 2000 --max-result-size 4m --way ${way}`);
		expect(ending).toBe("finished");
		expect(taskResult).toBeGreaterThan(1500);
		expect(taskResult).toBeLessThan(2000);
	});

	it("does not end a job of 300,000 empty tasks", () => expect(run("--rows 0 --partitions 300000 --way df.collect").ending).toBe("finished"));
});

describe("an earlier line of the session", () => {
	const later = "--mode local --row string100 --way df.collect --rows 2286000 --partitions 7 --driver-memory 700m --max-result-size 0 --python-memory 16g";

	it("that iterated over the rows leaves them on the driver's heap, and the next job dies of it", () => {
		expect(run(later).ending).toBe("finished");
		const after = run(`${later} --earlier toLocalIterator --earlier-rows 1571000`);
		expect(after.ending).toBe("driverHeap");
		within(0.1, after.knots[0]!.driver.base, 257 * MiB);
	});

	it("counts for nothing if there was none", () => expect(run(`${later} --earlier-rows 900000000`).ending).toBe("finished"));
});

describe("a heap that is full while results come", () => {
	const small = "--row string100 --driver-memory 512m --max-result-size 0 --python-memory 16g --executor-memory 4g";

	it("hangs, raises or stops the session, as often as the grid saw it", () => {
		const hangs = run(`${small} --way rdd.collect --rows 8000000`);
		expect(hangs).toMatchObject({ ending: "driverHeap", death: "hang", appears: "hang" });
		expect(hangs.deaths!.hang).toBeGreaterThan(hangs.deaths!.stopped);
		expect(hangs.deaths!.stopped).toBeGreaterThan(0);
	});

	it("raises TaskResultLost for toLocalIterator over many partitions", () => {
		const lost = run(`${small} --way toLocalIterator --rows 6000000`);
		expect(lost).toMatchObject({ ending: "driverHeap", death: "lost", appears: "exception" });
		expect(messageOf(lost).text).toContain("TaskResultLost (result lost from block manager)");
		expect(run(`${small} --way toLocalIterator --rows 6000000 --partitions 4`)).toMatchObject({ death: "hang" });
	});
});
