/** Grading, the same for every kind. Runs in the browser: no zod here. */

export interface Grade {
	isRight: boolean;
	/** For each place of the answer: whether it holds what it should. */
	places: boolean[];
	/** Values to explain, in order of place. Never empty if the answer is not right. */
	wrong: string[];
}

/** `answer` and `right` have the same length. A value that was due earlier is late only because another took its place. */
export function toGrade(answer: readonly string[], right: readonly string[]): Grade {
	const places = answer.map((value, i) => value === right[i]);
	const wrong = answer.filter((value, i) => !places[i] && !right.slice(0, i).includes(value));
	return { isRight: wrong.length === 0, places, wrong };
}

/** Whether every control holds a value. */
export const isComplete = (answer: readonly string[], right: readonly string[]) => answer.length === right.length && answer.every(Boolean);
