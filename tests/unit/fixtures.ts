/** The recordings of tests/fixtures, made by hand. `hostile`: one event of each kind, markup in every text, numbers of four and five digits. */
import { readFileSync } from "node:fs";
import type { Recording } from "../../src/recording/format.ts";
import { parseRecording } from "../../src/recording/parse.ts";
import { countUpTo } from "../../src/recording/lookup.ts";
import { indexRecording } from "../../src/state/index-recording.ts";
import type { RecordingIndex } from "../../src/state/recording-index.ts";

export type FixtureName = "connect" | "exchange" | "hostile" | "launch" | "py4j" | "small" | "worker";

/** Anew at each call: a test may change it. */
export function readFixture(name: FixtureName): Recording {
	const path = `tests/fixtures/recordings/${name}.json`;
	return parseRecording(readFileSync(path, "utf8"), path);
}

export const indexFixture = (name: FixtureName) => indexRecording(readFixture(name));

/** What `hostile` has in each of its texts. */
export const markup = `<b>&"'`;

/** Each event, and the moments between at which a process or a channel comes, changes or goes: its name, t and how many events have happened. */
export function momentsOf({ recording: { events, processes, channels, run }, times }: RecordingIndex): (readonly [string, number, number])[] {
	const lives = [...processes.flatMap(({ images, end }) => [...images.map(({ at }) => at), end]), ...channels.flatMap(({ open, close }) => [open, close])];
	const between = [...new Set([0, ...lives.filter((t) => t !== null), run.duration])].filter((t) => !times.includes(t));
	const moments = [...between.map((t) => ["no event", t, countUpTo(times, t)] as const), ...events.map(({ kind, at }, i) => [`${i} ${kind}`, at, i + 1] as const)];
	return moments.sort((a, b) => a[1] - b[1] || a[2] - b[2]);
}
