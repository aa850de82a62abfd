import { expect, test } from "vitest";
import type { Recording } from "../../src/recording/format.ts";
import { firstBroken } from "../../src/recording/invariants.ts";
import { readFixture } from "./fixtures.ts";

/** The small recording, whose worker sends from 70 to 71, as if it had died at 65. */
function died(change: (event: Extract<Recording["events"][number], { kind: "message" }>) => void = () => {}): string | null {
	const recording = readFixture("small");
	recording.processes.find(({ id }) => id === "pythonWorker")!.end = 65;
	for (const event of recording.events) if (event.kind === "message" && event.from === "pythonWorker") change(event);
	return firstBroken(recording);
}

test("bytes may be read after their sender has died, but none are seen by the dead", () => {
	expect(died((event) => (event.seen = "to"))).toBeNull();
	expect(died()).toBe("events[9].at: pythonWorker does not live then.");
});

test("nor by who is not there yet, whichever end", () => {
	for (const seen of ["from", "to"] as const) {
		const recording = readFixture("small");
		recording.processes.find(({ id }) => id === "pythonWorker")!.start = 67;
		recording.processes.find(({ id }) => id === "pythonWorker")!.images[0]!.at = 67;
		for (const event of recording.events) if (event.kind === "message" && event.channel === "worker") event.seen = seen;
		expect(firstBroken(recording)).toBe("events[6].at: pythonWorker does not live then.");
	}
});

test("times are known to within their sources' fineness", () => {
	const recording = readFixture("small");
	recording.processes.find(({ id }) => id === "pythonWorker")!.end = 70;
	expect(firstBroken(recording)).toBeNull();
	recording.processes.find(({ id }) => id === "pythonWorker")!.end = 69;
	expect(firstBroken(recording)).toBe("events[10].at: pythonWorker does not live then.");
});
