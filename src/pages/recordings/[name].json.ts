import type { APIRoute, GetStaticPaths } from "astro";
import { loadStory, storyNames } from "../../site/content/index.ts";
import { recordingFile } from "../../site/replays.ts";

/** Only what a story tells. */
export const getStaticPaths: GetStaticPaths = () => {
	const told = storyNames().flatMap((name) => [loadStory(name).story.recording, ...loadStory(name).story.beside]);
	return [...new Set(told)].map((name) => ({ params: { name } }));
};

export const GET: APIRoute = ({ params }) => new Response(recordingFile(params["name"]!).json);
