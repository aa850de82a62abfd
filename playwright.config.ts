import { defineConfig, devices } from "@playwright/test";
import { launchOptions } from "./scripts/browser.mjs";

const port = Number(process.env["TEST_PORT"] ?? 4399);

const timing = /(frame-time|update-svg)\.spec\.ts$/;

export default defineConfig({
	testDir: "tests/e2e",
	forbidOnly: !!process.env["CI"],
	fullyParallel: true,
	workers: 2,
	reporter: process.env["CI"] ? [["line"], ["json", { outputFile: "reports/playwright.json" }]] : "line",
	use: { ...devices["Desktop Chrome"], baseURL: `http://localhost:${port}`, launchOptions: launchOptions() },
	// What measures the machine waits until nothing else runs on it.
	projects: [
		{ name: "pages", testIgnore: timing },
		{ name: "timing", testMatch: timing, dependencies: ["pages"], fullyParallel: false, workers: 1 },
	],
	webServer: {
		command: "node scripts/serve.mjs",
		env: { PORT: String(port) },
		url: `http://localhost:${port}/`,
	},
});
