/** The recordings of tests/fixtures, made by hand. `hostile`: one event of each kind, markup in every text, numbers of four and five digits. */
import { readFileSync } from "node:fs";
import type { Recording } from "../../src/recording/format.ts";
import { parseRecording } from "../../src/recording/parse.ts";
import { indexRecording } from "../../src/state/index-recording.ts";

export type FixtureName = "connect" | "exchange" | "hostile" | "launch" | "py4j" | "small" | "worker";

/** Anew at each call: a test may change it. */
export function readFixture(name: FixtureName): Recording {
	const path = `tests/fixtures/recordings/${name}.json`;
	return parseRecording(readFileSync(path, "utf8"), path);
}

export const indexFixture = (name: FixtureName) => indexRecording(readFixture(name));

/** What `hostile` has in each of its texts. */
export const markup = `<b>&"'`;
