import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readConf, readSettings, writeConf, writeSettings } from "../../src/memory/read-settings.ts";
import { defaults } from "../../src/memory/settings.ts";
import { anySettings, anyText } from "./arbitraries.ts";

const MiB = 1024 ** 2;

describe("settings", () => {
	it("survive a link", () => {
		fc.assert(
			fc.property(anySettings, (settings) => {
				const link = new URLSearchParams(String(new URLSearchParams(writeSettings(settings, defaults))));
				expect(readSettings(Object.fromEntries(link), defaults)).toEqual({ settings, wrong: [] });
			}),
		);
	});

	it("survive spark-defaults.conf", () => {
		fc.assert(fc.property(anySettings, (settings) => void expect(readConf(writeConf(settings), settings)).toEqual({ settings, wrong: [] })));
	});

	it("stay as they were where a word is nonsense", () => {
		const words = { rows: "-3", row: "tuple", "driver-memory": "1gb2", "max-result-size": "10³⁰⁰", partitions: "0", executors: "1e300", "python-memory": "lots", mode: "yarn" };
		const { settings, wrong } = readSettings(words, defaults);
		expect(settings).toEqual(defaults);
		expect(wrong.map(({ field }) => field)).toEqual(Object.keys(words));
		for (const { error } of wrong) expect(error).toMatch(/^[^.]*\S.*\.$/s);
	});

	it("take the words of people", () => {
		const read = (rows: string) => readSettings({ rows }, defaults).settings.rows;
		expect(["5e6", "5,000,000", "5_000_000", " 5000000 ", "5 000 000"].map(read)).toEqual([5e6, 5e6, 5e6, 5e6, 5e6]);
	});

	it("of a link from before mean what they meant", () => {
		const { settings, wrong } = readSettings({ way: "df.collect", "python-memory": "512m", limiter: "rlimit", executors: "3" }, defaults);
		expect(wrong).toEqual([]);
		expect(settings).toEqual({ ...defaults, way: "df.collect", pythonMemory: 512 * MiB, limiter: "address-space", executors: 3 });
		expect(settings).toMatchObject({ cores: 1, spark: "4.3", pandas: "2", earlier: "none" });
	});

	it("name a setting that there is not", () => expect(readSettings({ constructor: "1" }, defaults).wrong[0]!.error).toContain("There is no setting constructor"));

	it("take any text, and say what is wrong with it", () => {
		fc.assert(
			fc.property(fc.constantFrom("rows", "row", "way", "driver-memory", "max-result-size", "conf"), anyText(), (name, text) => {
				const { settings, wrong } = name === "conf" ? readConf(text, defaults) : readSettings({ [name]: text }, defaults);
				if (wrong.length && name !== "conf") expect(settings).toEqual(defaults);
				for (const { error } of wrong) expect(error.length).toBeLessThan(260);
			}),
		);
	});

	it("of the configuration: comments, equals signs, the last wins, unknown keys are named", () => {
		const { settings, wrong } = readConf("# ours\nspark.driver.memory=2g\nspark.driver.memory : 4g\n\nspark.master yarn\nnonsense", defaults);
		expect(settings.driverMemory).toBe(4096 * MiB);
		expect(wrong.map(({ field }) => field)).toEqual(["line 5", "line 6"]);
	});
});
