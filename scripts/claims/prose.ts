/** What a lesson's MDX says, as pieces that each stand or fall with their own source: a sentence, a list item, a table row. */

export interface Piece {
	line: number;
	/** Without markup. A value of the recording is `bound`; code is a `slot` of `code`. */
	text: string;
	/** What is formatted as code, in order. */
	code: string[];
	/** Names of its footnotes. */
	notes: string[];
	isSourced: boolean;
	/** With its inline Markdown, without components and footnotes; a recorded value is `{step:reference}`. Tells a text from others. */
	says: string;
	/** Values of the recording in it. */
	recorded: Recorded[];
	/** Steps that it leads to, `story.step`. */
	steps: string[];
	/** Number of its paragraph, list or table; 0 outside of a lesson's text. */
	block: number;
	/** What it cannot be read without: the question of an answer, the head of a table. */
	context: string;
	/** A heading, a page's title or a table's head. */
	isHead: boolean;
}

export interface Recorded {
	story: string;
	/** `step:reference` */
	value: string;
}

/** Stands for a value that the recording gave. */
export const bound = "\uE000";
/** Stands for something formatted as code. */
export const slot = "\uE001";

const blank = (text: string) => text.replace(/[^\n]/g, " ");
const attribute = (tag: string, name: string) => new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1] ?? "";
const tag = /<\/?[A-Za-z](?:"[^"]*"|\{[^{}]*\}|[^<>"{}])*>/g;

/**
 * Inline Markdown, possibly with components, to a piece. `isSourced`: a key of the YAML around it names a source.
 * `values` are what `<Recorded n="0"/>` numbers.
 */
export function toPiece(markdown: string, line: number, isSourced = false, values: readonly Recorded[] = []): Piece {
	const notes: string[] = [];
	const steps = [...markdown.matchAll(/<Step\b[^>]*>/g)].map(([tag]) => `${attribute(tag, "story")}.${attribute(tag, "name")}`);
	const recorded = [...markdown.matchAll(/<Recorded n="(\d+)"\/>/g)].map(([, n]) => values[Number(n)]!);
	const says = markdown
		.replaceAll('\\"', '"')
		.split(/(`[^`]*`)/)
		.map((part) => (part.startsWith("`") ? part : part.replace(/<Recorded n="(\d+)"\/>/g, (_, n) => `{${values[n]!.value}}`).replace(tag, "").replace(/\[\^[^\]]+\]/g, "")))
		.join("")
		.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
		.replace(/\s+/g, " ")
		.trim();
	const code: string[] = [];
	const text = markdown
		.replaceAll('\\"', '"')
		.replace(/\[\^([^\]]+)\]/g, (_, name) => (notes.push(name), " "))
		.replace(/`([^`]+)`/g, (_, span) => (code.push(span), slot))
		.replace(/<Recorded\b[^>]*>/g, bound)
		.replace(tag, "")
		.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
		// A bold quotation is a claim that the text refutes: nobody's words.
		.replace(/\*\*["“]([^"”]*)["”]\*\*/g, "$1")
		.replace(/[*_]{1,3}(?=\S)|(?<=\S)[*_]{1,3}/g, "")
		.replace(/\s+/g, " ")
		.trim();
	return { line, text, code, notes, isSourced: isSourced || notes.length > 0, says, recorded, steps, block: 0, context: "", isHead: false };
}

/** Sentences of a paragraph. What stands behind a full stop as a footnote belongs to the sentence before it. */
export function toSentences(paragraph: string): string[] {
	// Code and tags may hold full stops of their own.
	const masked = paragraph.replace(/`[^`]*`|<(?:"[^"]*"|\{[^{}]*\}|[^<>"{}])*>/g, (part) => part.replace(/[.!?:]/g, "_"));
	const ends = [...masked.matchAll(/[.!?]["”’)*]*(?:\[\^[^\]]+\])*(?=\s+\S)/g)].map(({ index, 0: end }) => index + end.length);
	return [0, ...ends].map((start, i) => paragraph.slice(start, ends[i] ?? paragraph.length));
}

export interface Prose {
	pieces: Piece[];
	/** Footnotes: where each is defined, and what it says. */
	notes: Map<string, Piece>;
}

/** Questions and right answers of predictions, which are prose in an attribute. A wrong choice claims nothing. */
function toPredictions(mdx: string): [text: string, index: number, context: string][] {
	return [...mdx.matchAll(/<Predict\b((?:"[^"]*"|\{[^{}]*\}|[^<>"{}])*)>/g)].flatMap(({ 1: attributes, index }) => {
		const question = /\bquestion="([^"]*)"/.exec(attributes!)?.[1] ?? /\bquestion=\{(["'`])([\s\S]*?)\1\}/.exec(attributes!)?.[2] ?? "";
		const choices = [...(/\bchoices=\{\[([\s\S]*?)\]\}/.exec(attributes!)?.[1] ?? "").matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, choice]) => choice!);
		const answer = choices[Number(/\banswer=\{(\d+)\}/.exec(attributes!)?.[1]) - 1] ?? "";
		return [[question, index, ""] as [string, number, string], [answer, index, question] as [string, number, string]];
	});
}

export function readProse(mdx: string): Prose {
	const toLine = (index: number) => mdx.slice(0, index).split("\n").length;
	const values: Recorded[] = [];
	const frontMatter = /^---\n[\s\S]*?\n---\n/.exec(mdx)?.[0] ?? "";
	const body = (blank(frontMatter) + mdx.slice(frontMatter.length))
		.replace(/^(`{3,}|~{3,})[\s\S]*?^\1.*$/gm, blank)
		.replace(/^(?:import|export) .*$/gm, blank)
		.replace(/\{\/\*[\s\S]*?\*\/\}/g, blank)
		.replace(/<Recorded\b[\s\S]*?\/>/g, (tag) => {
			const short = `<Recorded n="${values.push({ story: attribute(tag, "story"), value: attribute(tag, "value") }) - 1}"/>`;
			return short + blank(tag).slice(short.length);
		})
		.replace(/<(?:Predict|Replay|ReplaySwitch|JobSource|Quiz|Observed)\b(?:"[^"]*"|\{(?:[^{}]|\{[^{}]*\})*\}|[^<>"{}])*>|<\/Predict>/g, blank);
	const pieces = toPredictions(mdx).map(([text, index, context]) => ({ ...toPiece(text, toLine(index)), context }));
	for (const key of ["title", "description"]) {
		const value = new RegExp(`^${key}: *(["']?)(.*)\\1$`, "m").exec(frontMatter)?.[2];
		if (value) pieces.push({ ...toPiece(value, 2), isHead: key === "title" });
	}
	const notes = new Map<string, Piece>();
	const block = /(?:^(?!\s*$).*\n?)+/gm;
	for (const [n, { 0: text, index }] of [...body.matchAll(block)].entries()) {
		let at = index;
		const head = /^\s*\|(.*)\n\s*\|[\s:|-]+$/m.exec(text)?.[1];
		const add = (markdown: string, line: number, isHead: boolean, context = "") => pieces.push({ ...toPiece(markdown, line, false, values), block: n + 1, context, isHead });
		for (const part of toParts(text)) {
			const note = /^\[\^([^\]]+)\]:\s*([\s\S]*)$/.exec(part.trim());
			const lead = part.length - part.trimStart().length;
			if (note) notes.set(note[1]!, toPiece(note[2]!, toLine(at + lead), false, values));
			else if (/^\s*(?:[-*+]|\d+\.)\s|^\s*\|/.test(part)) {
				const isRow = part.trimStart().startsWith("|");
				const isHead = isRow && head !== undefined && part.includes(head);
				add(part.replace(/^\s*(?:[-*+]|\d+\.)\s+/, "").replaceAll("|", " "), toLine(at + lead), isHead, isRow && head && !isHead ? head.trim() : "");
			} else {
				let within = at;
				for (const sentence of toSentences(part.replace(/^#+ /gm, (head) => blank(head)))) {
					if (sentence.trim()) add(sentence, toLine(within + sentence.length - sentence.trimStart().length), part.startsWith("#"));
					within += sentence.length;
				}
			}
			at += part.length;
		}
	}
	return { pieces, notes };
}

/** A block's list items, table rows, footnotes and headings each for itself; else the paragraph as a whole. */
function toParts(block: string): string[] {
	return block.split(/^(?=\s*(?:[-*+]|\d+\.)\s|\s*\||\[\^[^\]]+\]:|#+ )|(?<=^#+ .*\n)/m).filter(Boolean);
}
