/** A term's YAML → the term, or what is wrong with it and would be right. */
import * as z from "zod";
import { type Read, readYaml, toFileName } from "../yaml/read-yaml.ts";
import { type SidedKind, sidedKinds } from "../state/kinds.ts";

/** What a term may live in besides a process: `wire` is between two processes, `nowhere` is no thing of the running system. */
const elsewhere = ["wire", "nowhere"] as const;
const places = [...sidedKinds, ...elsewhere] as const;

const text = (what: string) => z.string({ error: `${what} is missing` }).trim().min(1, `${what} is empty`);

const schema = z.strictObject(
	{
		/** As it is written in a sentence. Inline Markdown. */
		term: text("the term (term)"),
		sentence: text("its one sentence (sentence)").regex(/^[^\n]{20,240}\.$/, "sentence must be one sentence on one line, of 20 to 240 characters, with a full stop"),
		lives: z.enum(places, { error: `lives must be the process that it is in (${sidedKinds.join(", ")}), or wire, or nowhere` }),
		/** Slug of the lesson in which it is first explained. */
		lesson: text("the lesson that explains it first (lesson)"),
		/** Spark file or page that says so, with its version. */
		source: text("the source (source)"),
	},
	{ error: ({ code, ...issue }) => (code === "unrecognized_keys" ? `does not know ${(issue as { keys?: string[] }).keys?.join(", ")}: a term has term, sentence, lives, lesson, source` : "must be term, sentence, lives, lesson and source") },
);

export interface GlossaryTerm extends Omit<z.infer<typeof schema>, "lives"> {
	/** Name of its file, and its anchor on the page. */
	slug: string;
	lives: SidedKind | (typeof elsewhere)[number];
}

/** `hasLesson` knows the lessons by slug. */
export function readTerm(yaml: string, file: string, hasLesson: (slug: string) => boolean): Read<GlossaryTerm> {
	const slug = toFileName(file);
	const { data, errors = [] } = readYaml(schema, yaml, file, ({ message }) => message);
	const wrong = [...errors];
	if (!/^[a-z0-9-]+$/.test(slug)) wrong.push(`${file}: its name must be small letters, digits and hyphens`);
	if (data && !hasLesson(data.lesson))
		wrong.push(`${file}: there is no lesson ${data.lesson}: lesson must be the name of a file in content/lessons, without .mdx`);
	return data && !wrong.length ? { data: { ...data, slug } } : { errors: wrong };
}

const toKey = ({ term }: GlossaryTerm) => term.replace(/[`*]/g, "").replace(/^[^a-z0-9]+/i, "").toLowerCase();

/** By the alphabet, without regard to case and signs. */
export const sortTerms = (terms: readonly GlossaryTerm[]) => [...terms].sort((a, b) => toKey(a).localeCompare(toKey(b), "en"));
