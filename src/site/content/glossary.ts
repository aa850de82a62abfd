/** The terms of content/glossary. */
import { type GlossaryTerm, readTerm, sortTerms } from "../../glossary/read-term.ts";
import { orThrow } from "../../yaml/read-yaml.ts";
import { findLesson } from "./lessons.ts";
import { namesIn, onceEach, readText } from "./once.ts";

/** Throws an Error if there is no such term, or its file is wrong. */
export const loadTerm = onceEach((slug): GlossaryTerm => {
	const file = `content/glossary/${slug}.yaml`;
	const text = readText(file);
	if (text === null) throw new Error(`there is no ${file}`);
	return orThrow(readTerm(text, file, (lesson) => findLesson(lesson) !== null));
});

export const loadGlossary = () => sortTerms(namesIn("content/glossary", ".yaml").map(loadTerm));
