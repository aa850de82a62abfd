import { expect, test } from "vitest";
import { scenes } from "../../src/scenes/index.ts";
import { checkOptions } from "../../src/site/content/options.ts";
import type { ResolvedStory } from "../../src/story/story.ts";
import { indexFixture } from "./fixtures.ts";
import { readSteps, toStep } from "./stories.ts";

const small = readSteps("small", indexFixture("small"), [toStep("a", "kind: jobStart")]);
const check = (scene: string, options: ResolvedStory["options"]) =>
	checkOptions({ ...small, story: { ...small.story, scene, options } }, scenes[scene]!.options);

test("options that a scene knows, with values that the recording holds", () => {
	expect(check("memory", { processes: ["driverJvm", "executorJvm"] })).toEqual([]);
	expect(check("memory", { processes: "driverJvm" })).toEqual([]);
	expect(check("conversation", { channels: "py4j", text: true })).toEqual([]);
	expect(check("launch", { root: "driverPython" })).toEqual([]);
	expect(check("compare", { order: ["small"], titles: ["Anything"] })).toEqual([]);
});

test("any other is a sentence", () => {
	expect([
		...check("memory", { proceses: ["driverJvm"] }),
		...check("memory", { processes: ["driverJvm", "pythonWorkers"] }),
		...check("conversation", { channels: ["grpc"], text: "yes" }),
		...check("launch", { root: ["driverPython", "driverJvm"] }),
		...check("compare", { order: ["smal"] }),
		...check("cluster", { order: ["small"] }),
	]).toEqual([
		"the scene memory has no option proceses: one of processes.",
		"option processes: pythonWorkers is no process of the recording, neither as id nor as kind.",
		"option channels: grpc is no channel of the recording, neither as id nor as kind.",
		"option text: it is true or false, not yes.",
		"option root: it is one process.",
		"option order: smal is no recording of the story: small.",
		"the scene cluster has no option order: it has none.",
	]);
});
