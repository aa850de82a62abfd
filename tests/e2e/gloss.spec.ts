import { expect, test } from "@playwright/test";

const lesson = "/lessons/collect/";

test.describe("without scripts", () => {
	test.use({ javaScriptEnabled: false });
	test("a term is a link to its place in the glossary", async ({ page }) => {
		await page.goto(lesson);
		await page.locator('a.gloss[href$="#daemon"]').first().click();
		await expect(page).toHaveURL(/\/glossary\/#daemon$/);
		await expect(page.locator("#daemon")).toBeInViewport();
	});
});

test("a term shows its card to a mouse, and to the keyboard until Escape", async ({ page }) => {
	await page.goto(lesson);
	const term = page.locator("a.gloss").first();
	const card = page.getByRole("tooltip");
	await term.scrollIntoViewIfNeeded();
	await term.hover();
	await expect(card).toBeVisible();
	await card.hover();
	await page.waitForTimeout(400);
	await expect(card).toBeVisible();
	await page.mouse.move(2, 300);
	await expect(card).toBeHidden();
	await term.focus();
	await expect(card).toBeVisible();
	await expect(term).toHaveAccessibleDescription(/\w{3,}/);
	await page.keyboard.press("Escape");
	await expect(card).toBeHidden();
	await expect(term).toBeFocused();
});

test("a card stays in the window at 390 px", async ({ page }) => {
	await page.setViewportSize({ width: 390, height: 700 });
	await page.goto(lesson);
	for (const term of await page.locator("a.gloss").all()) {
		await term.scrollIntoViewIfNeeded();
		await term.focus();
		const { x, y, width, height } = (await page.getByRole("tooltip").boundingBox())!;
		expect(x).toBeGreaterThanOrEqual(0);
		expect(x + width).toBeLessThanOrEqual(390);
		expect(y).toBeGreaterThanOrEqual(0);
		expect(y + height).toBeLessThanOrEqual(700);
		await term.blur();
	}
});
