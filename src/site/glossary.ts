/** The terms of content/glossary, for the build. */
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { type GlossaryTerm, readTerm, sortTerms } from "../glossary/read-term.ts";

const hasLesson = (slug: string) => existsSync(`content/lessons/${slug}.mdx`);

/** Throws an Error if there is no such term, or its file is wrong. */
export function loadTerm(slug: string): GlossaryTerm {
	const file = `content/glossary/${slug}.yaml`;
	if (!existsSync(file)) throw new Error(`<Gloss term="${slug}">: there is no ${file}`);
	return readTerm(readFileSync(file, "utf8"), file, hasLesson);
}

export const loadGlossary = () =>
	sortTerms(
		readdirSync("content/glossary")
			.filter((file) => file.endsWith(".yaml"))
			.map((file) => loadTerm(file.slice(0, -".yaml".length))),
	);
