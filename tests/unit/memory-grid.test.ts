import { describe, expect, it } from "vitest";
import { medianOf, readGrid, score, toTable } from "../../src/memory/grid.ts";

const grid = readGrid();
const heldOut = grid.entries.filter((entry) => entry.held_out);
const { outcomes, errors } = score(heldOut);

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

	it("holds out whole cells, kinds of rows and ways back that are nowhere else", () => {
		const cell = ({ settings }: (typeof grid.entries)[number]) => `${settings["row"]} ${settings["way"]}`;
		const fitted = new Set(grid.entries.filter((entry) => !entry.held_out).map(cell));
		expect(heldOut.length).toBeGreaterThanOrEqual(10);
		for (const entry of heldOut) expect(fitted).not.toContain(cell(entry));
	});

	it("says how every run ended that is further than 10 % from a limit", () => {
		console.log(toTable("Held out", { outcomes, errors }));
		expect(outcomes.wrong).toEqual([]);
		expect(outcomes.counted).toBeGreaterThan(20);
	});

	it("beats both dummies", () => {
		expect(outcomes.model).toBeGreaterThan(outcomes.succeeds);
		expect(outcomes.model).toBeGreaterThan(outcomes.raw);
	});

	it("gives each level within 15 %, half of them within 7 %", () => {
		expect(errors.filter(({ error }) => error > 0.15).map(({ what, error }) => `${what}: ${error}`)).toEqual([]);
		expect(medianOf(errors)).toBeLessThan(0.05);
	});
});
