/** Recordings, and the stories that are bound to them. */
import { parseRecording } from "../../recording/parse.ts";
import { scenes } from "../../scenes/index.ts";
import { indexRecording } from "../../state/index-recording.ts";
import type { RecordingIndex } from "../../state/recording-index.ts";
import { resolveReference } from "../../story/captions.ts";
import { makeFigure } from "../../story/make-figure.ts";
import { type BoundStory, readStory } from "../../story/read-story.ts";
import type { ResolvedStep } from "../../story/story.ts";
import { checkOptions } from "./options.ts";
import { namesIn, onceEach, readText } from "./once.ts";

/** Another folder of recordings of the same names: to build the stories on fresh ones. */
const folder = process.env["RECORDINGS"] ?? "content/recordings";

/** A recording by its name; null: there is none. Throws an Error with one sentence if it is broken. */
export const openRecording = onceEach((name): RecordingIndex | null => {
	const path = `${folder}/${name}.json`;
	const text = readText(path);
	return text === null ? null : indexRecording(parseRecording(text, path));
});

export const recordingNames = () => namesIn(folder, ".json");
export const storyNames = () => namesIn("content/stories", ".yaml");

/** Throws an Error that names file, step and reason for each thing that is wrong. */
export const loadStory = onceEach((name): BoundStory => {
	const path = `content/stories/${name}.yaml`;
	const text = readText(path);
	if (text === null) throw new Error(`there is no story ${name}: no ${path}`);
	const { data, errors } = readStory(text, path, openRecording);
	if (errors) throw new Error(errors.join("\n"));
	const { scene } = data.story;
	if (!scenes[scene]) throw new Error(`${path}: there is no scene ${scene}: one of ${Object.keys(scenes).join(", ")}`);
	const wrong = checkOptions(data, scenes[scene].options);
	if (wrong.length) throw new Error(wrong.map((reason) => `${path}: ${reason}`).join("\n"));
	return data;
});

export const loadFigure = onceEach((name) => {
	const { index, story, beside } = loadStory(name);
	return makeFigure(index, story, scenes[story.scene]!, beside);
});

export interface FoundStep {
	readonly step: ResolvedStep;
	/** As the figure counts them, from 1. */
	readonly number: number;
}

/** The step at `story.step`; null: there is no such story, or it has no such step. */
export function findStep(address: string): FoundStep | null {
	const [story, name] = address.split(".") as [string, string?];
	if (!storyNames().includes(story)) return null;
	const { steps } = loadStory(story).story;
	const at = steps.findIndex((step) => step.name === name);
	return at < 0 ? null : { step: steps[at]!, number: at + 1 };
}

/** Throws an Error that says which steps there are. */
export function loadStep(story: string, name: string): FoundStep {
	const { steps } = loadStory(story).story;
	const found = findStep(`${story}.${name}`);
	if (!found) throw new Error(`the story ${story} has no step ${name}: one of ${steps.map((step) => step.name).join(", ")}`);
	return found;
}

/** A value at a step of a story, `step:reference` as in captions. Throws an Error that says what is missing. */
export function recordedValue(story: string, reference: string): string {
	const { references } = loadStory(story);
	const [, step, path] = /^([\w-]+):(.+)$/.exec(reference) ?? [];
	const own = references.get(step ?? "");
	if (!own || !path) throw new Error(`${reference} does not begin with a step of the story ${story}`);
	const value = resolveReference(path, own, references);
	if (value instanceof Error) throw new Error(`step ${step}: ${value.message}`);
	return value;
}
