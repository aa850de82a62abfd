/** Fetches a story and its recording, once a page each, and makes the figure of them. */
import type { Recording } from "../recording/format.ts";
import type { Scene } from "../scenes/scene.ts";
import { indexRecording } from "../state/index-recording.ts";
import type { Figure } from "../story/figure.ts";
import { makeFigure } from "../story/make-figure.ts";
import type { ResolvedStory } from "../story/story.ts";

/** The message is a sentence for the reader. */
export class Unplayable extends Error {}

/** A page loads only the scenes that its stories ask for: each file exports a scene of its own name. */
const scenes = import.meta.glob<Record<string, Scene>>(["../scenes/*.ts", "!../scenes/{index,scene}.ts"]);

const known = new Map<string, Promise<unknown>>();

/** Once a page for each address, unless it failed. */
function once<T>(address: string, load: (address: string) => Promise<T>): Promise<T> {
	const coming = (known.get(address) as Promise<T> | undefined) ?? load(address);
	known.set(address, coming);
	coming.catch(() => known.delete(address));
	return coming;
}

async function fetchBytes(address: string): Promise<ArrayBuffer> {
	const response = await fetch(address).catch(() => null);
	if (!response?.ok) throw new Unplayable("The recording could not be fetched: reload the page to try again.");
	return response.arrayBuffer();
}

function parse(bytes: ArrayBuffer): unknown {
	try {
		return JSON.parse(new TextDecoder().decode(bytes));
	} catch {
		throw new Unplayable("The recording is broken: it is not JSON.");
	}
}

const fetchStory = async (address: string) => parse(await fetchBytes(address)) as ResolvedStory;

/** The build has checked the recording whose version stands in its address. Any other is checked here: zod comes for it alone. */
async function fetchRecording(address: string): Promise<Recording> {
	const bytes = await fetchBytes(address);
	const json = parse(bytes);
	if (await isVersion(bytes, new URL(address, location.href).searchParams.get("v"))) return json as Recording;
	const { checkFetched } = await import("../recording/parse.ts");
	return checkFetched(json);
}

/** Whether a file's SHA-256 begins so. Never where the browser has none: on pages that came by plain http. */
async function isVersion(bytes: ArrayBuffer, version: string | null): Promise<boolean> {
	if (!version || !crypto.subtle) return false;
	const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
	return [...hash].map((byte) => byte.toString(16).padStart(2, "0")).join("").startsWith(version);
}

export interface Loaded {
	story: ResolvedStory;
	figure: Figure;
	run: Recording["run"];
}

/** `recordingAddresses`: the story's, then those beside it. Rejects with an Unplayable for whatever is wrong with the files. */
export async function loadFigure(storyAddress: string, recordingAddresses: readonly string[]): Promise<Loaded> {
	try {
		const [story, ...recordings] = await Promise.all([once(storyAddress, fetchStory), ...recordingAddresses.map((address) => once(address, fetchRecording))]);
		const scene = await readScene(story.scene);
		const [index, ...beside] = recordings.map(indexRecording);
		return { story, figure: makeFigure(index!, story, scene, beside), run: index!.recording.run };
	} catch (error) {
		throw error instanceof Unplayable ? error : new Unplayable((error as Error).message);
	}
}

async function readScene(name: string): Promise<Scene> {
	const module = await scenes[`../scenes/${name}.ts`]?.().catch(() => null);
	if (!module?.[name]) throw new Unplayable(`The scene “${name}” could not be fetched: reload the page to try again.`);
	return module[name];
}
