import { execFileSync, spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";

const run = (...args: string[]) => spawnSync(process.execPath, ["scripts/collect.ts", ...args], { encoding: "utf8" });

describe("npm run collect", () => {
	it("prints outcome, peaks and message as JSON", () => {
		const said = JSON.parse(
			execFileSync(process.execPath, ["scripts/collect.ts", ..."--rows 12e6 --row string100 --way df.collect --driver-memory 1g --max-result-size 1g --partitions 8 --python-memory 4g --json".split(" ")], { encoding: "utf8" }),
		);
		expect(said).toMatchObject({ outcome: "driverHeap", appears: "exception", settings: { rows: 12e6, partitions: 8, driverMemory: 2 ** 30 } });
		expect(said.message).toContain("java.lang.OutOfMemoryError: Java heap space");
		expect(Object.keys(said.peaks)).toEqual(["executor", "driver", "python"]);
	});

	it.each([
		[["--rows", "-3"], "--rows: Rows must be a whole number"],
		[["--driver-memory", "1gb2"], "“1gb2” is no size to Spark"],
		[["--heap", "1g"], "Unknown option '--heap'. Options: --rows"],
		[["--rows"], "argument missing"],
	])("refuses %j in a sentence", (args, sentence) => {
		const { status, stderr, stdout } = run(...args);
		expect([status, stdout]).toEqual([2, ""]);
		expect(stderr).toContain(sentence);
		expect(stderr).not.toContain("at ");
	});
});
