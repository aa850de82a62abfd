/**
 * `npm run audit -- 60 --seed 7`: draws 60 claims at random from all that readers read, the same ones for the same seed and text, each
 * with its source beside it, and writes a sheet to fill in: docs/audits/60-seed-7.md. It does not write over a sheet.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { readContent } from "./claims/content.ts";
import { drawClaims, isClaim, toSheet } from "./claims/draw.ts";

const usage = "Usage: npm run audit -- COUNT --seed N, whole numbers, COUNT from 1.";

function readArguments(): { count: number; seed: number } {
	const { values, positionals } = (() => {
		try {
			return parseArgs({ options: { seed: { type: "string" } }, allowPositionals: true });
		} catch (error) {
			throw new Error(`${(error as Error).message.split(/[.\n]/)[0]}. ${usage}`, { cause: error });
		}
	})();
	const [count, ...more] = positionals;
	if (!/^[1-9]\d{0,5}$/.test(count ?? "") || !/^\d{1,9}$/.test(values.seed ?? "") || more.length) throw new Error(usage);
	return { count: Number(count), seed: Number(values.seed) };
}

try {
	const { count, seed } = readArguments();
	const path = `docs/audits/${count}-seed-${seed}.md`;
	if (existsSync(path)) throw new Error(`${path} is there already: draw with another seed, or delete it.`);
	const texts = readContent();
	const git = (...args: string[]) => execFileSync("git", args, { encoding: "utf8" }).trim();
	const commit = git("rev-parse", "--short", "HEAD") + (git("status", "--porcelain", "--", "content") ? " with changes that are not committed" : "");
	const claims = drawClaims(texts, count, seed);
	mkdirSync("docs/audits", { recursive: true });
	writeFileSync(path, toSheet(claims, { seed, commit, among: texts.filter(isClaim).length }));
	console.log(`${path}: ${count} claims to try`);
} catch (error) {
	console.error((error as Error).message);
	process.exitCode = 2;
}
