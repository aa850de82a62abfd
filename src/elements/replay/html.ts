/** Markup that is safe to put into a page. */
export class Markup {
	readonly text: string;

	constructor(text: string) {
		this.text = text;
	}

	toString = () => this.text;
}

type Part = Markup | string | number | boolean | null | undefined | readonly Part[];

const escapes: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

function toText(part: Part): string {
	if (part instanceof Markup) return part.text;
	if (Array.isArray(part)) return part.map(toText).join("");
	if (part === null || part === undefined || part === false) return "";
	return String(part).replace(/[&<>"']/g, (character) => escapes[character]!);
}

/** Markup from a template; whatever is put into it is text, unless it is markup itself. */
export const html = (strings: TemplateStringsArray, ...parts: Part[]) => new Markup(String.raw({ raw: strings }, ...parts.map(toText)));

/** Takes text for markup: only for what the build wrote. */
export const trusted = (text: string) => new Markup(text);
