/** A caption's short Markdown → HTML, its references resolved. Build only. */
import { escapeHtml, toCode, toEmphasis, toLiteral } from "../words/html.ts";

export interface Caption {
	readonly html: string;
	/** Characters that a reader sees. */
	readonly length: number;
	/** What is wrong with it, one sentence each. */
	readonly errors: readonly string[];
}

/** `resolve` gives a reference's value; `source` is the job's: code that stands in it may hold digits. */
export function toCaption(markdown: string, resolve: (reference: string) => string | Error, source: string): Caption {
	const errors: string[] = [];
	const spans = markdown.trim().replace(/\s+/g, " ").split(/(`[^`]*`|\{[^{}]*\})/);
	const text = (part: string): string => {
		const reference = /^`?\{([^{}]*)\}`?$/.exec(part)?.[1];
		if (reference !== undefined) {
			const value = resolve(reference);
			if (typeof value === "string") return value;
			errors.push(value.message);
			return "";
		}
		const isCode = part.startsWith("`") && part.length > 1;
		const bare = /(?<![\p{L}\p{N}_])\d[\d.,]*/u.exec(part);
		if (bare && !(isCode && source.includes(part.slice(1, -1)))) errors.push(`the number ${bare[0]} is not bound to the recording.`);
		return isCode ? part.slice(1, -1) : part;
	};
	let length = 0;
	const html = spans.map((part) => {
		const shown = text(part);
		const isCode = part.startsWith("`") && part.length > 1;
		const isValue = part.startsWith("{");
		length += isCode || isValue ? shown.length : shown.replace(/\*/g, "").length;
		return isCode ? toCode(shown) : isValue ? toLiteral(shown) : escapeHtml(shown);
	});
	return { html: toEmphasis(html.join("")), length, errors };
}
