import { expect, type Locator, type Page, test } from "@playwright/test";
import { expectNoViolation } from "./axe.ts";

const path = "/lessons/collect/";
const key = "inside-pyspark:quizzes";

const toQuestion = (page: Page, number: number) => page.locator("spark-quiz [data-question]").nth(number - 1);
const find = (page: Page, controls: string) => page.locator("spark-quiz [data-question]").filter({ has: page.locator(controls) }).first();
const check = (question: Locator) => question.getByRole("button", { name: "Check" }).click();
const note = (question: Locator) => question.getByRole("status");

/** Gives every control the value that `data-right` asks for, as a reader would. */
async function answer(question: Locator) {
	const right = (await question.getAttribute("data-right"))!.split(" ");
	if (await question.getByRole("radio").count()) await question.locator(`input[value="${right[0]}"]`).check();
	for (const [i, select] of (await question.locator("select").all()).entries()) await select.selectOption(right[i]!);
	for (const [i, value] of right.entries()) {
		const item = question.locator(`li[data-answer="${value}"]`);
		const place = () => item.evaluate((li) => [...li.parentElement!.children].indexOf(li));
		while ((await item.count()) && (await place()) > i) await item.getByRole("button", { name: /^Move up/ }).click();
	}
}

test.beforeEach(async ({ page }) => {
	await page.goto(path);
	await page.locator("spark-quiz").scrollIntoViewIfNeeded();
	await expect(page.locator("spark-quiz:defined")).toBeAttached();
});

test("five questions of three kinds", async ({ page }) => {
	await expect(page.locator("spark-quiz [data-question]")).toHaveCount(5);
	for (const controls of ["input[type=radio]", "select", ".quiz-order"]) await expect(find(page, controls)).toBeAttached();
});

test("each wrong choice is explained, with a link to a step on the page", async ({ page }) => {
	for (const question of await page.locator("spark-quiz [data-question]").filter({ has: page.getByRole("radio") }).all()) {
		const said = new Set<string>();
		const right = (await question.getAttribute("data-right"))!;
		for (const radio of await question.getByRole("radio").all()) {
			await radio.check();
			await check(question);
			await expect(note(question)).toContainText((await radio.getAttribute("value")) === right ? "Right." : "Not so.");
			said.add(await note(question).innerText());
			const href = (await note(question).getByRole("link").getAttribute("href"))!;
			await expect(page.locator(`[id="${href.slice(1)}"]`)).toBeAttached();
		}
		expect(said.size).toBe(await question.getByRole("radio").count());
	}
});

test("every step that an answer links to is on the page", async ({ page }) => {
	const hrefs = await page.locator("spark-quiz a").evaluateAll((links) => links.map((link) => link.getAttribute("href")!));
	for (const href of new Set(hrefs)) await expect(page.locator(`[id="${href.slice(1)}"]`), href).toBeAttached();
});

test("the link of an explanation takes the figure to its step", async ({ page }) => {
	const question = toQuestion(page, 1);
	const wrong = question.locator(`input:not([value="${await question.getAttribute("data-right")}"])`).first();
	await wrong.check();
	await check(question);
	const link = note(question).getByRole("link");
	const step = (await link.getAttribute("href"))!.slice(1);
	await link.click();
	await expect(page).toHaveURL(new RegExp(`#${step}$`));
	await expect(page.locator(`[id="${step}"]`)).toHaveAttribute("data-place", "now");
	await expect(page.locator(`[id="${step}"]`)).toBeInViewport();
});

test("an answer that is not complete is no try", async ({ page }) => {
	const question = find(page, "select");
	await question.locator("select").first().selectOption({ index: 1 });
	await check(question);
	await expect(note(question)).toHaveText("Choose a process for each.");
	await expect(question.locator(".quiz-result")).toBeEmpty();
});

test("a changed answer is no longer graded", async ({ page }) => {
	const question = toQuestion(page, 1);
	await question.getByRole("radio").first().check();
	await check(question);
	await expect(question.locator("[data-mark]")).toHaveCount(1);
	await question.getByRole("radio").nth(1).check();
	await expect(question.locator("[data-mark]")).toHaveCount(0);
	await expect(note(question)).toBeEmpty();
});

test("an order is made by keyboard, and the focus stays on the item", async ({ page }) => {
	const question = find(page, ".quiz-order");
	const item = question.locator(".quiz-order > li").nth(2);
	const value = (await item.getAttribute("data-answer"))!;
	const up = question.locator(`li[data-answer="${value}"]`).getByRole("button", { name: /^Move up/ });
	await up.focus();
	for (const place of [2, 1]) {
		await page.keyboard.press("Enter");
		await expect(up).toBeFocused();
		await expect(page.locator(".quiz-said")).toContainText(`now ${place} of`);
	}
	await expect(question.locator(".quiz-order > li").first()).toHaveAttribute("data-answer", value);
	await expect(up).toHaveAttribute("aria-disabled", "true");
	await page.keyboard.press("Enter");
	await expect(up).toBeFocused();
	await answer(question);
	await check(question);
	await expect(note(question)).toContainText("Right.");
});

test("the whole quiz can be used by keyboard alone", async ({ page }) => {
	const radio = toQuestion(page, 1).getByRole("radio").first();
	await radio.focus();
	await page.keyboard.press("Space");
	await page.keyboard.press("ArrowDown");
	await page.keyboard.press("Tab");
	await expect(toQuestion(page, 1).getByRole("button", { name: "Check" })).toBeFocused();
	await page.keyboard.press("Enter");
	await expect(note(toQuestion(page, 1))).toContainText(/Right\.|Not so\./);
	await page.keyboard.press("Tab");
	await expect(toQuestion(page, 1).locator("summary")).toBeFocused();
});

test("says how it went, keeps it over a reload, and forgets it when asked", async ({ page }) => {
	const wrong = toQuestion(page, 1);
	await wrong.locator(`input:not([value="${await wrong.getAttribute("data-right")}"])`).first().check();
	await check(wrong);
	await expect(page.locator(".quiz-summary")).toHaveText("1 of 5 answered.");
	for (const question of await page.locator("spark-quiz [data-question]").all()) {
		await answer(question);
		await check(question);
		await expect(note(question)).toContainText("Right.");
	}
	const summary = "4 of 5 right at the first try; look again at: question 1.";
	await expect(page.locator(".quiz-summary")).toHaveText(summary);
	await page.reload();
	await expect(page.locator(".quiz-summary")).toHaveText(summary);
	await expect(page.locator(".quiz-result")).toHaveText([/later try/, ...Array(4).fill(/first try/)]);
	const href = await page.locator(".quiz-summary a").getAttribute("href");
	await expect(page.locator(`[id="${href!.split("#")[1]}"]`)).toBeAttached();
	const reset = page.getByRole("button", { name: "Reset progress" });
	await reset.click();
	await expect(reset).toBeFocused();
	await expect(page.locator(".quiz-summary")).toHaveText(/^5 questions/);
	await page.reload();
	await expect(page.locator(".quiz-result")).toHaveText(Array(5).fill(""));
});

test("the answer that was looked up is not a first try", async ({ page }) => {
	const question = toQuestion(page, 1);
	await question.locator("summary").click();
	await answer(question);
	await check(question);
	await expect(question.locator(".quiz-result")).toHaveText("right at a later try");
});

for (const [what, stored] of [
	["junk", "{]"],
	["another shape", '{"collect":{"room-for-all":"best"}}'],
] as const)
	test(`stored progress that is ${what} counts as none`, async ({ page }) => {
		await page.evaluate(([key, stored]) => localStorage.setItem(key!, stored!), [key, stored]);
		await page.reload();
		await expect(page.locator(".quiz-summary")).toHaveText(/^5 questions/);
		await answer(toQuestion(page, 1));
		await check(toQuestion(page, 1));
		await expect(page.locator(".quiz-summary")).toHaveText("1 of 5 answered.");
	});

test("works without storage, and says that progress is not kept", async ({ page }) => {
	await expect(page.getByText("Your progress stays in this browser.")).toBeVisible();
	await page.addInitScript(() =>
		Object.defineProperty(window, "localStorage", {
			get() {
				throw new DOMException("blocked", "SecurityError");
			},
		}),
	);
	await page.reload();
	await expect(page.getByText("Your progress is not kept")).toBeVisible();
	await expect(page.getByText("Your progress stays in this browser.")).toBeHidden();
	await answer(toQuestion(page, 1));
	await check(toQuestion(page, 1));
	await expect(note(toQuestion(page, 1))).toContainText("Right.");
	await expect(page.locator(".quiz-summary")).toHaveText("1 of 5 answered.");
});

test("changes nothing in the page when it starts, and keeps its size", async ({ page }) => {
	const size = () => page.locator("spark-quiz").evaluate((quiz) => quiz.getBoundingClientRect().height);
	const after = await size();
	const context = await page.context().browser()!.newContext({ javaScriptEnabled: false, viewport: page.viewportSize() });
	const still = await context.newPage();
	await still.goto(path);
	const foot = await page.locator(".quiz-foot").evaluate((foot) => foot.getBoundingClientRect().height);
	const { height } = (await still.locator("spark-quiz").boundingBox())!;
	expect(Math.abs(height + foot - after)).toBeLessThan(1);
	await context.close();
});

test("reads without scripts: every reason is in an answer that opens", async ({ browser }) => {
	const context = await browser.newContext({ javaScriptEnabled: false });
	const page = await context.newPage();
	await page.goto(path);
	await expect(page.locator("spark-quiz").getByRole("button")).toHaveCount(0);
	for (const question of await page.locator("spark-quiz [data-question]").all()) {
		await question.locator("summary").click();
		await expect(question.locator("[data-why]")).toBeVisible();
		for (const reason of await question.locator("[data-against]").all()) await expect(reason).toBeVisible();
	}
	await context.close();
});

test("makes sense to a screen reader", async ({ page }) => {
	const question = find(page, "select");
	const group = question.getByRole("group").first();
	await expect(group).toHaveAccessibleName(/Choose a process for each\.$/);
	for (const select of await question.locator("select").all()) await expect(select).toHaveAccessibleName(/\w/);
	await expect(find(page, ".quiz-order").getByRole("button", { name: /^Move (up|down): / })).toHaveCount(
		2 * (await page.locator(".quiz-order > li").count()),
	);
});

for (const theme of ["light", "dark"] as const)
	test(`has no axe violation while it is used, ${theme}`, async ({ page }) => {
		await page.evaluate((theme) => localStorage.setItem("starlight-theme", theme), theme);
		await page.reload();
		for (const question of await page.locator("spark-quiz [data-question]").all()) {
			await question.locator("summary").click();
			const radio = question.getByRole("radio").first();
			if (await radio.count()) await radio.check();
			for (const select of await question.locator("select").all()) await select.selectOption({ index: 1 });
			await check(question);
		}
		await expectNoViolation(page, { parts: ["spark-quiz"] });
	});

test("answers do not come up in the search", async ({ page }) => {
	for (const part of [".quiz-controls", "details"])
		for (const element of await page.locator(`spark-quiz ${part}`).all()) await expect(element).toHaveAttribute("data-pagefind-ignore");
});
