import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { readQuiz } from "../../src/quiz/read-quiz.ts";
import * as kinds from "../../src/quiz/kinds/index.ts";
import { orThrow } from "../../src/yaml/read-yaml.ts";

const hasStep = (step: string) => ["collect.fork", "collect.rows"].includes(step);
const read = (...questions: unknown[]) => orThrow(readQuiz(stringify({ questions }), "quiz.yaml", hasStep));
const toError = (run: () => unknown) => {
	try {
		run();
	} catch (error) {
		return (error as Error).message;
	}
	return "no error";
};
const refuse = (...questions: unknown[]) => toError(() => read(...questions));

const common = { name: "q", question: "Where?", why: "There.", step: "collect.rows", source: "rdd.py, 4.3.0" };
const wrong = { text: "Here", why: "Not here.", step: "collect.fork" };
const choose = { kind: "choose", ...common, choices: [{ process: "driverJvm", right: true }, wrong] };
const order = {
	kind: "order",
	...common,
	items: [{ text: "a" }, { text: "b", why: "After a.", step: "collect.fork" }, { text: "c", why: "After b.", step: "collect.fork" }],
};
const assign = {
	kind: "assign",
	...common,
	processes: ["driverPython", "driverJvm"],
	items: [
		{ text: "schedules", process: "driverJvm", step: "collect.fork", wrong: { driverPython: "No scheduler there." } },
		{ text: "unpickles", process: "driverPython", step: "collect.rows", wrong: { driverJvm: "It never looks inside." } },
	],
};

describe("a quiz that is right", () => {
	it("gives each question its controls, answer and refutations", () => {
		const questions = read(choose, { ...order, name: "o" }, { ...assign, name: "a" });
		expect(questions.map(({ kind, right }) => [kind, right])).toEqual([
			["choose", ["0"]],
			["order", ["0", "1", "2"]],
			["assign", ["0.driverJvm", "1.driverPython"]],
		]);
		expect(questions.map(({ wrong }) => wrong.map(({ value }) => value))).toEqual([["1"], ["1", "2"], ["0.driverPython", "1.driverJvm"]]);
		expect(questions[0]!.answer.text).toMatch(/^<span class="term jvm"><svg .*<\/svg><span class="name">Driver JVM<\/span><\/span>$/);
	});

	it("cannot bring markup of its own", () => {
		const [question] = read({ ...choose, question: '<img src=x onerror="x">` <b> `**bold**' });
		expect(question!.question.text).toBe("&lt;img src=x onerror=&quot;x&quot;&gt;<code> &lt;b&gt; </code><strong>bold</strong>");
	});
});

describe("a quiz that is wrong names file, question and reason", () => {
	const cases: Record<string, [unknown, string]> = {
		"unknown kind": [{ ...choose, kind: "match" }, `question 1 (q): kind "match" is not known: one of ${Object.keys(kinds).join(", ")}`],
		"no kind": [{ ...choose, kind: undefined }, `question 1 (q): kind is missing: one of ${Object.keys(kinds).join(", ")}`],
		"no name": [{ ...choose, name: undefined }, "question 1: the question's name is missing"],
		"no source": [{ ...choose, source: undefined }, "question 1 (q): the source (source) is missing"],
		"empty question": [{ ...choose, question: "  " }, "question 1 (q): the question itself (question) is empty"],
		"unknown field": [{ ...choose, colour: 1 }, "question 1 (q): does not know colour"],
		"step of no story": [{ ...choose, step: "collect.nowhere" }, "question 1 (q): no story has the step collect.nowhere"],
		"step not written story.step": [{ ...choose, step: "fork" }, "question 1 (q): step must be written story.step"],
		"wrong choice without explanation": [
			{ ...choose, choices: [choose.choices[0], { ...wrong, why: undefined }] },
			"question 1 (q), choice 2: the explanation of why it is wrong (why) is missing",
		],
		"wrong choice without step": [
			{ ...choose, choices: [choose.choices[0], { ...wrong, step: undefined }] },
			"question 1 (q), choice 2: the step that refutes it is missing (step: story.step)",
		],
		"wrong choice whose step is nowhere": [
			{ ...choose, choices: [choose.choices[0], { ...wrong, step: "collect.gone" }] },
			"question 1 (q): no story has the step collect.gone",
		],
		"two choices the same": [
			{ ...choose, choices: [...choose.choices, { ...wrong, text: " HERE " }] },
			"question 1 (q), choice 3: is the same as choice 2",
		],
		"no right choice": [{ ...choose, choices: [wrong, { ...wrong, text: "b" }] }, "question 1 (q): needs exactly one right choice (right: true), has 0"],
		"two right choices": [
			{ ...choose, choices: [choose.choices[0], { text: "there", right: true }, wrong] },
			"question 1 (q): needs exactly one right choice (right: true), has 2",
		],
		"all choices right": [
			{ ...choose, choices: [choose.choices[0], { text: "there", right: true }, { text: "everywhere", right: true }] },
			"question 1 (q): needs exactly one right choice (right: true), has 3",
		],
		"text and process": [
			{ ...choose, choices: [choose.choices[0], { ...wrong, process: "driverPython" }] },
			"question 1 (q), choice 2: needs either a text or a process",
		],
		"one choice": [{ ...choose, choices: [choose.choices[0]] }, "question 1 (q): needs two choices at least"],
		"no choices": [{ ...choose, choices: undefined }, "question 1 (q): choices are missing"],
		"tie in an order": [
			{ ...order, items: [...order.items, { ...order.items[1] }] },
			"question 1 (q), item 4: is the same as item 2",
		],
		"order without explanation": [
			{ ...order, items: [...order.items.slice(0, 2), { text: "c", step: "collect.fork" }] },
			"question 1 (q), item 3: the explanation of why it cannot come earlier (why) is missing",
		],
		"explanation of the first": [
			{ ...order, items: [{ ...order.items[1], text: "0" }, ...order.items.slice(1)] },
			"question 1 (q), item 1: is the first: it cannot come too early, so it takes no explanation or step",
		],
		"assignment without explanation": [
			{ ...assign, items: [assign.items[0], { ...assign.items[1], wrong: {} }] },
			"question 1 (q), item 2: the explanation of why it is not driverJvm (wrong: driverJvm) is missing",
		],
		"process that is not offered": [
			{ ...assign, processes: ["driverPython", "pythonWorker"], items: [assign.items[1], { ...assign.items[1], text: "x", wrong: { pythonWorker: "No." } }] },
			[
				"question 1 (q), item 1: the explanation of why it is not pythonWorker (wrong: pythonWorker) is missing",
				"question 1 (q), item 1: explains driverJvm, which is not offered",
			].join("\nquiz.yaml: "),
		],
		"unknown process": [
			{ ...assign, processes: ["driverPython", "gpu"] },
			"question 1 (q), process 2: process must be one of driverPython, driverJvm, executorJvm, pythonDaemon, pythonWorker, launcherJvm, clusterMaster, clusterWorker, connectServer",
		],
	};
	for (const [name, [question, sentence]] of Object.entries(cases)) it(name, () => expect(refuse(question)).toBe(`quiz.yaml: ${sentence}`));

	it("all of it at once", () =>
		expect(refuse({ ...choose, why: undefined }, { ...order, name: "o", items: [] }).split("\n")).toEqual([
			"quiz.yaml: question 1 (q): the explanation of what is right (why) is missing",
			"quiz.yaml: question 2 (o): needs three items at least",
		]));

	it("two questions of one name", () => expect(refuse(choose, order)).toBe("quiz.yaml: question 2 (q): its name is the same as that of question 1"));

	for (const [name, text, sentence] of [
		["an empty file", "", "must have a list of questions"],
		["another file", "steps: []", "questions are missing\nquiz.yaml: does not know steps"],
		["no YAML", "a: [", "not YAML: Flow sequence in block collection must be sufficiently indented and end with a ] at line 1, column 5:"],
	] as const)
		it(name, () => expect(toError(() => orThrow(readQuiz(text, "quiz.yaml", hasStep)))).toBe(`quiz.yaml: ${sentence}`));
});
