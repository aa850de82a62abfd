import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { deathsOf, groups, medianOf, readGrid, score, toTable } from "../../src/memory/grid.ts";

const grid = readGrid();
const heldOut = grid.entries.filter((entry) => entry.held_out);
const { outcomes, errors } = score(heldOut);

/**
 * Wrong, and not tuned away: of the cell that contradicts itself 150,000 rows finished, 186,000 did not, 279,000 did. Whether three
 * results come together differs from run to run; the model has them come together, and its limit there is just below 150,000 rows.
 */
const wrong = ["bytes1024 × toPandas+arrow, 150000 rows: driverHeap, really finished"];

describe("the model on real runs that its fit never saw", () => {
	it("has a grid to be tested on", () => {
		const runs = grid.entries.flatMap(({ runs }) => runs);
		expect(runs.length).toBeGreaterThanOrEqual(60);
		expect(new Set(grid.entries.map(({ settings }) => settings["driver_memory"])).size).toBeGreaterThanOrEqual(3);
		expect(new Set(grid.entries.map(({ settings }) => settings["row"])).size).toBe(6);
		expect(new Set(grid.entries.map(({ settings }) => settings["way"])).size).toBe(7);
		expect(new Set(runs.map(({ outcome }) => outcome))).not.toContain("unknown");
		for (const { driver } of runs) if (driver) expect(driver.collector).toBe("G1");
	});

	it("says what each environment had", () => {
		expect(Object.values(grid.environments).map(({ spark, pandas }) => `${spark} ${pandas}`)).toEqual(["4.3.0 2.3.3", "4.3.0 3.1.1", "3.5.9 2.3.3"]);
		for (const { settings } of grid.entries) expect(Object.keys(grid.environments)).toContain(settings["environment"]);
	});

	it("holds out whole cells, which are nowhere else", () => {
		const cell = ({ settings: s }: (typeof grid.entries)[number]) => ["environment", "executors", "cores", "row", "way"].map((name) => s[name]).join(" ");
		const fitted = new Set(grid.entries.filter((entry) => !entry.held_out).map(cell));
		expect(heldOut.length).toBeGreaterThanOrEqual(40);
		for (const entry of heldOut) expect(fitted).not.toContain(cell(entry));
	});

	it("says how every run ended that is further than 10 % from a limit", () => {
		console.log(toTable("Held out", { outcomes, errors }));
		expect(outcomes.wrong).toEqual(wrong);
		expect(outcomes.counted).toBeGreaterThan(20);
		// One cell: three results that come together, 186,000 rows that did not finish and 279,000 that did.
		expect(outcomes.contradict.length).toBeLessThanOrEqual(1);
	});

	it("beats both dummies", () => {
		expect(outcomes.model).toBeGreaterThan(outcomes.succeeds);
		expect(outcomes.model).toBeGreaterThan(outcomes.raw);
	});

	it("gives each level within 15 %, half of them within 5 %", () => {
		expect(errors.filter(({ error }) => error > 0.15).map(({ what, error }) => `${what}: ${error}`)).toEqual([]);
		expect(medianOf(errors)).toBeLessThan(0.05);
	});

	it("counts in the sandbox what full heaps did in the grid", () => expect(JSON.parse(readFileSync("src/memory/deaths.json", "utf8"))).toEqual(deathsOf(grid)));
});

describe.each(Object.entries(groups))("the model on held-out runs: %s", (name, belongs) => {
	const { outcomes, errors } = score(heldOut.filter(belongs));

	it("says how each ended that is further than 10 % from a limit", () => {
		console.log(toTable(name, { outcomes, errors }));
		expect(outcomes.wrong).toEqual(name === "3 executors" || name === "pandas 2" ? wrong : []);
		// Of executors that die eight runs were cut off by a fault of the recorder, and wait to be made again.
		if (name === "executors that die") return expect(outcomes.counted).toBeGreaterThanOrEqual(1);
		// The limits of a second job are in the plan and were not run.
		if (name === "after an earlier line") return expect(outcomes.counted).toBeGreaterThanOrEqual(3);
		expect(outcomes.counted).toBeGreaterThanOrEqual(6);
		expect(outcomes.succeeds).toBeLessThan(outcomes.counted);
	});

	it("gives each level within 15 %, half of them within 5 %", () => {
		expect(errors.length).toBeGreaterThanOrEqual(5);
		expect(errors.filter(({ error }) => error > 0.15).map(({ what, error }) => `${what}: ${error}`)).toEqual([]);
		expect(medianOf(errors)).toBeLessThan(0.05);
	});
});
