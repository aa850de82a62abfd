/** Script time of one animation frame while a story plays, with a CPU that is four times slower. */
import { readFileSync } from "node:fs";
import { expect, test } from "@playwright/test";
import { open } from "./replay";

const sitemap = readFileSync("dist/sitemap-0.xml", "utf8");
const limit = 4;

test("an animation frame takes at most 4 ms of script, median", async ({ page }) => {
	test.slow();
	expect(sitemap).toContain("/lessons/");
	await page.addInitScript(() => {
		const times: number[] = ((window as any).times = []);
		const request = window.requestAnimationFrame;
		window.requestAnimationFrame = (callback) =>
			request((now) => {
				const start = performance.now();
				callback(now);
				times.push(performance.now() - start);
			});
	});
	const { play } = await open(page, "/embed/collect/");
	const client = await page.context().newCDPSession(page);
	await client.send("Emulation.setCPUThrottlingRate", { rate: 4 });
	await page.locator(".speed").selectOption("2");
	await play.click();
	await page.waitForTimeout(12_000);
	const times = (await page.evaluate(() => (window as any).times as number[])).sort((a, b) => a - b);
	const at = (part: number) => times[Math.floor(times.length * part)]!;
	console.log(`${times.length} animation frames, ms: median ${at(0.5).toFixed(1)}, 95 % ${at(0.95).toFixed(1)}, most ${times.at(-1)!.toFixed(1)}`);
	expect(times.length).toBeGreaterThan(100);
	expect(at(0.5)).toBeLessThanOrEqual(limit);
});
