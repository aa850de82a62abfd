/** Lessons as MDX: what stands at their head, and the stories that their figures tell. */
import { parse } from "yaml";
import { parts } from "../parts.ts";
import { namesIn, onceEach, readText } from "./once.ts";

export interface Lesson {
	/** Name of its file in content/lessons, without `.mdx`. */
	readonly name: string;
	/** From 1. */
	readonly part: number;
	/** Place within the part. */
	readonly order: number;
	/** Stories of its figures, in order. */
	readonly stories: readonly string[];
}

const figure = /<Replay\b[^>]*\bstory="([^"]+)"|\bstory: "([^"]+)"/g;

/** Throws an Error with one sentence if the front matter names no part or no order. */
export function readLesson(mdx: string, file: string): Lesson {
	const { part, order } = parse(/^---\r?\n([\s\S]*?)\r?\n---/.exec(mdx)?.[1] ?? "") ?? {};
	if (!Number.isInteger(part) || part < 1 || part > parts.length)
		throw new Error(`${file}: part must be a number from 1 to ${parts.length}, is ${part}`);
	if (typeof order !== "number") throw new Error(`${file}: order must be a number, is ${order}`);
	const name = file.replace(/^.*\//, "").replace(/\.mdx$/, "");
	return { name, part, order, stories: [...mdx.matchAll(figure)].map(([, alone, inSwitch]) => (alone ?? inSwitch)!) };
}

/** Null: there is no such lesson. */
export const findLesson = onceEach((name): Lesson | null => {
	const file = `content/lessons/${name}.mdx`;
	const mdx = readText(file);
	return mdx === null ? null : readLesson(mdx, file);
});

export const lessonNames = () => namesIn("content/lessons", ".mdx");

/** All lessons, in the order of the course. */
export const allLessons = () =>
	lessonNames()
		.map((name) => findLesson(name)!)
		.sort((a, b) => a.part - b.part || a.order - b.order);

/** The first lesson that tells a story; null: none does. */
export const lessonOf = (story: string) => allLessons().find(({ stories }) => stories.includes(story)) ?? null;
