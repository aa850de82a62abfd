import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { overlaps } from "../../src/drawing/check.ts";
import { toSvg } from "../../src/drawing/svg.ts";
import { parseRecording } from "../../src/recording/parse.ts";
import { scenes } from "../../src/scenes/index.ts";
import type { Options } from "../../src/scenes/scene.ts";
import { indexRecording } from "../../src/state/index-recording.ts";
import type { Moment } from "../../src/state/state.ts";
import { stateAt } from "../../src/state/state-at.ts";
import { boxOverlaps } from "../unit/boxes.ts";

const read = (name: string) => {
	const path = `tests/fixtures/recordings/${name}.json`;
	return indexRecording(parseRecording(readFileSync(path, "utf8"), path));
};
const recordings = { worker: read("worker"), launch: read("launch"), small: read("small"), py4j: read("py4j") };
type Name = keyof typeof recordings;

const { events } = recordings.worker.recording;
const at = (type: string, from: string) => events.findIndex((e) => e.kind === "message" && e.type === type && e.from === from);
const firstOut = at("batch", "pythonWorker");
const secret = at("secret", "executorJvm");
const firstIn = at("batch", "executorJvm");
const moment = (event: number, more: Partial<Moment> = {}): Moment => ({ t: events[event]!.at, seen: event, focus: event, travel: [{ event, progress: 0.5 }], ...more });

/** Scene, recording, name of the picture, moment, options of the scene. */
const pictures: [string, Name, string, Moment, Options?][] = [
	["conversation", "worker", "secret", moment(secret)],
	["conversation", "worker", "batches-folded", moment(firstOut)],
	["conversation", "small", "py4j", { t: 30, seen: 2, focus: 2, travel: [{ event: 2, progress: 0.5 }] }],
	["conversation", "py4j", "two-connections", { t: 50, seen: 5, focus: 5, travel: [{ event: 5, progress: 0.5 }] }, { channels: ["py4j"] }],
	["conversation", "py4j", "as-text", { t: 50, seen: 5, focus: 5, travel: [{ event: 5, progress: 0.5 }] }, { channels: ["py4j"], text: true }],
	["bytes", "worker", "batch-row", moment(firstOut, { look: ["part:pickle/TUPLE2", "part:pickle/BININT1"] })],
	["bytes", "worker", "batch-cut", moment(firstIn, { look: ["part:length"] })],
	["bytes", "worker", "secret-hidden", moment(secret)],
	["bytes", "worker", "unseen", moment(at("unknown", "pythonWorker"))],
	["memory", "worker", "worker-there", { t: 600_000 }],
	["launch", "launch", "shell", { t: 24_500 }],
	["launch", "launch", "helper", { t: 2_600, look: ["shell-0"] }],
	["launch", "launch", "fork", { t: 51_000 }],
	["launch", "launch", "terminal", { t: 99_000, look: ["driverPython"] }],
	["launch", "launch", "killed", { t: 99_000 }],
	["compare", "worker", "middle", { t: 500_000 }],
];

for (const [scene, name, picture, asked, options = {}] of pictures)
	for (const layout of ["wide", "narrow"] as const)
		test(`${scene} ${picture} ${layout}`, async () => {
			const beside = scene === "compare" ? [stateAt(recordings.small, { t: asked.t })] : [];
			const drawing = scenes[scene]!.draw({ ...stateAt(recordings[name], asked), beside }, layout, options);
			expect([...overlaps(drawing), ...boxOverlaps(drawing)]).toEqual([]);
			await expect(toSvg(drawing, { theme: "light", label: `${scene}, ${picture}` })).toMatchFileSnapshot(`${scene}/${picture}-${layout}.svg`);
		});
