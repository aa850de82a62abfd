/**
 * `npm run fit`: fits what no source says (`src/memory/fitted.json`) to the runs of the grid that are not held out, and
 * prints how well the model then does on both parts. Counts how full heaps showed themselves (`src/memory/deaths.json`). Coordinate search: each constant in turn a little up or down, as
 * long as the sum of squared logarithms of (model / real) falls.
 */
import { writeFileSync } from "node:fs";
import { fitted } from "../src/memory/fitted.ts";
import { runModel, type Run } from "../src/memory/run.ts";
import { brackets, type Entry, deathsOf, groups, levels, limitOf, readGrid, score, settingsOf, toTable } from "../src/memory/grid.ts";

const grid = readGrid();
const calibration = grid.entries.filter((entry) => !entry.held_out);
const values = structuredClone(fitted) as unknown as Record<string, number | Record<string, number>>;

/** Bounds of what has a physical range; the others may take any positive value. */
const bounds: Record<string, [number, number]> = {
	...{ usable: [0.9, 1], overlap: [0, 1], arrowWindow: [0.1, 32], fragmentation: [1, 1.1], columnBase: [0, 1e6], waiting: [0, 4] },
	// Measured, and not free: what a full collection leaves of an executor's heap with small results, what tasks add that hold little, what importing pandas takes.
	...{ executorBase: [38e6, 42e6], taskOverhead: [1500, 1750], pythonBase: [50e6, 150e6], pandasImport: [76e6, 80e6], driverBase: [44e6, 62e6] },
};
const names = Object.entries(values).flatMap(([name, value]) => (typeof value === "number" ? [[name]] : Object.keys(value).map((key) => [name, key])));
const get = ([name, key]: string[]) => (key === undefined ? values[name!] : (values[name!] as Record<string, number>)[key]) as number;
function set([name, key]: string[], value: number) {
	if (key === undefined) (values as Record<string, number>)[name!] = (fitted as unknown as Record<string, number>)[name!] = value;
	else (values[name!] as Record<string, number>)[key] = (fitted as unknown as Record<string, Record<string, number>>)[name!]![key] = value;
}

const square = (model: number, real: number) => Math.log(model / real) ** 2;
/** The first tasks' overhead, not rows, decides below this many bytes. */
const least = 20_000;

function loss(entries: readonly Entry[]): number {
	let sum = 0;
	for (const entry of entries) {
		const run: Run = runModel(settingsOf(entry, entry.runs[0]!.rows));
		// Of what streams, a full collection finds by chance anything from nothing to the whole window.
		const chance = entry.settings["way"] === "toPandas+arrow" ? 0.4 : 1;
		for (const { what, model, real } of levels(entry)) sum += (what.endsWith(": driver") ? chance : 1) * square(model, real);
		for (const real of entry.runs) if (real.outcome === "finished" && real.results.largest > least) sum += 4 * square(run.taskResult * (real.rows / entry.runs[0]!.rows), real.results.largest);
		const { count, bytes } = entry.runs[0]!.results;
		if (count >= 200) sum += 4 * square(run.taskResult, bytes / count);
		const bracket = brackets(entry);
		const limit = bracket && limitOf(entry);
		if (bracket && limit) sum += square(limit, Math.sqrt(bracket[0] * bracket[1]));
	}
	return sum;
}

let now = loss(calibration);
for (let step = 0.25; step > 0.002; ) {
	let hasMoved = false;
	for (const name of names)
		for (const factor of [1 + step, 1 / (1 + step)]) {
			const before = get(name);
			const [low, high] = bounds[name[0]!] ?? [0, Infinity];
			const after = Math.min(high, Math.max(low, before * factor));
			set(name, after);
			const then = loss(calibration);
			if (then < now - 1e-9) {
				now = then;
				hasMoved = true;
			} else set(name, before);
		}
	if (!hasMoved) step /= 2;
}

const round = (value: number) => Number(value.toPrecision(4));
const rounded = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, typeof value === "number" ? round(value) : Object.fromEntries(Object.entries(value).map(([key, v]) => [key, round(v)]))]));
writeFileSync("src/memory/fitted.json", `${JSON.stringify(rounded, null, "\t")}\n`);
writeFileSync("src/memory/deaths.json", `${JSON.stringify(deathsOf(grid), null, "\t")}\n`);
console.log(rounded, `loss ${now.toFixed(3)}`);
console.log(toTable("Fitted", score(calibration)));
const heldOut = grid.entries.filter((entry) => entry.held_out);
console.log(toTable("Held out", score(heldOut)));
for (const [name, belongs] of Object.entries(groups)) console.log(toTable(`Held out, ${name}`, score(heldOut.filter(belongs))));
