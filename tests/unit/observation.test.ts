import { globSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { describe, expect, it } from "vitest";
import { readObservation, toCircumstances } from "../../src/observation/observation.ts";

const run = { spark: "4.3.0", python: "3.11.2", java: "17.0.15", date: "2026-11-24", start: "python slow.py", job: null, cluster: 2, conf: {} };
const one = { name: "ps", command: "ps", output: "PID\n", isWhole: true, run };

describe("an observation", () => {
	it("is read", () => expect(readObservation(JSON.stringify(one), "ps.json")).toEqual(one));
	it.each([
		["{", "ps.json: is not JSON"],
		[JSON.stringify({ ...one, command: "" }), "ps.json: command: "],
		[JSON.stringify({ ...one, run: { ...run, date: "today" } }), "ps.json: run.date: "],
	])("that is wrong is refused by name: %s", (text, reason) => expect(() => readObservation(text, "ps.json")).toThrow(reason));
	it("says beside what it was made", () => {
		expect(toCircumstances(one)).toBe("`python slow.py` ran on a standalone cluster with 2 workers");
		expect(toCircumstances({ ...one, run: { ...run, cluster: 0, conf: { "spark.a": "1" } } })).toBe("`python slow.py` ran on `local[2]`, with `spark.a=1`");
		expect(toCircumstances({ ...one, run: { ...run, cluster: 0, connect: true } })).toBe("`python slow.py` ran as client of a Spark Connect server on `local[2]`");
	});
});

it.each(globSync("content/observations/*.json"))("%s names itself and nothing of the machine that made it", (file) => {
	const observation = readObservation(readFileSync(file, "utf8"), file);
	expect(observation.name).toBe(basename(file, ".json"));
	expect(JSON.stringify(observation)).not.toMatch(/\/(root|work|home\/(?!reader))\b|pyspark_xray/);
	expect(observation.output).not.toMatch(/\/tmp\//);
});
