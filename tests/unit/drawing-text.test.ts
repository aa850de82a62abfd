import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { toModule } from "../../scripts/text-widths.mjs";
import { fitText, textWidth, toPlain, wrapText } from "../../src/drawing/text.ts";
import type { Font } from "../../src/drawing/shapes.ts";

const fonts = fc.constantFrom<Font>("sans", "sansBold", "mono", "monoBold");
const texts = fc.string({ unit: fc.constantFrom(..."abc  WiM.,/é→…北京，。😀\t\ud800"), maxLength: 60 });
const slack = 1e-5;

test("the width table is that of the fonts the site serves", () => {
	expect(readFileSync("src/drawing/text-widths.ts", "utf8")).toBe(toModule());
});

test("widths", () => {
	expect(textWidth("", "sans", 11)).toBe(0);
	expect(textWidth("driver", "mono", 10)).toBeCloseTo(36);
	expect(textWidth("北京", "sans", 11)).toBeCloseTo(22);
	expect(textWidth("北京", "mono", 11)).toBeCloseTo(22);
	expect(textWidth("e\u0301", "mono", 10)).toBeCloseTo(6);
	expect(textWidth("Driver JVM", "sansBold", 12)).toBeGreaterThan(textWidth("Driver JVM", "sans", 12));
});

test("what cannot be drawn becomes U+FFFD", () => {
	expect(toPlain("a\tb\r\nc\0\x1b[31m\ud800\u202e\x85")).toBe("a b  c��[31m���");
	expect(toPlain("😀")).toBe("😀");
});

test("fitText cuts at the end or in the middle", () => {
	expect(fitText("python app.py", 1000, "mono", 10)).toBe("python app.py");
	expect(fitText("python app.py", 78, "mono", 10)).toBe("python app.py");
	expect(fitText("python app.py", 77.9, "mono", 10)).toBe("python app.…");
	expect(fitText("python app.py", 48, "mono", 10)).toBe("python…");
	expect(fitText("/opt/spark/python/lib", 66, "mono", 10, "middle")).toBe("/opt/…n/lib");
	expect(fitText("python", 6, "mono", 10)).toBe("…");
	expect(fitText("python", 5, "mono", 10)).toBe("");
	expect(fitText("😀😀😀", 26, "mono", 10, "middle")).toBe("😀…😀");
});

test("wrapText breaks at spaces, between Chinese characters, and inside a word that is too wide", () => {
	expect(wrapText("the driver holds it", 66, "mono", 10)).toEqual(["the driver", "holds it"]);
	expect(wrapText("abcdefgh ij", 30, "mono", 10)).toEqual(["abcde", "fgh", "ij"]);
	expect(wrapText("驱动程序，收集结果。", 40, "sans", 10)).toEqual(["驱动程", "序，收集", "结果。"]);
	expect(wrapText("one two three four", 48, "mono", 10, 2)).toEqual(["one two", "three f…"]);
	expect(wrapText("", 48, "mono", 10)).toEqual([""]);
});

test("what was fitted or wrapped is never wider than asked, and nothing is lost in wrapping", () => {
	fc.assert(
		fc.property(texts, fonts, fc.double({ min: 20, max: 300, noNaN: true }), (text, font, width) => {
			for (const at of ["middle", "end"] as const) expect(textWidth(fitText(text, width, font, 12, at), font, 12)).toBeLessThanOrEqual(width + slack);
			const lines = wrapText(text, width, font, 12);
			for (const line of lines) expect(textWidth(line, font, 12)).toBeLessThanOrEqual(width + slack);
			expect(lines.join("").replace(/\s/g, "")).toBe(toPlain(text).replace(/\s/g, ""));
			const few = wrapText(text, width, font, 12, 2);
			expect(few.length).toBeLessThanOrEqual(2);
			for (const line of few) expect(textWidth(line, font, 12)).toBeLessThanOrEqual(width + slack);
		}),
		{ numRuns: 1000 },
	);
});
