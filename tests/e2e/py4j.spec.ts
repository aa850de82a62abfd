import { expect, type Page, test } from "@playwright/test";
import { expectNoViolation } from "./axe.ts";

const path = "/lessons/py4j/";

const find = (page: Page) => {
	const root = page.locator("spark-py4j");
	return {
		root,
		preset: root.getByLabel("Recorded calls"),
		kind: root.getByLabel("Call", { exact: true }),
		target: root.locator("[name=target]"),
		method: root.locator("[name=method]"),
		add: root.getByRole("button", { name: "Add an argument" }),
		type: (n: number) => root.getByLabel(`Type of argument ${n}`),
		text: (n: number) => root.getByRole("textbox", { name: `Argument ${n}` }),
		remove: (n: number) => root.getByRole("button", { name: `Remove argument ${n}` }),
		lines: root.locator(".command .sent"),
		answer: root.locator(".answer .sent"),
		returns: root.getByLabel("if it returns"),
		complaints: root.locator(".complaint:not(:empty)"),
		status: root.getByRole("status"),
		link: root.getByRole("link", { name: "Link to this call" }),
	};
};

/** The command, as text, without the sign for a line feed. */
const command = async (page: Page) => (await find(page).lines.allTextContents()).map((line) => line.replace(/↵$/, ""));

const recorded = ["c", "z:java.lang.String", "join", "s and ", "ro37", "e"];

async function open(page: Page, hash = "") {
	await page.goto(path + hash);
	await expect(page.locator("spark-py4j:defined")).toBeAttached();
	return find(page);
}

test("begins with a call that was recorded, and its answer", async ({ page }) => {
	const { root, answer } = await open(page);
	expect(await command(page)).toEqual(recorded);
	await expect(answer).toHaveText("!ysPython and JVM↵");
	await expect(root).toContainText("This is the answer that was recorded.");
	await expect(root).toContainText("6 lines, 40 bytes");
});

test("shows each recorded call", async ({ page }) => {
	const { preset, complaints, answer, root } = await open(page);
	const names = await preset.locator("option").allTextContents();
	expect(names.length).toBeGreaterThan(5);
	for (const label of names.slice(1)) {
		await preset.selectOption({ label });
		await expect(complaints).toHaveCount(0);
		await expect(root).toContainText("This is the answer that was recorded.");
		await expect(answer).toHaveText(/^!y/);
	}
	await preset.selectOption({ label: "ArrayList()" });
	expect(await command(page)).toEqual(["i", "java.util.ArrayList", "e"]);
	await expect(answer).toHaveText("!ylo36↵");
	await expect(root.getByLabel("Method")).toBeHidden();
});

test("sends an argument of each type", async ({ page }) => {
	test.slow();
	const { add, type, text, remove, preset } = await open(page);
	for (const [name, value, sent] of [
		["int", "2147483647", "i2147483647"],
		["int", "2147483648", "L2147483648"],
		["bool", "True", "bTrue"],
		["float", "1e16", "d1e+16"],
		["Decimal", "1.50", "D1.50"],
		["bytes (hex)", "80 05 4b", "jgAVL"],
		["Java object", "o7", "ro7"],
		["Python object", "java.lang.Runnable", "fp0;java.lang.Runnable"],
		["str", "a\nb\\", "sa\\nb\\\\"],
	] as const) {
		await type(1).selectOption(name);
		await text(1).fill(value);
		expect((await command(page))[3], name).toBe(sent);
	}
	await type(1).selectOption("None");
	await expect(text(1)).toBeDisabled();
	expect((await command(page))[3]).toBe("n");
	await remove(2).click();
	await expect(remove(1)).toBeFocused();
	await add.click();
	await expect(text(2)).toBeFocused();
	expect(await command(page)).toEqual(["c", "z:java.lang.String", "join", "n", "s", "e"]);
	await expect(preset).toHaveValue("");
});

test("shows the form of the answer that the method's type gives", async ({ page }) => {
	const { returns, answer, root } = await open(page);
	await returns.selectOption("a long");
	await expect(answer).toHaveText("!yL4294967296↵");
	await expect(root).toContainText("what follows the letters is an example");
	await returns.selectOption("nothing, it throws");
	await expect(answer).toHaveText("!xro38↵");
});

test("knows what no JVM can read", async ({ page }) => {
	const { type, text, answer, returns } = await open(page);
	await type(2).selectOption("int");
	await text(2).fill("9223372036854775808");
	await expect(answer).toHaveText(/^!zsjava\.lang\.NumberFormatException/);
	await expect(returns).toBeDisabled();
	await text(2).fill("9223372036854775807");
	await expect(answer).toHaveText("!ystext↵");
});

test("says what is wrong at the field, and keeps the last good command", async ({ page }) => {
	const { type, text, target, method, kind, complaints, status } = await open(page);
	await type(2).selectOption("int");
	await expect(complaints).toHaveText(["“o37” is no int. Write digits, with a minus in front if you need one, as -7."]);
	await expect(text(2)).toHaveAttribute("aria-invalid", "true");
	await expect(text(2)).toHaveAccessibleDescription(/^“o37” is no int/);
	await expect(status).toHaveText("Not sent: a field says why. This is the last call that could be.");
	expect(await command(page)).toEqual(recorded);
	await text(2).fill("7");
	await expect(complaints).toHaveCount(0);
	await expect(status).toBeEmpty();
	expect((await command(page))[4]).toBe("i7");
	await target.fill("java lang");
	await method.fill("");
	await expect(complaints).toHaveCount(2);
	await kind.selectOption("a constructor");
	await expect(complaints).toHaveText([/^“java lang” is no name of a class/]);
	await kind.selectOption("a method of an object");
	await target.fill("o36");
	await method.fill("size");
	await expect(complaints).toHaveCount(0);
	expect((await command(page)).slice(0, 3)).toEqual(["c", "o36", "size"]);
});

test("takes anything as text", async ({ page }) => {
	test.slow();
	const { text, root, complaints } = await open(page);
	await page.evaluate(() => ((globalThis as { hit?: boolean }).hit = false));
	for (const value of ["<img src=x onerror='hit = true'>", "</textarea><script>hit = true</script>", "مرحبا 北京 größe", "😀𝒳", "\n\n", "${x} {{y}} &lt;", "e", ""]) {
		await text(1).fill(value);
		await expect(complaints).toHaveCount(0);
		expect((await command(page))[3]).toBe(`s${value.replaceAll("\n", "\\n")}`);
	}
	await text(1).evaluate((field: HTMLTextAreaElement) => {
		field.value = "half \ud83d";
		field.dispatchEvent(new Event("input", { bubbles: true }));
	});
	await expect(complaints).toHaveText([/^Character 6 is half of a surrogate pair/]);
	await text(1).fill("x".repeat(20_000));
	await expect(complaints).toHaveText([/^This has 20000 characters/]);
	await root.locator("[name=target]").fill("<b>bold</b>");
	await expect(complaints).toHaveCount(2);
	expect(await root.locator("img, script, .complaint b").count()).toBe(0);
	expect(await page.evaluate(() => (globalThis as { hit?: boolean }).hit)).toBe(false);
	expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
});

test("keeps a call in its link", async ({ page }) => {
	const { text, link, root } = await open(page);
	await text(1).fill("größe\n<b> & 😀");
	await link.click();
	const hash = new URL(page.url()).hash;
	await page.goto("about:blank");
	await open(page, hash);
	expect((await command(page))[3]).toBe("sgröße\\n<b> & 😀");
	await expect(text(1)).toHaveValue("größe\n<b> & 😀");
	await expect(root).toBeInViewport();
});

for (const hash of ["#console=", "#console=%", "#console=r%0Au%0Ajava%0Arj%0Ae%0A", `#console=${"c".repeat(50_000)}`])
	test(`says that an address holds no call: ${hash.slice(0, 40)}`, async ({ page }) => {
		const { status } = await open(page, hash);
		await expect(status).toHaveText(/^The address holds no call/);
		expect(await command(page)).toEqual(recorded);
	});

test("needs no mouse", async ({ page }) => {
	const { preset, text } = await open(page);
	await preset.focus();
	await page.keyboard.press("Tab");
	await page.keyboard.press("Tab");
	await page.keyboard.press("Tab");
	await page.keyboard.press("Tab");
	await page.keyboard.press("Tab");
	await expect(text(1)).toBeFocused();
	await page.keyboard.press("End");
	await page.keyboard.press("Enter");
	await page.keyboard.type("x");
	expect((await command(page))[3]).toBe("s and \\nx");
});

for (const [width, theme] of [
	[1280, "light"],
	[1280, "dark"],
	[390, "light"],
	[390, "dark"],
] as const)
	test(`has no accessibility violation, with and without complaints: ${width}, ${theme}`, async ({ page }) => {
		await page.setViewportSize({ width, height: 800 });
		await page.addInitScript((theme) => localStorage.setItem("starlight-theme", theme), theme);
		const { type, target } = await open(page);
		for (const prepare of [async () => {}, async () => void (await type(2).selectOption("int"), await target.fill("…"))]) {
			await prepare();
			await expectNoViolation(page, { parts: ["spark-py4j"] });
			expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
		}
	});

test.describe("without scripts", () => {
	test.use({ javaScriptEnabled: false });
	test("is a worked example", async ({ page }) => {
		await page.goto(path);
		const { root, lines } = find(page);
		await expect(lines).toHaveText(recorded.map((line) => `${line}↵`));
		await expect(root).toContainText("static, of this class");
		await expect(root.locator("form")).toBeHidden();
		await expect(root.locator(".answer .sent")).toHaveText("!ysPython and JVM↵");
	});
});
