/** A quiz's YAML → its questions, or what is wrong with it: file, question and reason. */
import * as z from "zod";
import { type Read, readYaml } from "../yaml/read-yaml.ts";
import * as kinds from "./kinds/index.ts";
import type { Question } from "./question.ts";

const schemas = Object.values(kinds);
const names = Object.keys(kinds).join(", ");

const quiz = z.strictObject({
	questions: z
		.array(z.discriminatedUnion("kind", schemas as [typeof schemas[number], ...typeof schemas]), "questions are missing")
		.min(1, "needs a question at least"),
});

/** `hasStep` knows the steps of all stories by `story.step`. */
export function readQuiz(yaml: string, file: string, hasStep: (step: string) => boolean): Read<Question[]> {
	const { data, errors } = readYaml(quiz, yaml, file, toSentence);
	if (!data) return { errors };
	const problems = findProblems(data.questions, hasStep);
	return problems.length ? { errors: problems.map((problem) => `${file}: ${problem}`) } : { data: data.questions };
}

/** What a schema of one question cannot see. */
function findProblems(questions: Question[], hasStep: (step: string) => boolean): string[] {
	const toName = (i: number) => `question ${i + 1} (${questions[i]!.name})`;
	return questions.flatMap(({ name, step, wrong }, i) => {
		const first = questions.findIndex((other) => other.name === name);
		const lost = [...new Set([step, ...wrong.map(({ step }) => step)])].filter((step) => !hasStep(step));
		return [
			...(first < i ? [`${toName(i)}: its name is the same as that of question ${first + 1}`] : []),
			...lost.map((step) => `${toName(i)}: no story has the step ${step}`),
		];
	});
}

const singular: Record<string, string> = { questions: "question", choices: "choice", items: "item", processes: "process" };

/** `question 2 (order-on-socket), choice 3: the explanation of why it is wrong (why) is missing`. */
function toSentence({ path, message, code, ...issue }: z.core.$ZodIssue, data: unknown): string {
	const places: string[] = [];
	let node: any = data;
	path.forEach((key, i) => {
		node = node?.[key];
		if (typeof key !== "number") return;
		const name = i === 1 && typeof node?.name === "string" ? ` (${node.name})` : "";
		places.push(`${singular[String(path[i - 1])]} ${key + 1}${name}`);
	});
	const reason = toReason();
	return places.length ? `${places.join(", ")}: ${reason}` : reason;

	function toReason() {
		const last = path.at(-1);
		if (code === "unrecognized_keys" && "keys" in issue) return `does not know ${(issue.keys as string[]).join(", ")}`;
		if (code === "invalid_union") return node === undefined ? `kind is missing: one of ${names}` : `kind ${JSON.stringify(node)} is not known: one of ${names}`;
		if (code === "invalid_type" && path.length === 0) return "must have a list of questions";
		return message.startsWith("Invalid") && typeof last === "string" ? `${last}: ${message}` : message;
	}
}
