/** Put items in order. The file lists them in the right order; the page shows them mixed, the same way at each build. */
import * as z from "zod";
import { html, toInline } from "../../../words/html.ts";
import { common, type Question, refutation, refuseTwins, toShown, words } from "../../question.ts";

const item = z.strictObject({
	text: words("the item's text (text)"),
	/** Why it cannot come earlier. Not for the first. */
	why: refutation.why.optional(),
	step: refutation.step.optional(),
});

/** Another order of 0 … `length` − 1, never the right one: follows from the seed alone. `length` is at least 2. */
export function toMixed(length: number, seed: string): number[] {
	let state = 1;
	for (const c of seed) state = (state * 31 + c.codePointAt(0)!) % 65_521;
	const mixed = Array.from({ length }, (_, i) => i);
	for (let i = length - 1; i > 0; i--) {
		state = (state * 17_364) % 65_521;
		const other = state % (i + 1);
		[mixed[i], mixed[other]] = [mixed[other]!, mixed[i]!];
	}
	return mixed.every((value, i) => value === i) ? mixed.reverse() : mixed;
}

export const order = z
	.strictObject({ kind: z.literal("order"), ...common, items: z.array(item, "items are missing").min(3, "needs three items at least") })
	.superRefine(({ items }, context) => {
		items.forEach(({ why, step }, i) => {
			const refuse = (message: string) => context.addIssue({ code: "custom", path: ["items", i], message, input: items[i] });
			if (i === 0 && (why || step)) refuse("is the first: it cannot come too early, so it takes no explanation or step");
			if (i > 0 && !why) refuse("the explanation of why it cannot come earlier (why) is missing");
			if (i > 0 && !step) refuse("the step that refutes it is missing (step: story.step)");
		});
		refuseTwins(items.map(({ text }) => text), "item", "items", context);
	})
	.transform(({ items, ...common }): Question => {
		const button = (move: "up" | "down", text: string) =>
			html`<button type="button" data-move="${move}" aria-label="Move ${move}: ${text.replaceAll("`", "")}">${move === "up" ? "↑" : "↓"}</button>`;
		return {
			...toShown(common),
			task: "Put in order, first at the top.",
			controls: html`<ol class="quiz-order">${toMixed(items.length, common.name).map((i) => {
				const { text } = items[i]!;
				return html`<li data-row data-answer="${i}"><span>${toInline(text)}</span>${button("up", text)}${button("down", text)}</li>`;
			})}</ol>`,
			right: items.map((_, i) => String(i)),
			answer: html`<ol>${items.map(({ text }) => html`<li>${toInline(text)}</li>`)}</ol>`,
			wrong: items.flatMap(({ text, why, step }, i) =>
				i === 0 ? [] : [{ value: String(i), label: html`${toInline(text)}, too early`, why: toInline(why!), step: step! }],
			),
		};
	});
