/** Finds a browser for the tests and the contact sheets: Playwright's own, else the system's, else Debian's package. */
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { chromium } from "@playwright/test";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const systemPath = () =>
	names.flatMap((name) => (process.env.PATH ?? "").split(":").map((directory) => `${directory}/${name}`)).find(existsSync);

export const browserArguments = [
	"--no-sandbox",
	"--disable-background-networking",
	"--disable-component-update",
	"--disable-sync",
	"--disable-quic",
	"--no-first-run",
];

/** Path of a browser's program. Says in one sentence on stderr which it is; throws one sentence if there is none. */
export function findBrowser() {
	if (existsSync(chromium.executablePath())) return say("Playwright's own browser", chromium.executablePath());
	const path = systemPath();
	if (path) return say("the system's browser", path);
	if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
		console.error("No browser found: installing Debian's chromium package.");
		execFileSync("sh", ["-c", "apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium"], {
			stdio: ["ignore", "ignore", "inherit"],
		});
		const installed = systemPath();
		if (installed) return say("Debian's chromium", installed);
	}
	throw new Error("No browser found: run `npx playwright install chromium`, or install Chromium or Chrome, and try again.");
}

function say(what, path) {
	if (!process.env.TEST_WORKER_INDEX) console.error(`Using ${what}: ${path}`);
	return path;
}

export const launchOptions = () => ({ executablePath: findBrowser(), args: browserArguments });
