/**
 * Contact sheets for looking over: `npm run look -- /lessons/collect/ collect …`
 * An argument that starts with a slash is a page of the built site, any other is a story, of which each step is taken.
 * Both themes, 1280 and 390 px wide, into .look/.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { chromium } from "@playwright/test";
import { parse } from "yaml";
import { launchOptions } from "./browser.mjs";
import { serve } from "./serve.mjs";

const widths = [1280, 390];
const themes = ["light", "dark"];

const names = process.argv.slice(2);
if (names.length === 0) {
	console.error("Usage: npm run look -- <page or story> …");
	process.exit(1);
}
mkdirSync(".look", { recursive: true });
const server = await serve({ port: 0 });
const origin = `http://localhost:${server.address().port}`;
const browser = await chromium.launch(launchOptions());

/** Addresses to take, by label: one for a page, one a step for a story. */
function addresses(name, theme) {
	if (name.startsWith("/")) return [["page", name]];
	const { steps } = parse(readFileSync(`content/stories/${name}.yaml`, "utf8"));
	return steps.map((_, i) => [`step ${i + 1}`, `/embed/${name}/?step=${i + 1}&theme=${theme}`]);
}

async function take(name, width, theme) {
	const context = await browser.newContext({ viewport: { width, height: 800 }, reducedMotion: "reduce" });
	await context.addInitScript((theme) => localStorage.setItem("starlight-theme", theme), theme);
	const page = await context.newPage();
	const shots = [];
	for (const [label, address] of addresses(name, theme)) {
		const response = await page.goto(origin + address, { waitUntil: "networkidle" });
		if (!response.ok()) throw new Error(`${address}: ${response.status()}`);
		await page.evaluate(() => document.fonts.ready);
		shots.push([label, await page.screenshot({ fullPage: true })]);
	}
	await context.close();
	return shots;
}

/** Several shots on one sheet, in rows, half size if they are wide. */
async function toSheet(shots, width) {
	if (shots.length === 1) return shots[0][1];
	const shown = width > 600 ? width / 2 : width;
	const page = await browser.newPage({ viewport: { width: Math.floor(1960 / shown) * (shown + 16), height: 800 } });
	const figures = shots.map(
		([label, png]) =>
			`<figure style="margin:8px;width:${shown}px"><figcaption>${label}</figcaption><img width="${shown}" src="data:image/png;base64,${png.toString("base64")}"></figure>`,
	);
	await page.setContent(`<body style="margin:0;display:flex;flex-wrap:wrap;background:#888;font:14px sans-serif">${figures.join("")}`);
	const sheet = await page.screenshot({ fullPage: true });
	await page.close();
	return sheet;
}

for (const name of names)
	for (const width of widths)
		for (const theme of themes) {
			const file = `.look/${name.replaceAll("/", "_").replace(/^_|_$/g, "") || "home"}-${width}-${theme}.png`;
			writeFileSync(file, await toSheet(await take(name, width, theme), width));
			console.log(file);
		}
await browser.close();
server.close();
