import type { APIRoute, GetStaticPaths } from "astro";
import { loadStory, recordingJson, storyNames } from "../../site/replays.ts";

/** Only what a story tells. */
export const getStaticPaths: GetStaticPaths = () =>
	[...new Set(storyNames().flatMap((name) => [loadStory(name).story.recording, ...loadStory(name).story.beside]))].map((name) => ({ params: { name } }));

export const GET: APIRoute = ({ params }) => new Response(recordingJson(params["name"]!));
