/**
 * Strong statements: sentences that hold for every case or for none, and the marks of those who compared each with its source.
 * The marks are one file: content file → sentence, its sources as they were read, a verdict. A sentence or a source that
 * was edited is a new one; one that moved, even to another file, is not; a mark without a sentence is an error.
 */
import { existsSync, readFileSync } from "node:fs";
import { parse, stringify } from "yaml";
import type { Text } from "./texts.ts";

export const marksFile = "docs/claims.yaml";

/** What leaves no exception. *all* and *each* mostly count what was recorded, and are not among them. */
const strong = /\b(?:only|never|ever|always|whenever|nothing|nobody|none|no one|no other|cannot|must|every|everything|everybody|everywhere|whatever|impossible)\b/i;

/** How the reader of a sentence found it. */
export const verdicts = {
	source: "its source says that much",
	recorded: "it speaks of the recorded run, and the recording shows it",
	words: "it says what a word means or what the page does: nothing about Spark, Python or the JVM depends on it",
} as const;

export interface Mark {
	says: string;
	sources: string[];
	/** A key of `verdicts`; empty: not read yet. */
	verdict: string;
}

/** By file, in the order of its sentences. */
export type Marks = Record<string, Mark[]>;

/** A question states nothing, nor do words in code or in a quotation that the text refutes. */
export const isStrong = ({ piece }: Text) => {
	const refuted = piece.says.replace(/\*\*["“][^"”]*["”]\*\*/g, "").replace(/`[^`]*`/g, "");
	return strong.test(refuted) && !piece.says.endsWith("?");
};

const keyOf = ({ says, sources }: Pick<Mark, "says" | "sources">) => JSON.stringify([says, sources]);
const toMark = ({ piece, sources }: Text): Mark => ({ says: piece.says, sources, verdict: "" });

export interface Reading {
	/** Strong statements, each once. */
	all: Text[];
	/** Those without a verdict. */
	unread: Text[];
	/** What is wrong with the marks, one sentence each. */
	errors: string[];
}

export function readStrong(texts: readonly Text[], marks: Marks): Reading {
	const all = [...new Map(texts.filter(isStrong).map((text) => [keyOf(toMark(text)), text])).values()];
	const keys = new Set(all.map((text) => keyOf(toMark(text))));
	const listed = Object.entries(marks).flatMap(([file, list]) => list.map((mark) => ({ file, ...mark })));
	const read = new Map(listed.map((mark) => [keyOf(mark), mark.verdict]));
	const errors = listed.flatMap(({ file, ...mark }) => {
		const at = `${marksFile}: ${file}: “${mark.says}”`;
		if (!keys.has(keyOf(mark))) return [`${at}: no sentence says this with this source: it was edited, or its source was; read it again (npm run claims -- --write ${file}).`];
		if (mark.verdict !== "" && !Object.hasOwn(verdicts, mark.verdict)) return [`${at}: the verdict is ${mark.verdict}, and must be ${Object.keys(verdicts).join(", ")} or empty.`];
		if (mark.verdict === "source" && !mark.sources.length) return [`${at}: the verdict is source, and the sentence has none: give it a footnote.`];
		return [];
	});
	return { all, unread: all.filter((text) => !read.get(keyOf(toMark(text)))), errors };
}

export const parseMarks = (yaml: string): Marks => (parse(yaml) ?? {}) as Marks;
export const readMarks = (): Marks => (existsSync(marksFile) ? parseMarks(readFileSync(marksFile, "utf8")) : {});
export const writeMarks = (marks: Marks): string => stringify(marks, { lineWidth: 0 });

/** Marks with those of `files` brought up to date: verdicts that still stand, and an empty one for each sentence that has none. */
export function updateMarks(texts: readonly Text[], marks: Marks, files: readonly string[]): Marks {
	const { all } = readStrong(texts, marks);
	const verdictOf = new Map(Object.values(marks).flat().map((mark) => [keyOf(mark), mark.verdict]));
	const ours = all.filter(({ file }) => files.includes(file)).map((text) => [text.file, { ...toMark(text), verdict: verdictOf.get(keyOf(toMark(text))) ?? "" }] as const);
	const taken = new Set(ours.map(([, mark]) => keyOf(mark)));
	const others = Object.entries(marks).flatMap(([file, list]) => (files.includes(file) ? [] : [[file, list.filter((mark) => !taken.has(keyOf(mark)))] as const]));
	const next = new Map<string, Mark[]>(others.filter(([, list]) => list.length));
	for (const [file, mark] of ours) next.set(file, [...(next.get(file) ?? []), mark]);
	return Object.fromEntries([...next].sort(([a], [b]) => (a < b ? -1 : 1)));
}
