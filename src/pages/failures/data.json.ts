import { finderJson } from "../../site/content/index.ts";

export const GET = () => new Response(finderJson(), { headers: { "content-type": "application/json" } });
