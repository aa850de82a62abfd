import { describe, expect, it } from "vitest";
import { readContent } from "../../scripts/claims/content.ts";
import { drawClaims, isClaim, toSheet } from "../../scripts/claims/draw.ts";
import { kinds } from "../../scripts/claims/texts.ts";

const texts = readContent();
const claims = texts.filter(isClaim);
const places = (seed: number, count = 60) => drawClaims(texts, count, seed).map(({ file, line, words }) => `${file}:${line} ${words}`);

describe("a draw", () => {
	it("is the same for the same seed, and another for another", () => {
		expect(places(7)).toEqual(places(7));
		expect(places(7)).not.toEqual(places(8));
	});
	it("has as many claims as asked for, each once, and says when there are too few", () => {
		const drawn = drawClaims(texts, 500, 1);
		expect(new Set(drawn).size).toBe(500);
		expect(new Set(drawClaims(texts, claims.length, 3))).toEqual(new Set(claims));
		expect(() => drawClaims(texts, claims.length + 1, 1)).toThrow(`There are ${claims.length} claims`);
	});
	it("can meet every kind of file, each about as often as it has claims", () => {
		const drawn = Array.from({ length: 50 }, (_, seed) => drawClaims(texts, 60, seed)).flat();
		for (const kind of kinds) {
			const share = claims.filter((claim) => claim.kind === kind).length / claims.length;
			const met = drawn.filter((claim) => claim.kind === kind).length / drawn.length;
			expect(met, kind).toBeGreaterThan(0);
			expect(Math.abs(met - share), kind).toBeLessThan(0.03);
		}
	});
	it("has no titles, heads, questions and refuted quotations", () => {
		expect(claims.filter(({ words, piece }) => words.endsWith("?") || piece.isHead)).toEqual([]);
		expect(claims.filter(({ words }) => /^\*\*[“"][^”"]*[”"]\*\*$/.test(words))).toEqual([]);
	});
});

describe("a claim", () => {
	it("of a caption comes with its references resolved, its recording and its step", () => {
		const captions = texts.filter(({ kind }) => kind === "caption");
		expect(captions.filter(({ words }) => /\{[\w.:| -]+\}/.test(words))).toEqual([]);
		expect(captions.find(({ file, part, values }) => file.endsWith("/collect.yaml") && part === "step parallelize" && values.length)).toMatchObject({
			words: expect.stringMatching(/temporary file: \d\d,\d{3} bytes\.$/),
			values: [expect.stringMatching(/^size = \d\d,\d{3}$/)],
			sources: ["recording collect, step parallelize"],
		});
	});
	it("of a lesson comes with recorded values in place, and footnotes as they are written", () => {
		const lessons = texts.filter(({ kind }) => kind === "lesson");
		expect(lessons.filter(({ values }) => values.length).length).toBeGreaterThan(100);
		expect(lessons.filter(({ sources }) => sources.some((source) => source.startsWith("footnote that is not there")))).toEqual([]);
	});
	it("stands in the file at its line", () => expect(texts.filter(({ line }) => !(line >= 1))).toEqual([]));
});

it("a sheet has a row for each claim, with a bar that does not break the table", () => {
	const [claim] = claims;
	const sheet = toSheet([{ ...claim!, words: "a | b\nc", part: "step x", context: "q" }], { seed: 7, commit: "abc", among: 9 });
	expect(sheet).toContain(`| 1 | ${claim!.file}:${claim!.line}, step x | a \\| b c (of: q) |`);
	expect(sheet.split("\n").filter((line) => /^\| \d/.test(line)).map((line) => line.split(/(?<!\\)\|/).length)).toEqual([8]);
	expect(sheet).toContain("npm run audit -- 1 --seed 7");
});
