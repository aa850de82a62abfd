/** The stories of content/, bound to their recordings, for the build: each read once, and again when its file changes. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { parseRecording } from "../recording/parse.ts";
import type { Recording } from "../recording/format.ts";
import { scenes } from "../scenes/index.ts";
import { indexRecording, type RecordingIndex } from "../state/index-recording.ts";
import type { Figure } from "../story/figure.ts";
import { type References, resolveReference } from "../story/captions.ts";
import { makeFigure } from "../story/make-figure.ts";
import { readStory } from "../story/read-story.ts";
import type { ResolvedStory } from "../story/story.ts";

const base = import.meta.env.BASE_URL;
/** Another folder of recordings of the same names: to build the stories on fresh ones. */
const recordings = process.env["RECORDINGS"] ?? "content/recordings";

/** A function of a file's text that is asked once for each version of the file. */
function onceEach<T>(read: (name: string, path: string) => T, toPath: (name: string) => string) {
	const known = new Map<string, { changed: number; value: T }>();
	return (name: string): T => {
		const path = toPath(name);
		const changed = statSync(path).mtimeMs;
		const before = known.get(name);
		if (before?.changed === changed) return before.value;
		const value = read(name, path);
		known.set(name, { changed, value });
		return value;
	};
}

const readIndex = onceEach(
	(_, path): RecordingIndex => indexRecording(parseRecording(readFileSync(path, "utf8"), path)),
	(name) => `${recordings}/${name}.json`,
);

const namesIn = (directory: string, ending: string) =>
	readdirSync(directory)
		.filter((file) => file.endsWith(ending))
		.map((file) => file.slice(0, -ending.length));

export const storyNames = () => namesIn("content/stories", ".yaml");

export interface StoryOnDisk {
	story: ResolvedStory;
	/** By step. */
	references: ReadonlyMap<string, References>;
	index: RecordingIndex;
	/** Of the recordings beside it. */
	beside: RecordingIndex[];
}

/** Throws an Error that names file, step and reason for each thing that is wrong. */
export function loadStory(name: string): StoryOnDisk {
	const path = `content/stories/${name}.yaml`;
	const text = readFileSync(path, "utf8");
	const index = readIndex(/^recording:\s*["']?([\w.-]+)/m.exec(text)?.[1] ?? "");
	const names = /^beside:\s*\[([^\]]*)\]/m.exec(text)?.[1] ?? "";
	const beside = names.split(",").flatMap((other) => other.trim() || []).map(readIndex);
	const { story, references, errors } = readStory(text, path, index.recording, beside.map(({ recording }) => recording));
	if (errors) throw new Error(errors.join("\n"));
	if (!scenes[story.scene]) throw new Error(`${path}: there is no scene ${story.scene}`);
	return { story, references, index, beside };
}

/** A value at a step of a story, `step:reference` as in captions. Throws an Error that says what is missing. */
export function recordedValue(name: string, reference: string): string {
	const { references } = loadStory(name);
	const [, stepName, path] = /^([\w-]+):(.+)$/.exec(reference) ?? [];
	const own = references.get(stepName ?? "");
	if (!own || !path) throw new Error(`${name}: ${reference} does not begin with a step of the story`);
	const value = resolveReference(path, own, references);
	if (value instanceof Error) throw new Error(`${name}: step ${stepName}: ${value.message}`);
	return value;
}

/** The JSON that a page fetches. */
export const storyJson = (name: string) => JSON.stringify(loadStory(name).story);
export const recordingJson = (name: string) => JSON.stringify(readIndex(name).recording);

const toVersion = (text: string) => createHash("sha256").update(text).digest("hex").slice(0, 8);

export interface ReadyReplay {
	story: ResolvedStory;
	figure: Figure;
	run: Recording["run"];
	/** Addresses of the files, each with its version: a page never meets a file of another build. */
	src: string;
	/** The story's recording, then those beside it, a space between. */
	recording: string;
}

export function readReplay(name: string): ReadyReplay {
	const { story, index, beside } = loadStory(name);
	const toAddress = (recording: string) => `${base}recordings/${recording}.json?v=${toVersion(recordingJson(recording))}`;
	return {
		story,
		figure: makeFigure(index, story, scenes[story.scene]!, beside),
		run: index.recording.run,
		src: `${base}stories/${name}.json?v=${toVersion(storyJson(name))}`,
		recording: [story.recording, ...story.beside].map(toAddress).join(" "),
	};
}
