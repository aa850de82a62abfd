/** What grading gives, and how most kinds grade. Runs in the browser: no zod here. */

export interface Grade {
	isRight: boolean;
	/** For each place of the answer: whether it holds what it should. */
	places: boolean[];
	/** Values to explain, in order of place. Never empty if the answer is not right. */
	wrong: string[];
}

/**
 * How a kind grades. `answer` holds the values of the question's controls in order; `right` is what the kind's schema put
 * into the question. Null: something is still to be filled in, and the reader is told how to answer.
 */
export type ToGrade = (answer: readonly string[], right: readonly string[]) => Grade | null;

/** Value of the refutation of every wrong answer that no other refutation names. */
export const otherwise = "otherwise";

/** Place by place. A value that was due earlier is late only because another took its place. */
export const gradePlaces: ToGrade = (answer, right) => {
	if (answer.length !== right.length || !answer.every(Boolean)) return null;
	const places = answer.map((value, i) => value === right[i]);
	const wrong = answer.filter((value, i) => !places[i] && !right.slice(0, i).includes(value));
	return { isRight: wrong.length === 0, places, wrong };
};
