import { expect, type Page, test } from "@playwright/test";
import { expectNoViolation } from "./axe.ts";

const path = "/embed/collect-sandbox/";

const outcome = (page: Page) => page.locator(".outcome .title");
const field = (page: Page, name: string) => page.locator(`spark-sandbox [name="${name}"]`);

async function open(page: Page, query = "") {
	await page.goto(path + query);
	await expect(page.locator("spark-sandbox[data-live]")).toBeAttached();
}

/** One setting of each ending. */
const endings: [ending: string, query: string, name: string][] = [
	["finished", "?rows=1000", "It finishes"],
	["maxResultSize", "?rows=1000000&max-result-size=16m", "Spark aborts it: maxResultSize"],
	["driverHeap", "?way=df.collect&rows=12000000", "The driver JVM’s heap is full"],
	["memoryError", "?way=df.collect&rows=2000000&python-memory=512m&limiter=rlimit", "Python raises MemoryError"],
	["pythonKilled", "?way=df.collect&rows=2000000&python-memory=512m", "The kernel kills Python"],
	["executorHeap", "?rows=8000000&partitions=2&driver-memory=4g&python-memory=8g", "An executor’s heap is full"],
];

for (const [ending, query, name] of endings)
	test(`reaches ${ending} by mouse`, async ({ page }) => {
		await page.emulateMedia({ reducedMotion: "reduce" });
		await open(page, query);
		await page.getByRole("radio", { name: "It finishes" }).check();
		await page.getByRole("button", { name: "Run it" }).click();
		await expect(outcome(page)).toHaveText(name, { timeout: 15_000 });
		await expect(page.locator(".said")).toContainText(ending === "finished" ? "You were right." : "It ended otherwise.");
		if (ending !== "finished") await expect(page.locator(".outcome pre mark")).not.toBeEmpty();
		await expect(page).toHaveURL(/ran=finished/);
	});

test("reaches the heap's end with the keyboard alone", async ({ page }) => {
	await page.emulateMedia({ reducedMotion: "reduce" });
	await open(page);
	await field(page, "way").focus();
	await page.keyboard.press("ArrowDown");
	await expect(field(page, "way")).toHaveValue("df.collect");
	await field(page, "rows").focus();
	await page.keyboard.press("ControlOrMeta+a");
	await page.keyboard.type("2e7");
	await page.getByRole("radio", { name: "It finishes" }).focus();
	await page.keyboard.press("ArrowDown");
	await page.keyboard.press("ArrowDown");
	await page.keyboard.press("Enter");
	await expect(outcome(page)).toHaveText("The driver JVM’s heap is full", { timeout: 15_000 });
	await expect(page.locator(".said")).toContainText("You were right.");
	await page.locator("[data-remedy=write]").focus();
	await page.keyboard.press("Enter");
	await expect(outcome(page)).toHaveText("It finishes", { timeout: 15_000 });
	await expect(page.locator(".compare")).toContainText("way df.collect → write");
	await expect(page.locator(".compare td").nth(0)).toHaveText("The driver JVM’s heap is full");
});

test("asks for a prediction first", async ({ page }) => {
	await open(page);
	await page.getByRole("button", { name: "Run it" }).click();
	await expect(page.locator(".wrong")).toHaveText("Say first how it will end: choose one of the six, then run it.");
	await expect(page.locator(".outcome")).toBeHidden();
});

test("a limit is dragged on its gauge, and moved by keys; fields and configuration follow", async ({ page }) => {
	await open(page);
	const limit = page.locator("[data-gauge=driver] .limit");
	await limit.scrollIntoViewIfNeeded();
	const box = (await limit.boundingBox())!;
	const at = Number(await limit.inputValue()) / Number(await limit.getAttribute("max"));
	const y = box.y + box.height / 2;
	await page.mouse.move(box.x + 9 + at * (box.width - 18), y);
	await page.mouse.down();
	await page.mouse.move(box.x + box.width * 0.9, y, { steps: 5 });
	await page.mouse.up();
	await expect(field(page, "driver-memory")).not.toHaveValue("1g");
	const dragged = await field(page, "driver-memory").inputValue();
	expect(await field(page, "conf").inputValue()).toContain(`spark.driver.memory         ${dragged}`.replace(/ +/, " ").split(" ")[1]);
	await limit.focus();
	await page.keyboard.press("ArrowLeft");
	await expect(field(page, "driver-memory")).not.toHaveValue(dragged);
	await expect(page).toHaveURL(/driver-memory=/);
});

test("the configuration is bound both ways", async ({ page }) => {
	await open(page);
	await page.getByText("spark-defaults.conf").click();
	await field(page, "conf").fill("spark.driver.memory 3g\nspark.driver.maxResultSize=0");
	await expect(field(page, "driver-memory")).toHaveValue("3g");
	await expect(field(page, "max-result-size")).toHaveValue("0");
	await field(page, "driver-memory").fill("2g");
	await expect(field(page, "conf")).toHaveValue(/spark\.driver\.memory +2g/);
});

test("nonsense is said at its field, and the last good state stays", async ({ page }) => {
	await open(page);
	await field(page, "driver-memory").fill("1gb2");
	await expect(page.locator(".wrong")).toContainText("“1gb2” is no size to Spark");
	await expect(field(page, "driver-memory")).toHaveAttribute("aria-invalid", "");
	await expect(page.locator("[data-gauge=driver] .level")).toContainText("1,024 MiB");
	for (const nonsense of ["-5", "1e300", "<img src=x onerror=alert(1)>", "五百万"]) {
		await field(page, "rows").fill(nonsense);
		await expect(page.locator(".wrong")).toContainText("Rows must be a whole number");
	}
	await field(page, "rows").fill("2e6");
	await expect(page.locator(".wrong")).toBeEmpty();
});

test("a link restores the state exactly, run included", async ({ page, context }) => {
	await page.emulateMedia({ reducedMotion: "reduce" });
	await open(page, "?way=toPandas&row=row&columns=20&rows=3000000&driver-memory=2g");
	await page.getByRole("radio", { name: "The kernel kills Python" }).check();
	await page.getByRole("button", { name: "Run it" }).click();
	await expect(outcome(page)).toBeVisible({ timeout: 15_000 });
	const said = await page.locator(".outcome").innerText();
	const other = await context.newPage();
	await other.goto(page.url());
	await expect(other.locator(".outcome")).toBeVisible();
	expect(await other.locator(".outcome").innerText()).toBe(said);
	for (const name of ["way", "row", "columns", "rows", "driver-memory", "conf"]) expect(await field(other, name).inputValue(), name).toBe(await field(page, name).inputValue());
});

test("a link with nonsense says so and keeps the rest", async ({ page }) => {
	await open(page, "?rows=many&way=df.collect&driver-memory=9zb&ran=perhaps");
	await expect(page.locator(".wrong")).toContainText("Rows must be a whole number");
	await expect(page.locator(".wrong")).toContainText("The link’s other settings are in force.");
	await expect(field(page, "way")).toHaveValue("df.collect");
	await expect(field(page, "rows")).toHaveValue("5,000,000");
});

test("presets: twice as many rows are compared with half", async ({ page }) => {
	await page.emulateMedia({ reducedMotion: "reduce" });
	await open(page);
	await page.getByRole("button", { name: "Works on 1 GB, dies on 2" }).click();
	await page.getByRole("radio", { name: "It finishes" }).check();
	await page.getByRole("button", { name: "Run it" }).click();
	await expect(page.locator(".compare")).toContainText("rows 10000000 → 20000000", { timeout: 15_000 });
});

test("it moves, and can be paused and sought", async ({ page }) => {
	await open(page, "?rows=1000000");
	await page.getByRole("radio", { name: "It finishes" }).check();
	await page.getByRole("button", { name: "Run it" }).click();
	const level = page.locator("[data-gauge=driver] .level");
	const first = await level.innerText();
	await expect(level).not.toHaveText(first);
	await page.getByRole("button", { name: "Pause" }).click();
	const paused = await level.innerText();
	await page.waitForTimeout(300);
	expect(await level.innerText()).toBe(paused);
	await page.getByRole("slider", { name: "How far the run is" }).press("End");
	await expect(outcome(page)).toHaveText("It finishes");
});

for (const width of [1280, 390])
	for (const theme of ["light", "dark"])
		test(`axe finds nothing at ${width} px, ${theme}, and nothing is wider than the page`, async ({ page }) => {
			await page.setViewportSize({ width, height: 900 });
			await open(page, `?way=df.collect&rows=12000000&ran=finished&theme=${theme}`);
			await expect(outcome(page)).toBeVisible();
			await expectNoViolation(page);
			expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
		});

test("without scripts the presets and their endings are a table", async ({ browser }) => {
	const context = await browser.newContext({ javaScriptEnabled: false });
	const page = await context.newPage();
	await page.goto(path);
	await expect(page.locator(".no-scripts tbody tr")).toHaveCount(6);
	await expect(page.locator(".no-scripts")).toContainText("maxResultSize saves you");
	await context.close();
});
