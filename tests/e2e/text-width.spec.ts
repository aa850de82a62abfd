import { readFileSync } from "node:fs";
import { expect, type Page, test } from "@playwright/test";
import fc from "fast-check";
import type { Font, Shape } from "../../src/drawing/shapes.ts";
import { toSvg } from "../../src/drawing/svg.ts";
import { textWidth } from "../../src/drawing/text.ts";

const face = (family: string, weight: number) => {
	const name = `ibm-plex-${family.toLowerCase()}`;
	const font = readFileSync(`node_modules/@fontsource/${name}/files/${name}-latin-${weight}-normal.woff2`, "base64");
	return `@font-face{font-family:"IBM Plex ${family}";font-weight:${weight};src:url(data:font/woff2;base64,${font})}`;
};
const plex = [400, 600].flatMap((weight) => [face("Sans", weight), face("Mono", weight)]).join("");

const range = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, i) => String.fromCodePoint(first + i));
const ascii = range(0x20, 0x7e);
const latin = [...ascii, ...range(0xa0, 0xac), ...range(0xae, 0xff), ..."ıŒœ–—‘’“”•…€™↑↓−"];
const chinese = [...range(0x4e00, 0x4eff), ..."，。、；：？！（）「」《》驱动程序收集结果"];

const sample = (characters: string[], seed: number) =>
	fc.sample(fc.string({ unit: fc.constantFrom(...characters), minLength: 1, maxLength: 60 }), { numRuns: 150, seed });
const words = ["fi", "ffl", "AVAToLy", "rdd.map(f).collect()", "  indented  twice", "python app.py · pid 4021", "612 of 1,024 MB", "!= => -> <= ==", "T."];
const mixed = ["driver 驱动程序 JVM", "收集（collect）结果", "）（，。「」", "第1步"];
const fonts: Font[] = ["sans", "sansBold", "mono", "monoBold"];

/** Lengths as the browser has them: by the fonts alone, or as drawn, with `textLength`. */
async function measure(page: Page, texts: string[], font: Font, size: number, as: "drawn" | "font"): Promise<number[]> {
	const shapes = texts.map((text, i): Shape => ({ key: `${i}`, tag: "text", x: 0, y: 20 * i, text, font, size }));
	const svg = toSvg({ width: 2000, height: 20 * texts.length, shapes }, { theme: "light", label: "Texts" });
	return page.evaluate(
		([svg, as]) => {
			document.body.innerHTML = svg;
			return [...document.querySelectorAll("text")].map((text) => {
				if (as === "drawn") return text.getEndPositionOfChar(text.getNumberOfChars() - 1).x - text.getStartPositionOfChar(0).x;
				text.removeAttribute("textLength");
				return text.getComputedTextLength();
			});
		},
		[svg, as] as const,
	);
}

/** Chromium rounds each text up to 1/64 px; a drawing writes two decimals. */
const rounding = 1 / 64 + 0.005;

/** Texts that are wider than the table says, or more than 3 % narrower. */
function strays(texts: string[], lengths: number[], font: Font, size: number) {
	return texts.flatMap((text, i) => {
		const [table, browser] = [textWidth(text, font, size), lengths[i]!];
		return browser > table + rounding || browser < table * 0.97 - rounding ? [{ text, font, size, table, browser }] : [];
	});
}

async function open(page: Page, css: string) {
	await page.setContent(`<style>${css}</style><body></body>`);
	for (const family of ["Sans", "Mono"])
		for (const weight of [400, 600]) await page.evaluate((font) => document.fonts.load(font), `${weight} 16px "IBM Plex ${family}"`);
}

for (const [name, texts] of [
	["ASCII", [...words, ...ascii, ...sample(ascii, 1)]],
	["Latin", [...latin, ...sample(latin, 2)]],
	["Chinese", [...mixed, ...sample(chinese, 3), ...sample([...ascii, ...chinese], 4)]],
] as const)
	test(`${name} in Plex is as wide as the table says`, async ({ page }) => {
		await open(page, plex);
		const hasChinese = name !== "Chinese" || (await measure(page, ["驱"], "sans", 100, "font"))[0] === 100;
		test.skip(!hasChinese, "no Chinese font on this machine");
		for (const font of fonts)
			for (const size of [10, 11, 12, 13.5, 17])
				expect(strays([...texts], await measure(page, [...texts], font, size, "font"), font, size)).toEqual([]);
	});

test("whatever the font, a text is drawn as wide as the table says", async ({ page }) => {
	await open(page, "");
	const texts = [...words, ...mixed, ...sample([...latin, ...chinese, ..."→✓Ωж😀"], 5)];
	for (const font of fonts) expect(strays(texts, await measure(page, texts, font, 11, "drawn"), font, 11)).toEqual([]);
});

/** Share of the channels of two pictures that differ by more than an eye sees in text. */
async function difference(page: Page, pictures: Buffer[]): Promise<number> {
	return page.evaluate(
		async (pictures) => {
			const [a, b] = await Promise.all(
				pictures.map(async (picture) => {
					const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${picture}`)).blob());
					const context = new OffscreenCanvas(image.width, image.height).getContext("2d")!;
					context.drawImage(image, 0, 0);
					return context.getImageData(0, 0, image.width, image.height).data;
				}),
			);
			return a!.filter((value, i) => Math.abs(value - b![i]!) > 32).length / a!.length;
		},
		pictures.map((picture) => picture.toString("base64")),
	);
}

test("with Plex, holding a text to its width does not change how it looks", async ({ page }) => {
	await open(page, plex);
	await page.setViewportSize({ width: 800, height: 200 });
	for (const font of fonts) {
		await measure(page, words, font, 13, "drawn");
		const drawn = await page.screenshot();
		await measure(page, words, font, 13, "font");
		expect(await difference(page, [drawn, await page.screenshot()])).toBeLessThan(0.001);
	}
});
