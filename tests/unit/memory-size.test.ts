import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseHeap, parseSize, toSparkSize, toSparkWords } from "../../src/memory/spark-size.ts";
import { anyText } from "./arbitraries.ts";

const MiB = 1024 ** 2;

describe("sizes as Spark reads them", () => {
	it.each([
		["1g", 1024 * MiB],
		["512m", 512 * MiB],
		["512MB", 512 * MiB],
		[" 2G ", 2048 * MiB],
		["100", 100],
		["0", 0],
		["1p", 1024 ** 5],
	])("%s", (text, bytes) => expect(parseSize(text)).toEqual({ bytes }));

	it("counts a bare number in the unit of the setting", () => expect(parseSize("1024", MiB)).toEqual({ bytes: 1024 * MiB }));

	it.each(["1gb2", "-1g", "", "g", "1.5g", "1 g", "1zb", "１g", "<b>", "9".repeat(400), "1e3", "0x10"])("refuses %s in one sentence", (text) => {
		const { error } = parseSize(text);
		expect(error).toMatch(/\.$/);
		expect(error!.length).toBeLessThan(160);
	});

	it("says what would be right", () => {
		expect(parseSize("1.5g").error).toBe("Spark takes no fractions: write 1536m instead of “1.5g”.");
		expect(parseHeap("1gb").error).toBe("The JVM would not start with -Xmx1gb: write 1g.");
		expect(parseHeap("1gb2").error).toContain("“1gb2” is no size to Spark");
	});

	it("are written so that they read the same", () => {
		fc.assert(fc.property(fc.integer({ min: 0, max: 2 ** 50 }), (bytes) => parseSize(toSparkSize(bytes)).bytes === bytes));
	});

	it("take any text", () => {
		fc.assert(
			fc.property(anyText(), (text) => {
				const size = parseHeap(text);
				return size.error === undefined ? Number.isFinite(size.bytes) && size.bytes >= 0 : size.error.length > 0;
			}),
		);
	});

	it("are said as Utils.bytesToString says them", () => {
		expect(toSparkWords(1024 * MiB)).toBe("1024.0 MiB");
		expect(toSparkWords(2048 * MiB)).toBe("2.0 GiB");
		expect(toSparkWords(5_452_595)).toBe("5.2 MiB");
		expect(toSparkWords(100)).toBe("100.0 B");
	});
});
