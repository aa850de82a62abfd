/** Checks the sizes that design allows, gzip, over the built site: a lesson page before any interaction, and each recording. */
import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const root = "dist";
const limits = { html: 32_000, css: 20_000, js: 60_000, recording: 150_000 };

const size = (file) => gzipSync(readFileSync(file), { level: 9 }).length;
const toFile = (href) => join(root, href.replace(/^\//, ""));

/** A script and all that it imports statically: what the browser fetches before anyone does anything. */
function toScripts(file, seen = new Set()) {
	if (seen.has(file) || !existsSync(file)) return seen;
	seen.add(file);
	const imports = readFileSync(file, "utf8").matchAll(/(?:^|[;}\s])(?:import|export)\s*(?:[\w*{}\s,$]+from\s*)?["'](\.[^"']+)["']/g);
	for (const [, name] of imports) toScripts(join(file, "..", name), seen);
	return seen;
}

const rows = [];
for (const page of globSync("**/*.html", { cwd: root }).sort()) {
	const html = readFileSync(join(root, page), "utf8");
	const styles = [...html.matchAll(/<link[^>]*\srel="stylesheet"[^>]*\shref="([^"]+)"/g)].map(([, href]) => toFile(href));
	const scripts = new Set(
		[...html.matchAll(/<(?:script[^>]*\ssrc|link[^>]*\srel="modulepreload"[^>]*\shref)="([^"]+)"/g)].flatMap(([, href]) => [
			...toScripts(toFile(href)),
		]),
	);
	const sum = (files) => [...files].reduce((total, file) => total + size(file), 0);
	rows.push([page, "html", size(join(root, page))], [page, "css", sum(styles)], [page, "js", sum(scripts)]);
}
for (const file of globSync("**/recordings/**/*.json", { cwd: root })) rows.push([file, "recording", size(join(root, file))]);

for (const [name, kind, bytes] of rows) {
	const isOver = bytes > limits[kind];
	if (isOver) process.exitCode = 1;
	console.log(`${isOver ? "OVER" : "  ok"}  ${(bytes / 1000).toFixed(1).padStart(6)} of ${limits[kind] / 1000} kB ${kind.padEnd(9)} ${name}`);
}
if (rows.length === 0) {
	console.error("Nothing built yet: run npm run build first.");
	process.exitCode = 1;
}
