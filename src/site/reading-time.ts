/** Words of technical prose that a reader takes in a minute. */
const pace = 210;

/** What is read of a lesson's MDX: its text and what components say between their tags. Neither code blocks nor notes. */
export function toProse(mdx: string): string {
	return mdx
		.replace(/^(`{3,}|~{3,})[\s\S]*?^\1.*$/gm, "")
		.replace(/^(import|export) .*$/gm, "")
		.replace(/^\[\^[^\]]+\]:.*$/gm, "")
		.replace(/\{\/\*[\s\S]*?\*\/\}/g, "")
		.replace(/\[\^[^\]]+\]/g, "")
		.replace(/<Recorded\b[^>]*>/g, "1")
		.replace(/<\/?[A-Za-z](?:"[^"]*"|'[^']*'|\{[^{}]*\}|[^<>"'{}])*>/g, (tag) => toQuestion(tag));
}

/** A prediction's question and choices are read too. */
const toQuestion = (tag: string) =>
	tag.startsWith("<Predict") ? [...tag.matchAll(/(?:question|choices)=("[^"]*"|\{[^{}]*\})/g)].map(([, text]) => text).join(" ") : "";

/** Minutes, at least 1. */
export function toMinutes(mdx: string): number {
	const words = toProse(mdx).match(/[\p{L}\p{N}][^\s]*/gu) ?? [];
	return Math.max(1, Math.round(words.length / pace));
}
