/** HTML as text, so that the core needs no DOM: what is put into `html` is escaped unless it is HTML already. */

export class Html {
	readonly text: string;

	constructor(text: string) {
		this.text = text;
	}

	toString() {
		return this.text;
	}
}

const escapes: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escape = (text: string) => text.replace(/[&<>"]/g, (c) => escapes[c]!);

const toText = (value: unknown): string => {
	if (value instanceof Html) return value.text;
	return Array.isArray(value) ? value.map(toText).join("") : escape(String(value));
};

export const html = (parts: TemplateStringsArray, ...values: (Html | Html[] | string | number)[]) =>
	new Html(String.raw({ raw: parts }, ...values.map(toText)));

/** Inline Markdown as quizzes use it: `code`, **strong**, *emphasis*. Everything else is text, its apostrophes curled. */
export const toInline = (markdown: string) =>
	new Html(
		escape(markdown)
			.split(/(`[^`]+`)/)
			.map((part) =>
				part.startsWith("`")
					? `<code>${part.slice(1, -1)}</code>`
					: part.replace(/\*\*(.+?)\*\*/g, "<strong>$1</strong>").replace(/\*(.+?)\*/g, "<em>$1</em>").replaceAll("'", "’"),
			)
			.join(""),
	);
