import { expect, test } from "vitest";
import { markSurfaces, markTokens, palette, textSurfaces, toColour, type Token } from "../../src/drawing/palette.ts";

/** Contrast of two colours #rrggbb (WCAG 2.2, relative luminance). */
function contrast(a: string, b: string): number {
	const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
	return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
	const [r, g, b] = [1, 3, 5].map((i) => {
		const c = parseInt(colour.slice(i, i + 2), 16) / 255;
		return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
	}) as [number, number, number];
	return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** Pairs of a token and a surface with too little contrast, in either theme. */
const tooClose = (pairs: [Token, Token][], least: number) =>
	pairs.flatMap(([token, surface]) =>
		[0, 1].flatMap((theme) => {
			const found = contrast(palette[token][theme]!, palette[surface][theme]!);
			return found < least ? [`${token} on ${surface}, ${theme ? "dark" : "light"}: ${found.toFixed(2)}`] : [];
		}),
	);

test("contrast as WCAG counts it", () => {
	expect(contrast("#000000", "#ffffff")).toBe(21);
	expect(contrast("#777777", "#ffffff")).toBeCloseTo(4.48, 2);
});

test("every token of text can be read on every surface it may stand on", () => {
	const pairs = Object.entries(textSurfaces).flatMap(([token, surfaces]) => surfaces.map((s): [Token, Token] => [token as Token, s]));
	expect(tooClose(pairs, 4.5)).toEqual([]);
});

test("every mark can be seen", () => {
	expect(tooClose(markTokens.flatMap((token) => markSurfaces.map((s): [Token, Token] => [token, s])), 3)).toEqual([]);
});

test("a colour is a custom property in a page and resolved in a file", () => {
	expect(toColour("python.fill", "page")).toBe("var(--python-fill)");
	expect(toColour("python.fill", "dark")).toBe("#1a2733");
	expect(toColour("none", "light")).toBe("none");
});
