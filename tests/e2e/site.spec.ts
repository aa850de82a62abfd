import { globSync, readFileSync } from "node:fs";
import { expect, type Page, test } from "@playwright/test";
import { expectNoViolation } from "./axe.ts";

const pages = globSync("dist/**/*.html")
	.sort()
	.map((file) => file.replace(/^dist|(?<=\/)index\.html$/g, ""));
const themes = ["light", "dark"] as const;
const meta = /<meta http-equiv="Content-Security-Policy"[^>]*>/;

/** Serves pages with their policy in one place only, so that each place is tested by itself. */
async function keepPolicyIn(page: Page, place: "meta" | "header", toBody = (html: string) => html) {
	await page.route("**/*", async (route) => {
		if (route.request().resourceType() !== "document") return route.continue();
		const response = await route.fetch();
		const headers = response.headers();
		const html = await response.text();
		expect(headers["content-security-policy"]).toBe(meta.exec(html)?.[0].split('content="')[1]?.slice(0, -2));
		if (place === "meta") delete headers["content-security-policy"];
		await route.fulfill({ response, headers, body: toBody(place === "header" ? html.replace(meta, "") : html) });
	});
}

/** What the browser refuses or throws, as it comes. */
async function collectErrors(page: Page) {
	const errors: string[] = [];
	page.on("pageerror", (error) => errors.push(error.message));
	page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
	await page.exposeFunction("reportViolation", (text: string) => errors.push(text));
	await page.addInitScript(() =>
		addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI, sample }) =>
			(window as any).reportViolation(`${violatedDirective} ${blockedURI} ${sample}`),
		),
	);
	return errors;
}

async function setTheme(page: Page, theme: (typeof themes)[number]) {
	await page.evaluate((theme) => document.documentElement.setAttribute("data-theme", theme), theme);
}

async function search(page: Page, words: string) {
	await page.keyboard.press("Control+k");
	await page.getByRole("dialog").getByRole("textbox").fill(words);
	return page.locator(".pagefind-ui__result-link").first();
}

test("the sitemap lists each page that may be indexed", () => {
	const sitemap = readFileSync("dist/sitemap-0.xml", "utf8");
	const listed = [...sitemap.matchAll(/<loc>([^<]+)<\/loc>/g)].map(([, loc]) => new URL(loc!).pathname);
	expect(listed.sort()).toEqual(pages.filter((path) => !/^\/(embed\/|404)/.test(path)).sort());
});

test("lessons have code whose colours can be tested", () => {
	const lessons = globSync("dist/lessons/*/index.html").filter((file) => readFileSync(file, "utf8").includes('<pre data-language="python"'));
	expect(lessons.length).toBeGreaterThan(0);
});

/** Pages that one template makes of each story and each failure: what the template does is tested on all others, and here that the content does not break it. */
const isGenerated = (path: string) => /^\/(embed|failures)\/./.test(path);

const generated = pages.filter(isGenerated);
const together = 8;

for (let from = 0; from < generated.length; from += together) {
	const some = generated.slice(from, from + together);
	test(`run under their policy, have no axe violation and keep to a phone's width: ${some[0]} to ${some.at(-1)}`, async ({ page }) => {
		test.slow();
		const errors = await collectErrors(page);
		await page.setViewportSize({ width: 390, height: 800 });
		for (const [n, path] of some.entries())
			await test.step(path, async () => {
				await page.goto(path, { waitUntil: "networkidle" });
				await setTheme(page, themes[n % 2]!);
				await expectNoViolation(page);
				expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(390);
				expect(errors, path).toEqual([]);
			});
	});
}

for (const path of pages.filter((path) => !isGenerated(path)))
	test.describe(path, () => {
		for (const place of ["meta", "header"] as const)
			test(`runs under its policy sent as ${place}, with code in colour`, async ({ page }) => {
				const errors = await collectErrors(page);
				await keepPolicyIn(page, place);
				const response = await page.goto(path, { waitUntil: "networkidle" });
				expect(response!.status()).toBe(200);
				for (const code of await page.locator(".expressive-code pre[data-language=python]").all()) {
					const colours = await code.locator("span[style]").evaluateAll((spans) => spans.map((span) => getComputedStyle(span).color));
					expect(new Set(colours).size, await code.innerText()).toBeGreaterThan(1);
				}
				expect(errors).toEqual([]);
			});

		test("has no axe violation in either theme", async ({ page }) => {
			await page.goto(path);
			// The pictures of a lesson are those of the embedded replays, which are looked at by themselves.
			const without = ["spark-replay"];
			await setTheme(page, "light");
			await expectNoViolation(page, { without });
			await setTheme(page, "dark");
			await expectNoViolation(page, { without, rules: ["color-contrast", "link-in-text-block"] });
		});

		for (const width of [1280, 390])
			test(`keeps still, keeps to its width and to its own origin at ${width} px`, async ({ page, baseURL }) => {
				const foreign: string[] = [];
				page.on("request", (request) => {
					if (!/^(data|blob):/.test(request.url()) && new URL(request.url()).origin !== baseURL) foreign.push(request.url());
				});
				await page.addInitScript(() => {
					const shifts: string[] = ((window as any).shifts = []);
					new PerformanceObserver((list) => {
						for (const { hadRecentInput, value, sources } of list.getEntries() as any[])
							if (!hadRecentInput) shifts.push(`${value}: ${JSON.stringify(sources)}`);
					}).observe({ type: "layout-shift", buffered: true });
				});
				await page.setViewportSize({ width, height: 800 });
				await page.goto(path, { waitUntil: "networkidle" });
				await page.mouse.wheel(0, 20_000);
				await page.waitForTimeout(300);
				expect(await page.evaluate(() => (window as any).shifts)).toEqual([]);
				expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
				expect(foreign).toEqual([]);
			});
	});

for (const place of ["meta", "header"] as const) {
	test(`the policy sent as ${place} refuses a script that the build did not write`, async ({ page }) => {
		const errors = await collectErrors(page);
		await keepPolicyIn(page, place, (html) => html.replace("</body>", "<script>window.intruder = true</script></body>"));
		await page.goto("/");
		await expect.poll(() => errors.join()).toContain("script-src");
		expect(await page.evaluate(() => "intruder" in window)).toBe(false);
	});

	test(`search finds a page, by keyboard alone, under the policy sent as ${place}`, async ({ page }) => {
		const errors = await collectErrors(page);
		await keepPolicyIn(page, place);
		await page.goto("/");
		await expect(await search(page, "recording")).toBeVisible();
		await page.keyboard.press("Escape");
		await expect(page.getByRole("dialog")).toBeHidden();
		await expect(await search(page, "qqqqzzzz")).toBeHidden();
		expect(errors).toEqual([]);
	});
}

test("scripts are allowed by hash or origin only", async ({ request }) => {
	for (const path of pages) {
		const policy = (await request.get(path)).headers()["content-security-policy"]!;
		expect(policy.split("; ").find((directive) => directive.startsWith("script-src "))).toMatch(
			/^script-src 'self' 'wasm-unsafe-eval'( 'sha256-[\w+/=]+')*$/,
		);
	}
});

test("an unknown address answers 404 with a way back", async ({ page }) => {
	const response = await page.goto("/lessons/no-such-lesson/");
	expect(response!.status()).toBe(404);
	await expect(page.getByRole("heading", { level: 1 })).toHaveText("No such page");
	await page.getByRole("link", { name: "list of lessons" }).click();
	await expect(page).toHaveURL("/");
});

test("the first tab stop skips to the content", async ({ page }) => {
	await page.goto("/");
	await page.keyboard.press("Tab");
	await expect(page.locator(":focus")).toHaveText("Skip to content");
	await expect(page.locator(":focus")).toBeInViewport();
	await page.keyboard.press("Enter");
	await expect(page).toHaveURL("/#_top");
});

test("a theme that is chosen stays", async ({ page }) => {
	await page.goto("/");
	for (const theme of themes) {
		await page.getByRole("combobox").first().selectOption(theme);
		await page.reload();
		await expect(page.locator("html")).toHaveAttribute("data-theme", theme);
		await expect(page.locator("body")).toHaveCSS("background-color", theme === "light" ? "rgb(250, 249, 246)" : "rgb(20, 23, 28)");
	}
});

test.describe("without scripts", () => {
	test.use({ javaScriptEnabled: false });
	test("every page can be read", async ({ page }) => {
		test.slow();
		for (const path of pages) {
			await page.goto(path);
			await expect(page.getByRole("heading").first(), path).toBeVisible();
		}
	});
});
