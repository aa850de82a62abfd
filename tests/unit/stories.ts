/** Stories of a few steps, over a recording of tests/fixtures. */
import type { RecordingIndex } from "../../src/state/recording-index.ts";
import { readStory } from "../../src/story/read-story.ts";

/** One step of a story's YAML. */
export const toStep = (name: string, select: string, caption = "Text.", look: readonly string[] = []) => `  - { name: ${name}, select: { ${select} }, caption: ${JSON.stringify(caption)}, look: ${JSON.stringify(look)} }\n`;

/** Throws what is wrong with it. `head`: further lines before the steps. */
export function readSteps(name: string, index: RecordingIndex, steps: readonly string[], head = "") {
	const yaml = `recording: ${name}\nscene: cluster\ntitle: T\n${head}steps:\n${steps.join("")}`;
	const { data, errors } = readStory(yaml, `content/stories/${name}.yaml`, () => index);
	if (errors) throw new Error(errors.join("\n"));
	return data;
}
