/** A quiz that the build wrote as radios, selects and lists: checks answers, explains, and keeps progress in this browser. */
import { forgetLesson, isKept, type Progress, progress, recordTry } from "../browser/progress.ts";
import { words } from "../quiz/words.ts";
import { moveItem, updateEnds } from "./quiz/move.ts";
import { checkQuestion, clearGrade, find, findAll, resetQuestion } from "./quiz/question.ts";
import { updateSummary } from "./quiz/summary.ts";

class SparkQuiz extends HTMLElement {
	#untouched = "";
	#stop?: () => void;

	connectedCallback() {
		find(this, ".quiz-kept").hidden = !isKept;
		find(this, ".quiz-not-kept").hidden = isKept;
		this.#untouched ||= find(this, ".quiz-summary").textContent!;
		findAll(this, ".quiz-order").forEach(updateEnds);
		for (const type of ["click", "change", "input"]) this.addEventListener(type, this);
		this.addEventListener("toggle", this, { capture: true });
		this.#stop = progress.subscribe((value) => this.#show(value));
	}

	disconnectedCallback() {
		this.#stop?.();
	}

	handleEvent({ type, target }: Event) {
		const element = target as HTMLElement;
		const question = element.closest<HTMLElement>("[data-question]");
		if (question) this.#useQuestion(type, element, question);
		else if (type === "click" && element.closest("[data-reset]")) this.#reset();
	}

	#useQuestion(type: string, element: HTMLElement, question: HTMLElement) {
		if (type === "change" || type === "input") clearGrade(question);
		if (type === "toggle" && (element as HTMLDetailsElement).open) this.#record(question, false);
		if (type !== "click") return;
		if (element.closest("[data-check]")) {
			const isRight = checkQuestion(question);
			if (isRight !== null) this.#record(question, isRight);
		}
		const button = element.closest<HTMLElement>("[data-move]");
		const moved = button && moveItem(button);
		if (moved) {
			clearGrade(question);
			updateEnds(find(question, ".quiz-order"));
			find(this, ".quiz-said").textContent = moved;
		}
	}

	#record(question: HTMLElement, isRight: boolean) {
		recordTry(this.#lesson, question.dataset["question"]!, isRight);
	}

	#reset() {
		this.#questions.forEach(resetQuestion);
		forgetLesson(this.#lesson);
		find(this, ".quiz-said").textContent = words.forgotten;
	}

	#show(value: Progress) {
		const results = this.#questions.map((question) => value[this.#lesson]?.[question.dataset["question"]!]);
		this.#questions.forEach((question, i) => {
			const result = results[i];
			find(question, ".quiz-result").textContent = result ? words.results[result] : "";
		});
		updateSummary(find(this, ".quiz-summary"), this.#questions, results, this.#untouched);
	}

	get #lesson() {
		return this.dataset["lesson"]!;
	}

	get #questions() {
		return findAll(this, "[data-question]");
	}
}

customElements.define("spark-quiz", SparkQuiz);
