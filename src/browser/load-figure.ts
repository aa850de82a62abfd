/** Fetches a story and its recording, once a page each, and makes the figure of them. */
import type { Recording } from "../recording/format";
import { readRecording } from "../recording/read";
import type { Scene } from "../scenes/scene";
import { indexRecording } from "../state/index-recording";
import type { Figure } from "../story/figure";
import { makeFigure } from "../story/make-figure";
import type { ResolvedStory } from "../story/story";

/** The message is a sentence for the reader. */
export class Unplayable extends Error {}

/** A page loads only the scenes that its stories ask for: each file exports a scene of its own name. */
const scenes = import.meta.glob<Record<string, Scene>>(["../scenes/*.ts", "!../scenes/{index,scene}.ts"]);

const fetched = new Map<string, Promise<unknown>>();

function fetchJson(address: string): Promise<unknown> {
	const known = fetched.get(address);
	if (known) return known;
	const coming = fetchAnew(address);
	fetched.set(address, coming);
	coming.catch(() => fetched.delete(address));
	return coming;
}

async function fetchAnew(address: string): Promise<unknown> {
	const response = await fetch(address).catch(() => null);
	if (!response?.ok) throw new Unplayable("The recording could not be fetched: reload the page to try again.");
	return response.json().catch(() => {
		throw new Unplayable("The recording is broken: it is not JSON.");
	});
}

export interface Loaded {
	story: ResolvedStory;
	figure: Figure;
	run: Recording["run"];
}

/** Rejects with an Unplayable for whatever is wrong with the files. */
export async function loadFigure(storyAddress: string, recordingAddress: string): Promise<Loaded> {
	const [story, json] = (await Promise.all([fetchJson(storyAddress), fetchJson(recordingAddress)])) as [ResolvedStory, unknown];
	const scene = await readScene(story.scene);
	try {
		const recording = readRecording(json);
		return { story, figure: makeFigure(indexRecording(recording), story, scene), run: recording.run };
	} catch (error) {
		throw new Unplayable((error as Error).message);
	}
}

async function readScene(name: string): Promise<Scene> {
	const module = await scenes[`../scenes/${name}.ts`]?.().catch(() => null);
	if (!module?.[name]) throw new Unplayable(`What draws the scene “${name}” could not be fetched: reload the page to try again.`);
	return module[name];
}
