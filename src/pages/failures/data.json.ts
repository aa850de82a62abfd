import { finderJson } from "../../site/failures.ts";

export const GET = () => new Response(finderJson(), { headers: { "content-type": "application/json" } });
