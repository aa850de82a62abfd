/** Script time of one animation frame while a story plays, with a CPU that is four times slower. */
import { type CDPSession, expect, type Page, test } from "@playwright/test";
import { open } from "./replay.ts";

/** ms, median. */
const limit = 4;

interface TraceEvent {
	name: string;
	/** µs of the thread's own time: what other processes of the machine take does not count. */
	tdur?: number;
}

/** Runs `act` and gives the ms that each callback of an animation frame took. */
async function traceFrames(client: CDPSession, act: () => Promise<void>): Promise<number[]> {
	const events: TraceEvent[] = [];
	client.on("Tracing.dataCollected", ({ value }) => events.push(...(value as unknown as TraceEvent[])));
	const complete = new Promise((resolve) => client.once("Tracing.tracingComplete", resolve));
	await client.send("Tracing.start", { transferMode: "ReportEvents", traceConfig: { includedCategories: ["devtools.timeline"] } });
	await act();
	await client.send("Tracing.end");
	await complete;
	return events.flatMap(({ name, tdur }) => (name === "FireAnimationFrame" && tdur !== undefined ? tdur / 1000 : []));
}

/** Starts something that moves for at least `seconds`, and holds the median of its frames against the limit. */
async function expectQuickFrames(page: Page, what: string, seconds: number, start: () => Promise<void>) {
	const client = await page.context().newCDPSession(page);
	await client.send("Emulation.setCPUThrottlingRate", { rate: 4 });
	const times = await traceFrames(client, async () => {
		await start();
		await page.waitForTimeout(1000 * seconds);
	});
	times.sort((a, b) => a - b);
	const at = (part: number) => times[Math.floor(times.length * part)]!.toFixed(1);
	console.log(`${what}: ${times.length} animation frames, ms: median ${at(0.5)}, 95 % ${at(0.95)}, most ${times.at(-1)!.toFixed(1)}`);
	expect(times.length).toBeGreaterThan(10 * seconds);
	expect(times[Math.floor(times.length / 2)]).toBeLessThanOrEqual(limit);
}

test("a frame of a replay takes at most 4 ms of script, median", async ({ page }) => {
	test.slow();
	const { play, speed } = await open(page, "/embed/collect/");
	await speed.selectOption("2");
	await expectQuickFrames(page, "replay", 12, () => play.click());
});

test("a frame of the sandbox takes at most 4 ms of script, median", async ({ page }) => {
	test.slow();
	await page.goto("/embed/collect-sandbox/");
	await page.getByLabel("It finishes").check();
	await expectQuickFrames(page, "sandbox", 5, () => page.getByRole("button", { name: "Run it" }).click());
});
