/** One question in the page: reads the reader's answer from its controls and shows what there is to say about it. */
import { isComplete, toGrade } from "../../quiz/grade.ts";
import { words } from "../../quiz/words.ts";

export const find = <E extends HTMLElement = HTMLElement>(root: ParentNode, selector: string) => root.querySelector<E>(selector)!;
export const findAll = <E extends HTMLElement = HTMLElement>(root: ParentNode, selector: string) => [...root.querySelectorAll<E>(selector)];

const toRight = (question: HTMLElement) => question.dataset["right"]!.split(" ");

/** The values of the controls in order: chosen radios, selects, items of a list. */
const readAnswer = (question: HTMLElement) =>
	findAll(question, ".quiz-controls :is(input:checked, select, li[data-value])").map(
		(control) => control.dataset["value"] ?? (control as HTMLInputElement | HTMLSelectElement).value,
	);

/** Shows the grade of the answer. null: a control holds no value yet, and the note says what to do. */
export function checkQuestion(question: HTMLElement): boolean | null {
	const answer = readAnswer(question);
	const right = toRight(question);
	clearMarks(question);
	if (!isComplete(answer, right)) {
		showNote(question, find(question, ".quiz-task").textContent!);
		return null;
	}
	const { isRight, places, wrong } = toGrade(answer, right);
	markRows(question, answer, places);
	const verdict = document.createElement("strong");
	verdict.textContent = isRight ? words.right : words.wrong;
	const reasons = isRight ? ["[data-why]"] : wrong.map((value) => `[data-against="${value}"]`);
	showNote(question, verdict, ...reasons.map((selector) => find(question, `details ${selector}`).cloneNode(true)));
	return isRight;
}

function markRows(question: HTMLElement, answer: string[], places: boolean[]) {
	const rows = findAll(question, "[data-row]");
	const chosen = rows.length === answer.length ? rows : rows.filter((row) => row.querySelector(":checked"));
	chosen.forEach((row, i) => (row.dataset["mark"] = places[i] ? "right" : "wrong"));
}

const clearMarks = (question: HTMLElement) => findAll(question, "[data-mark]").forEach((row) => delete row.dataset["mark"]);

const showNote = (question: HTMLElement, ...content: (Node | string)[]) => find(question, ".quiz-note").replaceChildren(...content);

/** An answer that changes is no longer the one that was graded. */
export function clearGrade(question: HTMLElement) {
	clearMarks(question);
	showNote(question);
}

/** As the build wrote it, but for the order of a list. */
export function resetQuestion(question: HTMLElement) {
	clearGrade(question);
	find<HTMLDetailsElement>(question, "details").open = false;
	findAll<HTMLInputElement>(question, "input").forEach((input) => (input.checked = false));
	findAll<HTMLSelectElement>(question, "select").forEach((select) => (select.value = ""));
}
