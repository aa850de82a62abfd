import { expect, test } from "@playwright/test";

test("each part leads to where a lesson shows it", async ({ page, request }) => {
	await page.goto("/map/");
	const links = await page.locator(".map svg.wide a").evaluateAll((links) => links.map((link) => link.getAttribute("href")!));
	expect(new Set(links).size).toBeGreaterThan(5);
	for (const href of new Set(links)) expect((await request.get(href.split("#")[0]!)).ok(), href).toBe(true);
	await page.locator('.map svg.wide a[aria-label="one-shot socket"]').first().click();
	await expect(page).toHaveURL(/#collect\.one-shot$/);
	await expect(page.locator('[id="collect.one-shot"]')).toHaveAttribute("data-place", "now");
});

test("is one stop of the keyboard for each part", async ({ page }) => {
	await page.goto("/map/");
	const names = await page.locator('.map svg.wide a:not([tabindex="-1"])').evaluateAll((links) => links.map((link) => link.getAttribute("aria-label")));
	expect(new Set(names).size).toBe(names.length);
});

test("stands upright on a phone", async ({ page }) => {
	await page.setViewportSize({ width: 390, height: 800 });
	await page.goto("/map/");
	await expect(page.locator(".map svg.narrow")).toBeVisible();
	await expect(page.locator(".map svg.wide")).toBeHidden();
});
