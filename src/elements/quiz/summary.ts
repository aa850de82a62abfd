/** How far the reader is, and where to look again. */
import type { Result } from "../../browser/progress.ts";
import { words } from "../../quiz/words.ts";
import { find } from "./question.ts";

/** Puts a line into `summary`; leaves it as the build wrote it while nothing was answered. */
export function updateSummary(summary: HTMLElement, questions: HTMLElement[], results: (Result | undefined)[], untouched: string) {
	const tried = results.filter(Boolean).length;
	const first = results.filter((result) => result === "first").length;
	if (tried === 0) {
		// Written only if it changes: a screen reader would say it again.
		if (summary.textContent !== untouched) summary.textContent = untouched;
	} else if (tried < questions.length) summary.textContent = words.answered(tried, questions.length);
	else {
		const links = questions.flatMap((question, i) => (results[i] === "first" ? [] : [", ", toLink(question, i)])).slice(1);
		summary.replaceChildren(words.score(first, questions.length), ...(links.length ? [`; ${words.again} `, ...links] : []), ".");
	}
}

function toLink(question: HTMLElement, i: number) {
	const link = document.createElement("a");
	link.href = find<HTMLAnchorElement>(question, "[data-why] a").href;
	link.textContent = words.question(i + 1);
	return link;
}
