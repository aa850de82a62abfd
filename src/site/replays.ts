/** Stories as pages show and fetch them: figures, and addresses that hold a version. */
import { createHash } from "node:crypto";
import type { Run } from "../recording/format.ts";
import type { Figure } from "../story/figure.ts";
import type { ResolvedStory } from "../story/story.ts";
import { finderJson, loadFigure, loadStory, openRecording } from "./content/index.ts";
import { onceEach } from "./content/once.ts";

const base = import.meta.env.BASE_URL;

/** The JSON that a page fetches, and its version: a page never meets a file of another build. */
const versioned = (toJson: (name: string) => string) =>
	onceEach((name) => {
		const json = toJson(name);
		return { json, version: createHash("sha256").update(json).digest("hex").slice(0, 8) };
	});

export const storyFile = versioned((name) => JSON.stringify(loadStory(name).story));
export const recordingFile = versioned((name) => JSON.stringify(openRecording(name)!.recording));
const finderFile = versioned(finderJson);

export interface ReadyReplay {
	readonly story: ResolvedStory;
	readonly figure: Figure;
	readonly run: Run;
	/** Address of the story. */
	readonly src: string;
	/** Addresses of the story's recording and of those beside it, a space between. */
	readonly recording: string;
}

export function readReplay(name: string): ReadyReplay {
	const { story, index } = loadStory(name);
	const toAddress = (recording: string) => `${base}recordings/${recording}.json?v=${recordingFile(recording).version}`;
	return {
		story,
		figure: loadFigure(name),
		run: index.recording.run,
		src: `${base}stories/${name}.json?v=${storyFile(name).version}`,
		recording: [story.recording, ...story.beside].map(toAddress).join(" "),
	};
}

export const finderAddress = () => `${base}failures/data.json?v=${finderFile("").version}`;
