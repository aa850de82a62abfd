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

const run = async (page: Page) => {
	await page.getByRole("radio", { name: "It finishes" }).check();
	await page.getByRole("button", { name: "Run it" }).click();
};
const large = "?way=toPandas%2Barrow&row=bytes1024&rows=300000&partitions=4&driver-memory=700m&max-result-size=0";

test("more executors fetch more results at once, and the same heap is full", async ({ page }) => {
	await page.emulateMedia({ reducedMotion: "reduce" });
	await open(page, `${large}&executors=1`);
	await run(page);
	await expect(outcome(page)).toHaveText("It finishes", { timeout: 15_000 });
	await page.getByRole("slider", { name: "executors, slider" }).press("End");
	await expect(field(page, "executors")).toHaveValue("100");
	await run(page);
	await expect(outcome(page)).toHaveText("The driver JVM’s heap is full");
	await expect(page.locator(".compare")).toContainText("executors 1 → 100");
	await expect(page.locator(".outcome")).toContainText(/Of \d+ such real runs: in \d+ the line hung/);
});

test("cores of an executor: field, slider and configuration are one, and one core is a remedy", async ({ page }) => {
	await page.emulateMedia({ reducedMotion: "reduce" });
	await open(page, `${large}&executors=1`);
	await page.getByText("spark-defaults.conf").click();
	await field(page, "conf").fill("spark.executor.cores 4");
	await expect(field(page, "cores")).toHaveValue("4");
	await page.getByRole("slider", { name: "spark.executor.cores, slider" }).press("End");
	await expect(field(page, "cores")).toHaveValue("64");
	await expect(field(page, "conf")).toHaveValue(/spark\.executor\.cores +64/);
	await field(page, "cores").fill("0");
	await expect(page.locator(".wrong")).toHaveText("Cores of an executor must be a whole number from 1 to 64, as in 20.");
	await field(page, "cores").fill("4");
	await expect(page).toHaveURL(/cores=4/);
	await run(page);
	await expect(outcome(page)).toHaveText(/heap is full/, { timeout: 15_000 });
	await page.getByRole("button", { name: "One core an executor" }).click();
	await expect(field(page, "cores")).toHaveValue("1");
	await expect(outcome(page)).toHaveText("It finishes", { timeout: 15_000 });
});

test("local mode has no executors, so neither cores", async ({ page }) => {
	await open(page);
	await field(page, "mode").selectOption("local");
	for (const name of ["executors", "cores", "executor-memory"]) await expect(field(page, name)).toBeDisabled();
	await expect(page.getByRole("slider", { name: "spark.executor.cores, slider" })).toBeDisabled();
	await field(page, "mode").selectOption("client");
	await expect(field(page, "cores")).toBeEnabled();
});

test("pandas 3 needs less for the same rows, and Spark 3.5 begins with less", async ({ page }) => {
	await page.emulateMedia({ reducedMotion: "reduce" });
	await open(page, "?way=toPandas%2Barrow&row=int&rows=29215000&partitions=7&python-memory=700m&max-result-size=0");
	const base = await page.locator("[data-gauge=driver] .level").innerText();
	await run(page);
	await expect(outcome(page)).toHaveText("The kernel kills Python", { timeout: 15_000 });
	await page.getByLabel("pandas’ line").selectOption({ label: "pandas 3.1.1" });
	await run(page);
	await expect(outcome(page)).toHaveText("It finishes");
	await expect(page.locator(".compare")).toContainText("pandas 2 → 3");
	await page.getByLabel("Spark’s line").selectOption({ label: "Spark 3.5.9" });
	await expect(page.locator("[data-gauge=driver] .level")).not.toHaveText(base);
	await expect(page).toHaveURL(/spark=3\.5&pandas=3/);
});

test("what an earlier line left is in the heap before the job, until there is a new process", async ({ page }) => {
	await page.emulateMedia({ reducedMotion: "reduce" });
	await open(page, "?way=df.collect&rows=4000000");
	await expect(field(page, "earlier-rows")).toBeHidden();
	await field(page, "earlier").focus();
	await page.keyboard.press("End");
	await expect(field(page, "earlier")).toHaveValue("toLocalIterator");
	await expect(field(page, "earlier-rows")).toBeVisible();
	await expect(page.locator("[data-gauge=driver] .level")).toContainText(/^[2-9]\d\d MiB/);
	await run(page);
	await expect(outcome(page)).toHaveText("The driver JVM’s heap is full", { timeout: 15_000 });
	await page.getByRole("button", { name: "A new Python process first" }).click();
	await expect(outcome(page)).toHaveText("It finishes", { timeout: 15_000 });
	await expect(page.locator(".compare")).toContainText("earlier toLocalIterator → none");
});

test("where real runs ended in several ways, their counts stand beside the verdict", async ({ page }) => {
	await page.emulateMedia({ reducedMotion: "reduce" });
	await open(page, "?rows=12000000&max-result-size=0&ran=driverHeap");
	const odds = page.locator(".odds li");
	await expect(odds.first()).toContainText("the line hung");
	expect(await odds.count()).toBeGreaterThan(1);
	const counts = (await odds.allInnerTexts()).map((text) => /(\d+) of (\d+)/.exec(text)!.slice(1).map(Number));
	expect(counts.reduce((sum, [seen]) => sum + seen!, 0)).toBe(counts[0]![1]);
});

test("the address space's limit has its name, also in links from before", async ({ page }) => {
	await page.emulateMedia({ reducedMotion: "reduce" });
	await open(page, "?way=df.collect&rows=2000000&python-memory=512m&limiter=rlimit&executors=3&ran=memoryError");
	await expect(page.locator(".wrong")).toBeEmpty();
	await expect(outcome(page)).toHaveText("Python raises MemoryError");
	await expect(page.locator(".said")).toContainText("You were right.");
	await expect(field(page, "limiter")).toHaveValue("address-space");
	await expect(page.locator(".hint", { hasText: "ulimit -v" })).toBeVisible();
	for (const [name, value] of [["cores", "1"], ["executors", "3"], ["spark", "4.3"], ["pandas", "2"], ["earlier", "none"]]) await expect(field(page, name!)).toHaveValue(value!);
	await field(page, "limiter").selectOption("kernel");
	await expect(page.locator(".hint", { hasText: "ulimit -v" })).toBeHidden();
});

test("what the model leaves out is said, with its direction", async ({ page }) => {
	await open(page);
	await page.getByText("What it leaves out").focus();
	await page.keyboard.press("Enter");
	for (const collector of ["Serial", "ParallelGC", "ZGC"]) await expect(page.locator("details.origin li", { hasText: collector })).not.toHaveCount(0);
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
	await open(page, "?way=toPandas&row=row&columns=20&rows=3000000&driver-memory=2g&cores=3&spark=3.5&pandas=3&earlier=rdd.collect&earlier-rows=70000");
	await page.getByRole("radio", { name: "The kernel kills Python" }).check();
	await page.getByRole("button", { name: "Run it" }).click();
	await expect(outcome(page)).toBeVisible({ timeout: 15_000 });
	const said = await page.locator(".outcome").innerText();
	const other = await context.newPage();
	await other.goto(page.url());
	await expect(other.locator(".outcome")).toBeVisible();
	expect(await other.locator(".outcome").innerText()).toBe(said);
	for (const name of ["way", "row", "columns", "rows", "driver-memory", "cores", "spark", "pandas", "earlier", "earlier-rows", "conf"]) expect(await field(other, name).inputValue(), name).toBe(await field(page, name).inputValue());
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
			await open(page, `?way=df.collect&rows=12000000&earlier=toLocalIterator&limiter=address-space&ran=finished&theme=${theme}`);
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
