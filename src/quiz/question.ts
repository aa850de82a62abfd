/** What every kind of question shares: the fields that an author writes, and the form that pages and packages show. */
import * as z from "zod";
import { type Html, toInline } from "../words/html.ts";

/** A sentence or two, inline Markdown. `what` completes "… is missing". */
export const words = (what: string) => z.string({ error: `${what} is missing` }).trim().min(1, `${what} is empty`);

/** `story.step`: links to `#story.step`. That the step exists is checked when the whole quiz is read. */
export const step = z
	.string({ error: "the step that shows it is missing (step: story.step)" })
	.regex(/^[a-z0-9-]+\.[a-z0-9-]+$/, "step must be written story.step");

/** Why a wrong choice is wrong, and the step of a story that refutes it. */
export const refutation = { why: words("the explanation of why it is wrong (why)"), step };

export const common = {
	/** Names the question in the reader's stored progress: keep it when the wording changes. */
	name: z.string({ error: "the question's name is missing" }).regex(/^[a-z0-9-]+$/, "name must be small letters, digits and hyphens"),
	question: words("the question itself (question)"),
	/** What is right, and why. */
	why: words("the explanation of what is right (why)"),
	/** Where it can be seen. */
	step,
	/** Spark file or page that says so, with its version. */
	source: words("the source (source)"),
};

export type Common = z.infer<z.ZodObject<typeof common>>;

export interface Wrong {
	/** The value that the grade calls wrong, unique in a question; or `otherwise`, for those that no other refutation names. */
	value: string;
	/** The choice in the reader's words. */
	label: Html;
	why: Html;
	step: string;
}

/** What a page shows of the fields that every kind has. */
export const toShown = <C extends Common>({ question, why, source, ...others }: C) => ({
	...others,
	question: toInline(question),
	why: toInline(why),
	source: toInline(source),
});

/**
 * A question of any kind. Each of its controls is marked `data-answer`: a radio or a checkbox counts when it is checked,
 * a field and a select by its value, an item of a list by the attribute's own value. Read in order they are the answer
 * that the kind's grade gets, with `right`. A row of the controls marked `data-row` shows whether its place is right.
 */
export interface Question {
	kind: string;
	name: string;
	question: Html;
	/** How to answer, for all to read. */
	task: string;
	controls: Html;
	/** For the kind's grade. Without spaces. */
	right: string[];
	/** The answer in words. */
	answer: Html;
	why: Html;
	step: string;
	source: Html;
	wrong: Wrong[];
}

/** Reports each text that stands twice, case and white space aside. */
export function refuseTwins(texts: string[], what: string, at: string, context: z.core.$RefinementCtx) {
	const plain = texts.map((text) => text.toLowerCase().replace(/\s+/g, " ").trim());
	plain.forEach((text, i) => {
		const first = plain.indexOf(text);
		if (first < i) context.addIssue({ code: "custom", path: [at, i], message: `is the same as ${what} ${first + 1}`, input: text });
	});
}
