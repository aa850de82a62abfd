import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "@playwright/test";
import { expectNoViolation } from "./axe.ts";
import { find, open, stepIndex, stepNames } from "./replay.ts";

const embed = "/embed/collect/";

/** Serves pages of another origin that hold an embed. */
let host: Server;
let holder: string;

test.beforeAll(async ({ baseURL }) => {
	host = createServer((request, response) => {
		const size = new URL(request.url!, "http://host").searchParams;
		response.setHeader("Content-Type", "text/html");
		response.end(`<!doctype html><iframe src="${baseURL}${embed}?step=3" width="${size.get("width")}" height="${size.get("height")}"></iframe>`);
	});
	await new Promise<void>((resolve) => host.listen(0, resolve));
	holder = `http://127.0.0.1:${(host.address() as AddressInfo).port}/`;
});
test.afterAll(() => void host.close());

for (const theme of ["light", "dark"] as const) {
	test(`takes its theme from the address: ${theme}`, async ({ page }) => {
		await page.emulateMedia({ colorScheme: theme === "light" ? "dark" : "light" });
		await open(page, `${embed}?theme=${theme}`);
		expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe(theme === "light" ? "rgb(255, 255, 255)" : "rgb(27, 31, 38)");
		await expectNoViolation(page);
	});

	test(`follows the reader's system: ${theme}`, async ({ page }) => {
		await page.emulateMedia({ colorScheme: theme });
		await open(page, `${embed}?theme=auto`);
		expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe(theme === "light" ? "rgb(255, 255, 255)" : "rgb(27, 31, 38)");
	});
}

test("takes its step from the address, by number and by name, and keeps it there", async ({ page }) => {
	await page.emulateMedia({ reducedMotion: "reduce" });
	const { steps, next } = await open(page, `${embed}?step=4&theme=light`);
	expect(await stepIndex(steps)).toBe(3);
	const names = await stepNames(steps);
	await next.click();
	expect(page.url()).toContain(`?step=${names[4]}&theme=light`);
	const again = await open(page, `${embed}?step=${names[6]}`);
	expect(await stepIndex(again.steps)).toBe(6);
});

test("says that a step is not there", async ({ page }) => {
	const { notice, steps } = await open(page, `${embed}?step=99`);
	await expect(notice).toHaveText(/^The address names a step “99”/);
	expect(await stepIndex(steps)).toBe(0);
});

test("has as many controls as the address says", async ({ page }) => {
	const all = await open(page, embed);
	await expect(all.lookInto).toBeVisible();
	const min = await open(page, `${embed}?controls=min`);
	await expect(min.play).toBeVisible();
	await expect(min.lookInto).toBeHidden();
	const none = await open(page, `${embed}?controls=0`);
	await expect(none.play).toBeHidden();
	await none.stage.press("End");
	expect(await stepIndex(none.steps)).toBe((await none.steps.count()) - 1);
});

test("is no page for search engines, and points to its lesson", async ({ page }) => {
	await page.goto(embed);
	await expect(page.locator("meta[name=robots]")).toHaveAttribute("content", "noindex");
	await expect(page.locator("link[rel=canonical]")).toHaveAttribute("href", /\/lessons\/collect\/$/);
});

for (const [width, height] of [
	[960, 540],
	[360, 640],
	[720, 405],
	[320, 480],
] as const)
	test(`works in another origin's iframe of ${width} × ${height}`, async ({ page }) => {
		await page.emulateMedia({ reducedMotion: "reduce" });
		await page.goto(`${holder}?width=${width}&height=${height}`);
		const frame = page.frameLocator("iframe");
		const figure = frame.locator("spark-replay");
		await expect(figure).toHaveAttribute("data-live", "");
		const steps = figure.locator(".captions li");
		expect(await stepIndex(steps)).toBe(2);
		await figure.locator(".stage").focus();
		await page.keyboard.press("ArrowRight");
		expect(await stepIndex(steps)).toBe(3);
		expect(await figure.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
		if (width > height)
			expect(await figure.locator(".controls").evaluate((row) => row.getBoundingClientRect().bottom - innerHeight), "controls are in the first view").toBeLessThanOrEqual(0);
	});

test("runs under its policy", async ({ page }) => {
	const errors: string[] = [];
	page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
	page.on("pageerror", (error) => errors.push(error.message));
	const { next, more, item } = await open(page, embed);
	await next.click();
	await more.click();
	const png = page.waitForEvent("download");
	await item("PNG").click();
	await png;
	expect(errors).toEqual([]);
	await expect(find(page).notice).toBeEmpty();
});

test("in a wide box the picture, its caption and its controls share the first view", async ({ page }) => {
	await page.setViewportSize({ width: 1280, height: 720 });
	await open(page, "/embed/wreck/");
	const box = async (part: string) => (await page.locator(`spark-replay ${part}`).boundingBox())!;
	const [picture, captions, controls] = [await box(".stage svg >> visible=true"), await box(".captions"), await box(".controls")];
	expect(picture.y + picture.height).toBeLessThanOrEqual(captions.y + 1);
	expect(captions.y + captions.height).toBeLessThanOrEqual(controls.y + 1);
	expect(controls.y + controls.height).toBeLessThanOrEqual(720);
});
