import { readFileSync } from "node:fs";
import { expect, test } from "@playwright/test";
import { find, lesson, open, picture, stepIndex, stepNames, storyTime } from "./replay.ts";

test.use({ contextOptions: { reducedMotion: "no-preference" } });

test.describe("without scripts", () => {
	test.use({ javaScriptEnabled: false });

	test("is a still with its captions as a list", async ({ page }) => {
		await page.goto(lesson);
		const { figure, steps } = find(page);
		expect(await steps.count()).toBeGreaterThan(7);
		for (const step of await steps.all()) await expect(step).toBeVisible();
		await expect(figure.locator(".wide svg")).toBeVisible();
		await expect(figure.locator(".controls")).toBeHidden();
		await expect(figure.locator(".panel")).toBeHidden();
		await expect(figure.getByText("Recorded on Spark")).toBeVisible();
		await page.setViewportSize({ width: 390, height: 800 });
		await expect(figure.locator(".wide svg")).toBeHidden();
		await expect(figure.locator(".narrow svg")).toBeVisible();
	});
});

for (const width of [1280, 390])
	test(`is taken over without a new node or a shift at ${width} px`, async ({ page }) => {
		await page.setViewportSize({ width, height: 900 });
		await page.addInitScript(() => {
			const seen = ((window as any).seen = { nodes: [] as string[], shifts: [] as number[] });
			new PerformanceObserver((list) => {
				for (const { hadRecentInput, value } of list.getEntries() as any[]) if (!hadRecentInput) seen.shifts.push(value);
			}).observe({ type: "layout-shift", buffered: true });
			document.addEventListener("DOMContentLoaded", () => {
				const observer = new MutationObserver((changes) => seen.nodes.push(...changes.map(({ target }) => (target as Element).outerHTML?.slice(0, 90) ?? target.nodeName)));
				for (const host of document.querySelectorAll("spark-replay")) observer.observe(host, { childList: true, characterData: true, subtree: true });
			});
		});
		await open(page);
		for (const host of await page.locator("spark-replay").all()) {
			await host.scrollIntoViewIfNeeded();
			await expect(host).toHaveAttribute("data-live", "");
		}
		await page.waitForTimeout(300);
		expect(await page.evaluate(() => (window as any).seen)).toEqual({ nodes: [], shifts: [] });
	});

test("fetches its recording only when it nears the view", async ({ page }) => {
	const fetched: string[] = [];
	page.on("request", (request) => request.url().includes("/recordings/") && fetched.push(request.url()));
	await page.setViewportSize({ width: 1280, height: 120 });
	await page.goto(lesson, { waitUntil: "networkidle" });
	expect(fetched).toEqual([]);
	await find(page).figure.scrollIntoViewIfNeeded();
	await expect.poll(() => fetched.length).toBe(1);
});

test("plays, pauses, and keeps time", async ({ page }) => {
	const { play, pause, scrubber, clock, speed } = await open(page);
	const before = await storyTime(scrubber);
	const text = await clock.textContent();
	expect(text).toMatch(/^[\d.]+ (s|ms) of [\d.]+ (s|ms)$/);
	await speed.selectOption("2");
	await play.click();
	await page.waitForTimeout(1000);
	await pause.click();
	const after = await storyTime(scrubber);
	expect(after - before).toBeGreaterThan(800);
	await page.waitForTimeout(200);
	expect(await storyTime(scrubber)).toBe(after);
});

test("goes next by showing the way, and back at once", async ({ page }) => {
	const { next, back, steps, current, figure } = await open(page);
	const first = await picture(figure);
	await next.click();
	expect(await stepIndex(steps)).toBe(1);
	await expect(current).toHaveText(/^2 \/ /);
	await expect.poll(() => picture(figure)).not.toBe(first);
	await back.click();
	expect(await stepIndex(steps)).toBe(0);
	expect(await picture(figure)).toBe(first);
});

test("shows the same picture of each step from before, from after and by link", async ({ page }) => {
	test.slow();
	await page.emulateMedia({ reducedMotion: "reduce" });
	const { next, back, steps, figure } = await open(page);
	const names = await stepNames(steps);
	const forth: string[] = [];
	const alone = await page.context().newPage();
	await alone.emulateMedia({ reducedMotion: "reduce" });
	for (const [i, name] of names.entries()) {
		if (i) await next.click();
		forth.push(await picture(figure));
		await alone.goto("about:blank");
		const linked = await open(alone, `${lesson}#collect.${name}`);
		expect(await stepIndex(linked.steps)).toBe(i);
		expect(await picture(linked.figure), name).toBe(forth[i]);
	}
	for (const [i, name] of [...names.entries()].reverse()) {
		expect(await picture(figure), name).toBe(forth[i]);
		await back.click();
	}
});

test("starts over once it has ended", async ({ page }) => {
	const { scrubber, replay, pause } = await open(page);
	await scrubber.evaluate((input: HTMLInputElement) => {
		input.value = input.max;
		input.dispatchEvent(new Event("input", { bubbles: true }));
	});
	await replay.click();
	await expect(pause).toBeVisible();
	expect(await storyTime(scrubber)).toBeLessThan(2000);
});

test("scrubs by mouse", async ({ page }) => {
	const { scrubber, steps } = await open(page);
	await scrubber.scrollIntoViewIfNeeded();
	const { x, y, width, height } = (await scrubber.boundingBox())!;
	await page.mouse.move(x + width * 0.1, y + height / 2);
	await page.mouse.down();
	await page.mouse.move(x + width * 0.7, y + height / 2, { steps: 5 });
	await page.mouse.up();
	expect(await stepIndex(steps)).toBeGreaterThan(4);
});

test("is used by keyboard alone", async ({ page }) => {
	await page.emulateMedia({ reducedMotion: "reduce" });
	const { stage, steps, scrubber, pause, play, next, more, item, lookInto, facts } = await open(page);
	const last = (await steps.count()) - 1;
	const at = () => stepIndex(steps);
	await stage.focus();
	await page.keyboard.press("ArrowRight");
	await page.keyboard.press("ArrowRight");
	expect(await at()).toBe(2);
	await page.keyboard.press("ArrowLeft");
	expect(await at()).toBe(1);
	await page.keyboard.press("End");
	expect(await at()).toBe(last);
	await page.keyboard.press("Home");
	expect(await at()).toBe(0);
	const before = await storyTime(scrubber);
	await page.keyboard.press("Shift+ArrowRight");
	expect(await storyTime(scrubber)).toBeCloseTo(before + 100, 0);
	await page.keyboard.press("Space");
	await expect(pause).toBeVisible();
	await page.keyboard.press("Space");
	await expect(play).toBeVisible();

	await page.keyboard.press("Tab");
	await expect(play).toBeFocused();
	await page.keyboard.press("Tab");
	await page.keyboard.press("Tab");
	await expect(next).toBeFocused();
	await page.keyboard.press("Space");
	expect(await at()).toBe(1);
	await page.keyboard.press("Tab");
	await expect(scrubber).toBeFocused();
	await page.keyboard.press("ArrowRight");
	expect(await at()).toBe(2);
	await expect(scrubber).toHaveAttribute("aria-valuetext", /^Step 3 of \d+, [\d.]+ m?s of/);
	await page.keyboard.press("Tab");
	await page.keyboard.press("Tab");
	await expect(more).toBeFocused();
	await page.keyboard.press("Enter");
	await expect(item("Copy link")).toBeVisible();
	await page.keyboard.press("Escape");
	await expect(item("Copy link")).toBeHidden();
	await expect(more).toBeFocused();
	await page.keyboard.press("Tab");
	await expect(lookInto).toBeFocused();
	const about = await lookInto.inputValue();
	await page.keyboard.press("Home");
	await page.keyboard.press("ArrowDown");
	await expect(facts.locator("dl")).toBeVisible();
	const chosen = await lookInto.inputValue();
	expect(chosen).not.toBe("");
	expect(await at()).toBe(2);
	await page.keyboard.press("Escape");
	expect(await lookInto.inputValue()).toBe(about);
});

test("tells a screen reader what is shown, once it rests", async ({ page }) => {
	await page.emulateMedia({ reducedMotion: "reduce" });
	const { next, status, current, figure } = await open(page);
	await expect(status).toBeEmpty();
	await next.click();
	const caption = await current.locator(".caption").innerText();
	await expect(status).toContainText("Step 2 of");
	await expect(status).toContainText(caption.slice(0, 30));
	await expect(figure.locator(".wide svg")).toHaveAttribute("aria-label", /\w{3,}/);
});

test("reads sensibly", async ({ page }) => {
	const { figure } = await open(page);
	await expect(figure).toMatchAriaSnapshot(`
- figure:
  - 'group "Picture: space plays, arrow keys step"':
    - group:
      - img
  - list:
    - listitem: /1 \\/ \\d+/
  - group "Controls":
    - button "Play"
    - button "Back"
    - button "Next"
    - slider "Time"
    - paragraph: /of/
    - combobox "Speed":
      - option "0.5×"
      - option "1×" [selected]
      - option "2×"
    - group
  - group "Inspector":
    - combobox "Look into"
    - group "Bytes"
  - text: /Recorded on Spark/
`);
});

test("looks into processes, channels and messages by click, and pauses for it", async ({ page }) => {
	const { play, figure, facts, bytes, stage } = await open(page);
	const click = async (selector: string) => {
		const shape = figure.locator(`.wide ${selector}`).first();
		const box = (await shape.boundingBox())!;
		await page.mouse.click(box.x + Math.min(6, box.width / 2), box.y + Math.min(6, box.height / 2));
	};
	await play.click();
	await click('rect[data-entity="driverPython"]');
	await expect(play).toBeVisible();
	await expect(facts).toContainText("pid");
	await expect(figure.locator('.wide [data-entity="driverPython"][data-lit]').first()).toBeVisible();
	await click('path[data-entity^="py4j-"]');
	await expect(facts).toContainText("opened by");
	await stage.press("Escape");
	await expect(figure.locator("[data-lit]")).toHaveCount(0);
	await stage.press("Home");
	await click('[data-entity^="message-"]');
	await expect(facts).toContainText("seen at");
	await expect(bytes.locator("code").first()).toHaveText(/^[0-9a-f]{2}( [0-9a-f]{2})*/);
});

test("keeps the address at its step, and hands it on", async ({ page, context }) => {
	await context.grantPermissions(["clipboard-read", "clipboard-write"]);
	await page.emulateMedia({ reducedMotion: "reduce" });
	const { next, steps, more, item } = await open(page);
	const names = await stepNames(steps);
	const length = await page.evaluate(() => history.length);
	await next.click();
	await next.click();
	expect(new URL(page.url()).hash).toBe(`#collect.${names[2]}`);
	expect(await page.evaluate(() => history.length)).toBe(length);
	await more.click();
	await item("Copy link").click();
	expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(page.url());
});

test("is moved by a phrase in the text, which lights up what the step is about", async ({ page }) => {
	const { steps, figure, next } = await open(page);
	const link = page.locator('a.step-link[href^="#collect."]').first();
	const name = (await link.getAttribute("href"))!.split(".")[1]!;
	await link.click();
	expect(await stepIndex(steps)).toBe((await stepNames(steps)).indexOf(name));
	await expect(figure.locator(".stage")).toBeInViewport();
	await expect(link).toHaveAttribute("aria-current", "true");
	expect(await figure.locator("[data-lit]").count()).toBeGreaterThan(0);
	await next.click();
	await expect(link).not.toHaveAttribute("aria-current");
	await page.goBack();
	await expect(figure).toBeVisible();
});

test("stands still off-screen and goes on in view", async ({ page }) => {
	const { play, pause, scrubber } = await open(page);
	await play.click();
	await page.setViewportSize({ width: 1280, height: 200 });
	await page.evaluate(() => scrollTo({ top: 0, behavior: "instant" }));
	await page.waitForTimeout(200);
	const before = await storyTime(scrubber);
	await page.waitForTimeout(400);
	expect(await storyTime(scrubber)).toBe(before);
	await page.setViewportSize({ width: 1280, height: 900 });
	await find(page).stage.scrollIntoViewIfNeeded();
	await expect.poll(() => storyTime(scrubber)).toBeGreaterThan(before);
	await expect(pause).toBeVisible();
});

test("cuts from step to step where motion is unwanted", async ({ page }) => {
	await page.emulateMedia({ reducedMotion: "reduce" });
	const { play, speed, figure, next } = await open(page);
	const steps = new Set([await picture(figure)]);
	for (let i = 0; i < 3; i++) {
		await next.click();
		steps.add(await picture(figure));
	}
	await figure.locator(".stage").press("Home");
	await speed.selectOption("2");
	await play.click();
	for (let i = 0; i < 30; i++) {
		expect(steps).toContain(await picture(figure));
		await page.waitForTimeout(100);
	}
});

for (const theme of ["light", "dark"] as const)
	test(`saves the picture with its colours, ${theme}`, async ({ page }) => {
		await page.addInitScript((theme) => localStorage.setItem("starlight-theme", theme), theme);
		const { more, item } = await open(page);
		await more.click();
		const svg = page.waitForEvent("download");
		await item("SVG").click();
		const text = readFileSync(await (await svg).path(), "utf8");
		expect((await svg).suggestedFilename()).toMatch(/^collect-[\w-]+\.svg$/);
		expect(text).not.toContain("var(");
		expect(text).toContain(theme === "light" ? "#ffffff" : "#1b1f26");
		await more.click();
		const png = page.waitForEvent("download");
		await item("PNG").click();
		const bytes = readFileSync(await (await png).path());
		expect(bytes.subarray(1, 4).toString()).toBe("PNG");
		expect(bytes.readUInt32BE(16)).toBe(2080);
	});

test("fills the screen", async ({ page }) => {
	const { more, item, figure } = await open(page);
	await more.click();
	await item("Full screen").click();
	await expect.poll(() => page.evaluate(() => document.fullscreenElement?.localName)).toBe("spark-replay");
	await expect(figure.locator(".controls")).toBeInViewport();
	await more.click();
	await item("Leave full screen").click();
	await expect.poll(() => page.evaluate(() => document.fullscreenElement)).toBe(null);
});

test("draws itself when a script makes it with no children", async ({ page }) => {
	await open(page);
	await page.evaluate(() => {
		const made = document.createElement("spark-replay");
		for (const name of ["story", "src", "recording"]) made.setAttribute(name, document.querySelector("spark-replay")!.getAttribute(name)!);
		document.querySelector("spark-replay")!.replaceWith(made);
	});
	const { next, steps, stage } = find(page);
	await expect(stage.locator(".wide svg")).toBeVisible();
	await next.click();
	expect(await stepIndex(steps)).toBe(1);
});

test("can be used with a thumb at 390 px", async ({ page }) => {
	await page.setViewportSize({ width: 390, height: 800 });
	const { figure, stage } = await open(page);
	await expect(stage.locator(".narrow svg")).toBeVisible();
	const small = await figure.locator("button:visible, summary:visible, select:visible, input:visible").evaluateAll((controls) =>
		controls
			.filter((control) => !control.closest("figcaption"))
			.map((control) => ({ name: control.outerHTML.slice(0, 60), ...control.getBoundingClientRect().toJSON() }))
			.filter(({ width, height }) => width < 44 || height < 44),
	);
	expect(small).toEqual([]);
	expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
});

test("shows what each step is about above its controls at 390 px", async ({ page }) => {
	await page.setViewportSize({ width: 390, height: 700 });
	await page.emulateMedia({ reducedMotion: "reduce" });
	const { figure, stage, steps, next } = await open(page);
	await stage.evaluate((node) => node.scrollIntoView());
	for (let i = 1; i < (await steps.count()); i++) {
		await next.click();
		const messages = figure.locator('.narrow [data-entity^="message-"]');
		if (!(await messages.count())) continue;
		const { bottom, top } = await messages.first().evaluate((node) => node.getBoundingClientRect().toJSON());
		const desk = await figure.locator(".desk").evaluate((node) => node.getBoundingClientRect().top);
		expect(top, `step ${i + 1}`).toBeGreaterThan(0);
		expect(bottom, `step ${i + 1}`).toBeLessThanOrEqual(desk);
	}
});
