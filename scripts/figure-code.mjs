/** What the code of figures weighs without D3: bundled as the site does it, but with D3 left out. */
import { gzipSync } from "node:zlib";
import { build } from "vite";

export const toSize = (content) => gzipSync(content, { level: 9 }).length;

/** A function of the scenes that a page shows: bytes, gzip, of player, elements, those scenes, and all that they import. */
export async function measureFigureCode() {
	const { output } = await build({
		configFile: false,
		logLevel: "error",
		publicDir: false,
		build: { write: false, target: "es2022", rolldownOptions: { input: "src/elements/spark-replay.ts", external: /^d3-/ } },
	});
	const chunks = new Map(output.filter(({ type }) => type === "chunk").map((chunk) => [chunk.fileName, chunk]));
	const find = (isIt) => [...chunks.values()].find(isIt).fileName;
	const reach = (file, seen) => {
		if (seen.has(file) || !chunks.has(file)) return;
		seen.add(file);
		for (const next of chunks.get(file).imports) reach(next, seen);
	};
	return (scenes) => {
		const seen = new Set();
		reach(find(({ isEntry }) => isEntry), seen);
		for (const scene of scenes) reach(find(({ facadeModuleId }) => facadeModuleId?.endsWith(`/src/scenes/${scene}.ts`)), seen);
		return [...seen].reduce((sum, file) => sum + toSize(chunks.get(file).code), 0);
	};
}
