import { finderJson } from "../../site/failures";

export const GET = () => new Response(finderJson(), { headers: { "content-type": "application/json" } });
