import type { APIRoute, GetStaticPaths } from "astro";
import { storyNames } from "../../site/content/index.ts";
import { storyFile } from "../../site/replays.ts";

export const getStaticPaths: GetStaticPaths = () => storyNames().map((name) => ({ params: { name } }));

export const GET: APIRoute = ({ params }) => new Response(storyFile(params["name"]!).json);
