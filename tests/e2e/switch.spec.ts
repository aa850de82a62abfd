import { globSync, readFileSync } from "node:fs";
import { expect, type Page, test } from "@playwright/test";
import { expectNoViolation } from "./axe.ts";

/** The first lesson that has a switch. */
const file = globSync("dist/lessons/*/index.html").sort().find((file) => readFileSync(file, "utf8").includes("<spark-switch"));
const lesson = file?.replace(/^dist|index\.html$/g, "") ?? "";
const stories = file ? [...readFileSync(file, "utf8").split("<spark-switch")[1]!.split("</ul>")[0]!.matchAll(/data-story="([^"]+)"/g)].map(([, story]) => story!) : [];
const [first, second] = stories as [string, string];
const stepsOf = (story: string): { name: string }[] => JSON.parse(readFileSync(`dist/stories/${story}.json`, "utf8")).steps;

test.skip(!file, "no lesson has a switch");

function find(page: Page) {
	const place = page.locator("spark-switch").first();
	return {
		place,
		radios: place.getByRole("radio"),
		shown: place.locator("spark-replay:not([hidden])"),
		figure: (story: string) => place.locator(`spark-replay[story="${story}"]`),
		now: place.locator("spark-replay:not([hidden]) [data-place=now]"),
	};
}

async function open(page: Page, hash = "") {
	await page.emulateMedia({ reducedMotion: "reduce" });
	await page.goto(lesson + hash);
	const parts = find(page);
	await parts.place.scrollIntoViewIfNeeded();
	await expect(parts.shown).toHaveAttribute("data-live", "");
	return parts;
}

test.describe("without scripts", () => {
	test.use({ javaScriptEnabled: false });

	test("is the first story's figure, and links to the others", async ({ page }) => {
		await page.goto(lesson);
		const { place } = find(page);
		await expect(place.locator(`[id="${first}.${stepsOf(first)[0]!.name}"]`)).toBeVisible();
		await place.locator(`[data-story="${second}"]`).click();
		await expect(page).toHaveURL(new RegExp(`/embed/${second}/$`));
	});
});

test("shows a story that is chosen, and the one before when it is chosen again", async ({ page }) => {
	const { radios, figure, shown, place } = await open(page);
	const fetched: string[] = [];
	page.on("request", (request) => request.url().includes("/stories/") && fetched.push(request.url()));
	await expect(radios.nth(0)).toBeChecked();
	await expect(place.locator("spark-replay")).toHaveCount(1);
	await radios.nth(1).click();
	await expect(radios.nth(1)).toBeChecked();
	await expect(figure(second)).toHaveAttribute("data-live", "");
	await expect(figure(second).locator("figure")).toBeVisible();
	await expect(figure(first)).toBeHidden();
	expect(fetched).toHaveLength(1);
	await expect.poll(() => new URL(page.url()).hash).toBe(`#${second}.${stepsOf(second)[0]!.name}`);
	await radios.nth(0).click();
	await expect(figure(first)).toBeVisible();
	await expect(shown).toHaveCount(1);
	await radios.nth(1).click();
	await expect(figure(second)).toBeVisible();
	expect(fetched).toHaveLength(1);
});

test("is a group of radios to the keyboard", async ({ page }) => {
	const { radios, figure, place } = await open(page);
	await expect(place.getByRole("radiogroup")).toHaveAccessibleName(/\w/);
	await radios.nth(0).focus();
	await page.keyboard.press("ArrowRight");
	await expect(radios.nth(1)).toBeFocused();
	await expect(radios.nth(1)).toBeChecked();
	await expect(figure(second)).toHaveAttribute("data-live", "");
	await page.keyboard.press("ArrowLeft");
	await expect(radios.nth(0)).toBeFocused();
	await page.keyboard.press("ArrowLeft");
	await expect(radios.last()).toBeChecked();
	await page.keyboard.press("Tab");
	await expect(place.locator(".stage:visible")).toBeFocused();
});

test("is taken to the story and step that the address names", async ({ page }) => {
	const { name } = stepsOf(second)[1]!;
	const { radios, now, figure } = await open(page, `#${second}.${name}`);
	await expect(radios.nth(1)).toBeChecked();
	await expect(now).toHaveAttribute("id", `${second}.${name}`);
	await expect(figure(second).locator(".stage")).toBeInViewport();
	await page.evaluate((hash) => (location.hash = hash), `#${first}.${stepsOf(first)[1]!.name}`);
	await expect(radios.nth(0)).toBeChecked();
	await expect(now).toHaveAttribute("id", `${first}.${stepsOf(first)[1]!.name}`);
});

test("is taken to a story by a link in the text", async ({ page }) => {
	const { radios, now } = await open(page);
	const { name } = stepsOf(second)[1]!;
	const go = (story: string, step: string) =>
		page.evaluate(
			(hash) => {
				const link = Object.assign(document.createElement("a"), { href: hash, textContent: "step" });
				document.querySelector("main")!.prepend(link);
				link.click();
			},
			`#${story}.${step}`,
		);
	for (const [story, step, at] of [[second, name, 1], [first, stepsOf(first)[1]!.name, 0], [second, stepsOf(second)[0]!.name, 1]] as const) {
		await go(story, step);
		await expect(radios.nth(at)).toBeChecked();
		await expect(now).toHaveAttribute("id", `${story}.${step}`);
		expect(new URL(page.url()).hash).toBe(`#${story}.${step}`);
	}
});

for (const width of [1280, 390])
	test(`keeps what is above it still, and its width, at ${width} px`, async ({ page }) => {
		await page.setViewportSize({ width, height: 900 });
		const { radios, figure, place } = await open(page);
		await radios.nth(0).focus();
		const top = () => place.evaluate((node) => node.getBoundingClientRect().top);
		const before = await top();
		await radios.nth(1).press(" ");
		await expect(figure(second)).toHaveAttribute("data-live", "");
		expect(await top()).toBe(before);
		expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
		await expectNoViolation(page, { parts: ["spark-switch"] });
	});
