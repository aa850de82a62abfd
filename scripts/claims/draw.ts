/** Draws claims for an audit, and writes them as a sheet to fill in. */
import type { Text } from "./texts.ts";

/** Says something that can be tried: no title, heading or label, no question, nothing that the text itself refutes. */
export const isClaim = ({ part, piece: { says, isHead } }: Text) => !isHead && part !== "title" && says.split(/\s+/).length >= 4 && !/[?:]$/.test(says) && !/^\*\*["“][^"”]*["”]\*\*$/.test(says);

/** Numbers from 0 to below 1, the same for the same seed (mulberry32). */
function* numbers(seed: number): Generator<number, never> {
	let state = seed >>> 0;
	for (;;) {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		yield ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	}
}

/** `count` different claims, each as likely as any other, in the order of their files. Throws an Error if there are not so many. */
export function drawClaims(texts: readonly Text[], count: number, seed: number): Text[] {
	const claims = texts.filter(isClaim);
	if (count > claims.length) throw new Error(`There are ${claims.length} claims, and ${count} were asked for.`);
	const random = numbers(seed);
	const order = claims.map((_, i) => i);
	for (let i = 0; i < count; i++) {
		const j = i + Math.floor(random.next().value * (order.length - i));
		[order[i], order[j]] = [order[j]!, order[i]!];
	}
	return order.slice(0, count).sort((a, b) => a - b).map((i) => claims[i]!);
}

export interface Occasion {
	seed: number;
	/** Of the text: `git rev-parse --short HEAD`. */
	commit: string;
	/** All claims there are. */
	among: number;
}

const cell = (text: string) => text.replaceAll("|", "\\|").replace(/\s+/g, " ");

/** Markdown: a table to fill in, and how. */
export function toSheet(claims: readonly Text[], { seed, commit, among }: Occasion): string {
	const rows = claims.map(({ file, line, part, context, words, sources, values }, i) =>
		[i + 1, cell(`${file}:${line}${part && `, ${part}`}`), cell(context ? `${words} (of: ${context})` : words), cell([...(sources.length ? sources : ["none of its own"]), ...values].join("; ")), "", ""].join(" | "),
	);
	return `# Audit: ${claims.length} claims, seed ${seed}

Drawn from ${among} claims of the text at ${commit} by \`npm run audit -- ${claims.length} --seed ${seed}\`. [How an audit is made](../../CONTRIBUTING.md#audit-the-text).

Auditor, who wrote none of the text:
Tried with (PySpark, Python, pandas, PyArrow, Java):
Right: , too strong: , wrong: , not verifiable: 

| | where | claim | source | verdict | evidence |
|--|--|--|--|--|--|
${rows.map((row) => `| ${row} |`).join("\n")}

## Found beside the sample

## What became of it
`;
}
