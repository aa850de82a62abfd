/** The quizzes of content/, by lesson. */
import type { Question } from "../../quiz/question.ts";
import { readQuiz } from "../../quiz/read-quiz.ts";
import { orThrow } from "../../yaml/read-yaml.ts";
import { namesIn, onceEach, readText } from "./once.ts";
import { findStep } from "./stories.ts";

export const quizNames = () => namesIn("content/quizzes", ".yaml");

export const loadQuiz = onceEach((lesson): Question[] => {
	const file = `content/quizzes/${lesson}.yaml`;
	const text = readText(file);
	if (text === null) throw new Error(`there is no ${file}`);
	return orThrow(readQuiz(text, file, (step) => findStep(step) !== null));
});
