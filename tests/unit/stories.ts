/** Stories of a few steps, over recordings of tests/fixtures. */
import type { RecordingIndex } from "../../src/state/recording-index.ts";
import { readStory } from "../../src/story/read-story.ts";

/** One step of a story's YAML. `head`: further keys of it. */
export const toStep = (name: string, select: string, caption = "Text.", look: readonly string[] = [], head = "") => `  - { name: ${name}, ${head}select: { ${select} }, caption: ${JSON.stringify(caption)}, look: ${JSON.stringify(look)} }\n`;

/** Throws what is wrong with it. `beside`: by name. */
export function readSteps(name: string, index: RecordingIndex, steps: readonly string[], beside: Readonly<Record<string, RecordingIndex>> = {}) {
	const yaml = `recording: ${name}\nbeside: ${JSON.stringify(Object.keys(beside))}\nscene: cluster\ntitle: T\nsteps:\n${steps.join("")}`;
	const { data, errors } = readStory(yaml, `content/stories/${name}.yaml`, (wanted) => (wanted === name ? index : (beside[wanted] ?? null)));
	if (errors) throw new Error(errors.join("\n"));
	return data;
}
