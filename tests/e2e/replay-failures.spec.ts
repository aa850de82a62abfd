/** What is wrong is said in one sentence; the still stays and the controls go. */
import { expect, type Page, type Route, test } from "@playwright/test";
import { find, lesson, open } from "./replay.ts";

type Recording = { format: number; run: { job: { source: string } }; processes: any[]; channels: any[]; events: any[] };

const recordings = "**/recordings/*.json*";

/** Sends another recording than the page's. */
const replaceRecording = (page: Page, change: (recording: Recording) => unknown) =>
	page.route(recordings, async (route) => {
		const response = await route.fetch();
		const changed = change((await response.json()) as Recording);
		await route.fulfill({ response, body: typeof changed === "string" ? changed : JSON.stringify(changed) });
	});

async function expectStill(page: Page, sentence: RegExp) {
	await page.goto(lesson);
	const { figure, notice, steps } = find(page);
	await figure.scrollIntoViewIfNeeded();
	await expect(notice).toHaveText(sentence);
	await expect(notice).toBeVisible();
	await expect(figure.locator(".wide svg")).toBeVisible();
	await expect(figure.locator(".controls")).toBeHidden();
	await expect(figure.locator(".panel")).toBeHidden();
	await expect(steps.last()).toBeVisible();
}

test("a recording that cannot be fetched", async ({ page }) => {
	await page.route(recordings, (route: Route) => route.abort());
	await expectStill(page, /^The recording could not be fetched: reload the page/);
});

test("a recording that is not there", async ({ page }) => {
	await page.route(recordings, (route) => route.fulfill({ status: 404, body: "" }));
	await expectStill(page, /^The recording could not be fetched/);
});

test("a recording of a newer format", async ({ page }) => {
	await replaceRecording(page, (recording) => ({ ...recording, format: 9 }));
	await expectStill(page, /^This recording has format 9, and this page reads format 1/);
});

for (const [what, change] of Object.entries<(recording: Recording) => unknown>({
	"is cut off": (recording) => JSON.stringify(recording).slice(0, 1000),
	"is empty": () => ({}),
	"is null": () => "null",
	"has lost its processes": (recording) => ({ ...recording, processes: [] }),
	"has lost its channels": (recording) => ({ ...recording, channels: [] }),
	"has lost its events": (recording) => ({ ...recording, events: [] }),
}))
	test(`a recording that ${what}`, async ({ page }) => {
		await replaceRecording(page, change);
		await expectStill(page, /^(The|This) (recording|file) (is broken|is not|could not be played)/);
	});

test("the build's own recording is not checked again, any other is", async ({ page }) => {
	const checks: string[] = [];
	page.on("request", (request) => /\/parse\.[^/]*\.js$/.test(request.url()) && checks.push(request.url()));
	await open(page);
	expect(checks).toEqual([]);
	await replaceRecording(page, (recording) => `${JSON.stringify(recording)} `);
	await open(page);
	expect(checks).toHaveLength(1);
});

test("a script that did not come", async ({ page }) => {
	await page.route("**/_astro/*.js", (route) => route.abort());
	await page.goto(lesson);
	const { figure } = find(page);
	await expect(figure.locator(".too-old")).toBeVisible();
	await expect(figure.locator(".controls")).toBeHidden();
	await expect(figure.locator(".captions li").last()).toBeVisible();
});

test("a browser without custom elements", async ({ page }) => {
	await page.addInitScript(() => Object.defineProperty(window, "customElements", { value: undefined }));
	await page.goto(lesson);
	await expect(find(page).figure.locator(".too-old")).toBeVisible();
	await expect(find(page).figure.locator(".controls")).toBeHidden();
});

test("an address of a step that is not there", async ({ page }) => {
	const { notice, next } = await open(page, `${lesson}#collect.nowhere`);
	await expect(notice).toHaveText("The address names a step “nowhere”, which this story does not have.");
	await next.click();
	await expect(notice).toBeEmpty();
});

test("an address of a story that is not there", async ({ page }) => {
	const { notice } = await open(page, `${lesson}#nowhere.fork`);
	await expect(notice).toHaveText("The address names a story “nowhere”, which is not on this page.");
});

test("strings of a recording are never markup", async ({ page }) => {
	const attack = `<img src=x onerror="window.attacked=1"><script>window.attacked=1</script>`;
	await replaceRecording(page, (recording) => {
		const poison = (value: unknown): unknown => {
			if (typeof value === "string") return attack + value;
			if (Array.isArray(value)) return value.map(poison);
			return value;
		};
		recording.run.job.source = recording.run.job.source.replaceAll("numbers", attack);
		for (const process of recording.processes) for (const image of process.images) image.argv = poison(image.argv);
		for (const channel of recording.channels) channel.purpose = attack;
		for (const event of recording.events) for (const field of event.fields ?? []) [field.name, field.value] = [attack, poison(field.value)];
		return recording;
	});
	await page.emulateMedia({ reducedMotion: "reduce" });
	const { next, steps, lookInto, figure } = await open(page);
	for (let i = 1; i < (await steps.count()); i++) await next.click();
	for (const option of await lookInto.locator("option").evaluateAll((all) => all.map((o) => (o as HTMLOptionElement).value))) await lookInto.selectOption(option);
	await expect(figure.locator("img, .stage script, .panel script")).toHaveCount(0);
	expect(await page.evaluate(() => (window as any).attacked)).toBe(undefined);
});
