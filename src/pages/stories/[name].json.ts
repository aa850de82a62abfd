import type { APIRoute, GetStaticPaths } from "astro";
import { storyJson, storyNames } from "../../site/replays.ts";

export const getStaticPaths: GetStaticPaths = () => storyNames().map((name) => ({ params: { name } }));

export const GET: APIRoute = ({ params }) => new Response(storyJson(params["name"]!));
