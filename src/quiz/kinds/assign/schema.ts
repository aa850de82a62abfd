/** Assign each item to a process. */
import * as z from "zod";
import { html, toInline } from "../../../words/html.ts";
import { processKinds, type SidedKind, sidedKinds, sideOf } from "../../../state/kinds.ts";
import { toTerm } from "../../../state/term.ts";
import { common, type Question, refuseTwins, step, toShown, words } from "../../question.ts";

const process = z.enum(sidedKinds, { error: `process must be one of ${sidedKinds.join(", ")}` });

const item = z.strictObject({
	text: words("the item's text (text)"),
	process,
	/** Shows where it happens, so refutes every other process. */
	step,
	/** Why it is not one of the other processes offered: a sentence for each. */
	wrong: z.partialRecord(process, words("the explanation")),
});

export const assign = z
	.strictObject({
		kind: z.literal("assign"),
		...common,
		/** The processes that are offered for each item. */
		processes: z.array(process, "processes are missing").min(2, "needs two processes at least"),
		items: z.array(item, "items are missing").min(2, "needs two items at least"),
	})
	.superRefine(({ items, processes }, context) => {
		items.forEach((item, i) => {
			const refuse = (message: string) => context.addIssue({ code: "custom", path: ["items", i], message, input: item });
			if (!processes.includes(item.process)) refuse(`belongs to ${item.process}, which is not among the processes offered`);
			for (const other of processes)
				if (other !== item.process && !item.wrong[other]) refuse(`the explanation of why it is not ${other} (wrong: ${other}) is missing`);
			for (const other of Object.keys(item.wrong) as SidedKind[])
				if (other === item.process || !processes.includes(other)) refuse(`explains ${other}, which is ${other === item.process ? "right" : "not offered"}`);
		});
		refuseTwins(items.map(({ text }) => text), "item", "items", context);
		refuseTwins(processes, "process", "processes", context);
	})
	.transform(({ items, processes: offered, ...common }): Question => ({
		...toShown(common),
		task: "Choose a process for each.",
		controls: html`<ul class="quiz-assign">${items.map(
			({ text }, i) =>
				html`<li data-row><label><span>${toInline(text)}</span> <select autocomplete="off" data-answer><option value="">which process?</option>${offered.map(
					(process) => html`<option value="${i}.${process}" data-side="${sideOf(process)}">${processKinds[process].name}</option>`,
				)}</select></label></li>`,
		)}</ul>`,
		right: items.map(({ process }, i) => `${i}.${process}`),
		answer: html`<ul>${items.map(({ text, process }) => html`<li>${toInline(text)}: ${toTerm(process)}</li>`)}</ul>`,
		wrong: items.flatMap(({ text, step, wrong }, i) =>
			offered
				.filter((process) => process in wrong)
				.map((process) => ({
					value: `${i}.${process}`,
					label: html`${toInline(text)}: ${toTerm(process)}`,
					why: toInline(wrong[process]!),
					step,
				})),
		),
	}));
