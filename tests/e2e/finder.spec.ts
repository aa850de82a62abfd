import { readFileSync } from "node:fs";
import { expect, type Page, test } from "@playwright/test";
import { expectNoViolation } from "./axe.ts";
import { printedBy } from "../../src/failures/read-failures.ts";

const path = "/lessons/wreck/";
const printed = (recording: string) => printedBy(JSON.parse(readFileSync(`content/recordings/${recording}.json`, "utf8")));
const finder = (page: Page) => page.locator("spark-finder");
const text = (page: Page) => page.getByLabel("Paste what you saw");
const finding = (page: Page) => finder(page).getByRole("status");

// Axe over a long page, a megabyte into a text field: slow where the machine is.
test.describe.configure({ timeout: 120_000 });

test.beforeEach(async ({ page, javaScriptEnabled }) => {
	if (javaScriptEnabled === false) return;
	await page.goto(path);
	await expect(page.locator("spark-finder:defined")).toBeAttached();
});

test("a pasted trace is found, with what to do, and leads to its replay", async ({ page }) => {
	await text(page).fill(printed("end-worker-killed"));
	await expect(finding(page)).toContainText("This is A Python worker vanished.", { timeout: 15_000 });
	await expect(finding(page).locator("code").first()).toContainText("Python worker exited unexpectedly (crashed)");
	await expect(finding(page)).toContainText("dmesg");
	await expect(finder(page).getByRole("region", { name: "Whose line is whose" })).toContainText("Executor JVM");
	await finding(page).getByRole("link", { name: "See it happen" }).click();
	await expect(page).toHaveURL(/\/failures\/worker-killed\/$/);
	await expect(page.locator("spark-replay[story=wreck-worker-killed]")).toBeAttached();
	await expect(page.locator(".trace mark").first()).toContainText("Python worker exited unexpectedly");
});

test("one line, typed by keyboard alone, and cleared", async ({ page }) => {
	await text(page).focus();
	await page.keyboard.insertText("java.lang.OutOfMemoryError: Java heap space");
	await expect(finding(page)).toContainText("This may be The driver JVM");
	await page.keyboard.press("Tab");
	await page.keyboard.press("Enter");
	await expect(finding(page)).toBeEmpty();
	await expect(text(page)).toHaveValue("");
	await expect(text(page)).toBeFocused();
});

test("lines that name nothing, and what is not known, are said to be so", async ({ page }) => {
	await text(page).fill("py4j.protocol.Py4JJavaError: An error occurred while calling o51.collectToPython.");
	await expect(finding(page)).toContainText("These words come with many failures and name none.");
	await expect(finding(page)).toContainText("begins with a colon");
	await text(page).fill("ModuleNotFoundError: No module named 'nump'");
	await expect(finding(page)).toContainText(/This is none of the \d+ recorded failures\./);
	await text(page).fill("  \n ");
	await expect(finding(page)).toBeEmpty();
});

test("markup stays text, nothing is sent, and a megabyte is answered", async ({ page }) => {
	const requests: string[] = [];
	page.on("request", (request) => void requests.push(`${request.method()} ${request.url()}`));
	const hostile = `Python worker exited unexpectedly <img src=x onerror="document.title='owned'"><script>document.title='owned'</script>\n\u202e日本語 <b>b</b>\n`;
	await text(page).evaluate((area: HTMLTextAreaElement, value) => {
		area.value = value;
		area.dispatchEvent(new Event("input", { bubbles: true }));
	}, hostile + "at x.y.Z(Z.java:1)\n".repeat(55_000));
	await expect(finding(page)).toContainText("This is A Python worker vanished.", { timeout: 15_000 });
	await expect(finding(page).locator("code").first()).toContainText("<img src=x");
	await expect(finder(page).locator("img, script, .whose b b")).toHaveCount(0);
	expect(await page.title()).not.toBe("owned");
	expect(requests.filter((request) => !/^GET .*(recordings|stories|fonts|\.js|_astro|failures\/data\.json)/.test(request))).toEqual([]);
});

test("choosing from the list", async ({ page }) => {
	const items = finder(page).locator(".failures > li");
	expect(await items.count()).toBeGreaterThanOrEqual(16);
	await items.filter({ hasText: "No Java" }).getByRole("link").click();
	await expect(page).toHaveURL(/\/failures\/no-java\/$/);
	await expect(page.getByRole("main")).toContainText("JAVA_HOME");
});

test("without its data the finder says so, and works when they are back", async ({ page }) => {
	await page.route("**/failures/data.json*", (route) => route.abort());
	await text(page).fill("Python worker exited unexpectedly");
	await expect(finding(page)).toContainText("could not be loaded");
	await page.unroute("**/failures/data.json*");
	await text(page).fill("Python worker exited unexpectedly (crashed)");
	await expect(finding(page)).toContainText("This is A Python worker vanished.");
});

for (const theme of ["light", "dark"] as const)
	test(`axe finds nothing with an answer shown, ${theme}`, async ({ page }) => {
		await page.evaluate((theme) => (document.documentElement.dataset["theme"] = theme), theme);
		await text(page).fill(printed("end-udf-exception"));
		await expect(finding(page)).toContainText("Your function raised an exception");
		await expectNoViolation(page, { parts: ["spark-finder", ".trace"] });
		await page.goto("/failures/jvm-killed/");
		await expectNoViolation(page);
	});

test("a phone shows it all without scrolling sideways", async ({ page }) => {
	await page.setViewportSize({ width: 390, height: 800 });
	await text(page).fill(printed("end-worker-killed"));
	await expect(finding(page)).toContainText("This is A Python worker vanished.");
	expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
});

test.describe("without scripts", () => {
	test.use({ javaScriptEnabled: false });
	test("a list with links", async ({ page }) => {
		await page.goto(path);
		await expect(finder(page).locator("form")).toBeHidden();
		const links = finder(page).locator(".failures > li > a");
		expect(await links.count()).toBeGreaterThanOrEqual(16);
		await links.first().click();
		await expect(page).toHaveURL(/\/failures\//);
		await expect(page.locator(".trace")).toBeVisible();
	});
});
