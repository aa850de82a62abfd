/** One question in the page: reads the reader's answer from its controls and shows what there is to say about it. */
import { otherwise } from "../../quiz/grade.ts";
import { grades } from "../../quiz/kinds/grades.ts";
import { words } from "../../quiz/words.ts";

export const find = <E extends HTMLElement = HTMLElement>(root: ParentNode, selector: string) => root.querySelector<E>(selector)!;
export const findAll = <E extends HTMLElement = HTMLElement>(root: ParentNode, selector: string) => [...root.querySelectorAll<E>(selector)];

const toRight = (question: HTMLElement) => question.dataset["right"]!.split(" ");

type Field = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;
const isField = (control: HTMLElement): control is Field => control.matches("input, select, textarea");
const isBox = (control: Field): control is HTMLInputElement => control.matches("[type=radio], [type=checkbox]");

const controlsOf = (question: HTMLElement) => findAll(question, ".quiz-controls [data-answer]");

/** The values of the controls in order, none of a box that is not checked. */
const readAnswer = (question: HTMLElement) =>
	controlsOf(question).flatMap((control) => {
		if (!isField(control)) return [control.dataset["answer"]!];
		return isBox(control) && !control.checked ? [] : [control.value.trim()];
	});

/** Shows the grade of the answer. null: a control holds no value yet, and the note says what to do. */
export function checkQuestion(question: HTMLElement): boolean | null {
	const answer = readAnswer(question);
	const grade = grades[question.dataset["kind"]!]!(answer, toRight(question));
	clearMarks(question);
	if (!grade) {
		showNote(question, find(question, ".quiz-task").textContent!);
		return null;
	}
	const { isRight, places, wrong } = grade;
	markRows(question, answer, places);
	const verdict = document.createElement("strong");
	verdict.textContent = isRight ? words.right : words.wrong;
	const reasons = isRight ? [find(question, "details [data-why]")] : findRefutations(question, wrong);
	showNote(question, verdict, ...reasons.map((reason) => reason.cloneNode(true)));
	return isRight;
}

/** One for each wrong value, each once. */
function findRefutations(question: HTMLElement, wrong: readonly string[]): HTMLElement[] {
	const all = findAll(question, "details [data-against]");
	const of = (value: string) => all.find(({ dataset }) => dataset["against"] === value);
	return [...new Set(wrong.map((value) => of(value) ?? of(otherwise)!))];
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
	for (const control of controlsOf(question).filter(isField))
		if (isBox(control)) control.checked = false;
		else control.value = "";
}
