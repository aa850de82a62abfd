import { globSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { parse } from "yaml";
import { parts } from "./parts.ts";

interface Lesson {
	slug: string;
	part: number;
	order: number;
}

/**
 * The sidebar: one group a part, holding the lessons whose front matter names that part, by their `order`.
 * A part without lessons is left out. Throws if a lesson names no part or no order.
 */
export function readSidebar(directory: string) {
	const lessons = globSync(`${directory}/*.mdx`).map(readLesson);
	return parts
		.map((label, i) => ({
			label: `${i + 1} ${label}`,
			items: lessons
				.filter(({ part }) => part === i + 1)
				.sort((a, b) => a.order - b.order)
				.map(({ slug }) => ({ slug })),
		}))
		.filter(({ items }) => items.length > 0);
}

function readLesson(path: string): Lesson {
	const frontMatter = /^---\r?\n([\s\S]*?)\r?\n---/.exec(readFileSync(path, "utf8"))?.[1];
	const { part, order } = parse(frontMatter ?? "") ?? {};
	if (!Number.isInteger(part) || part < 1 || part > parts.length)
		throw new Error(`${path}: part must be a number from 1 to ${parts.length}, is ${part}`);
	if (typeof order !== "number") throw new Error(`${path}: order must be a number, is ${order}`);
	return { slug: `lessons/${basename(path, ".mdx")}`, part, order };
}
