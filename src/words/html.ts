/** HTML as text: what is put into a template is escaped unless it is HTML already. */

/** Markup that is safe to put into a page. */
export class Html {
	readonly text: string;

	constructor(text: string) {
		this.text = text;
	}

	toString() {
		return this.text;
	}
}

type Part = Html | string | number | boolean | null | undefined | readonly Part[];

const escapes: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** Text as it stands in markup and between the double quotes of an attribute. All attributes have double quotes. */
export const escapeHtml = (text: string) => text.replace(/[&<>"]/g, (character) => escapes[character]!);

function toText(part: Part): string {
	if (part instanceof Html) return part.text;
	if (Array.isArray(part)) return part.map(toText).join("");
	return part === null || part === undefined || part === false ? "" : escapeHtml(String(part));
}

/** Markup from a template. Nothing is written of null, undefined and false. */
export const html = (strings: TemplateStringsArray, ...parts: Part[]) => new Html(String.raw({ raw: strings }, ...parts.map(toText)));

/** Takes text for markup: only for what the build wrote. */
export const trusted = (text: string) => new Html(text);

/** Text in which no star is emphasis. */
export const toLiteral = (text: string) => escapeHtml(text).replaceAll("*", "&#42;");
export const toCode = (text: string) => `<code>${toLiteral(text)}</code>`;

/** `**strong**` and `*emphasis*` of markup whose other stars are literal. */
export const toEmphasis = (markup: string) =>
	markup.replace(/\*\*(.+?)\*\*/g, "<strong>$1</strong>").replace(/\*(.+?)\*/g, "<em>$1</em>");

/** Inline Markdown: `code`, **strong**, *emphasis*. Everything else is text, its apostrophes curled. */
export function toInline(markdown: string): Html {
	const spans = markdown.split(/(`[^`]+`)/);
	const isCode = (span: string) => span.length > 1 && span.startsWith("`");
	const marked = spans.map((span) => (isCode(span) ? toCode(span.slice(1, -1)) : escapeHtml(span.replaceAll("'", "’"))));
	return new Html(toEmphasis(marked.join("")));
}
