/** Choose one of several. */
import * as z from "zod";
import { html, toInline } from "../../../words/html.ts";
import { sidedKinds } from "../../../state/kinds.ts";
import { toTerm } from "../../../state/term.ts";
import { common, type Question, refutation, refuseTwins, toShown, words } from "../../question.ts";

const choice = z.strictObject({
	text: words("the choice's text (text)").optional(),
	/** Instead of a text: a process, drawn as in the figures. */
	process: z.enum(sidedKinds).optional(),
	right: z.literal(true).optional(),
	why: refutation.why.optional(),
	step: refutation.step.optional(),
});
type Choice = z.infer<typeof choice>;

const toLabel = ({ text, process }: Choice) => (process ? toTerm(process) : toInline(text!));

export const choose = z
	.strictObject({ kind: z.literal("choose"), ...common, choices: z.array(choice, "choices are missing").min(2, "needs two choices at least") })
	.superRefine(({ choices }, context) => {
		const refuse = (i: number, message: string) => context.addIssue({ code: "custom", path: ["choices", i], message, input: choices[i] });
		choices.forEach(({ text, process, right, why, step }, i) => {
			if (!text === !process) refuse(i, "needs either a text or a process");
			if (right && (why || step)) refuse(i, "is the right one: its explanation and step are the question's own");
			if (!right && !why) refuse(i, "the explanation of why it is wrong (why) is missing");
			if (!right && !step) refuse(i, "the step that refutes it is missing (step: story.step)");
		});
		const right = choices.filter((choice) => choice.right).length;
		if (right !== 1)
			context.addIssue({ code: "custom", path: [], message: `needs exactly one right choice (right: true), has ${right}`, input: choices });
		refuseTwins(choices.map(({ text, process }) => text ?? process ?? ""), "choice", "choices", context);
	})
	.transform(({ choices, ...common }): Question => {
		const right = choices.findIndex((choice) => choice.right);
		return {
			...toShown(common),
			task: "Choose one.",
			controls: html`<ul>${choices.map(
				(choice, i) =>
					html`<li data-row><label><input type="radio" name="quiz-${common.name}" value="${i}" autocomplete="off" data-answer> <span>${toLabel(choice)}</span></label></li>`,
			)}</ul>`,
			right: [String(right)],
			answer: toLabel(choices[right]!),
			wrong: choices.flatMap((choice, i) =>
				choice.right ? [] : [{ value: String(i), label: toLabel(choice), why: toInline(choice.why!), step: choice.step! }],
			),
		};
	});
