import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gradePlaces } from "../../src/quiz/grade.ts";
import { grades } from "../../src/quiz/kinds/grades.ts";
import * as kinds from "../../src/quiz/kinds/index.ts";
import { toMixed } from "../../src/quiz/kinds/order/schema.ts";
import { loadQuiz, quizNames } from "../../src/site/content/index.ts";

describe("grading", () => {
	it("of one choice explains the choice", () => {
		expect(gradePlaces(["1"], ["1"])).toEqual({ isRight: true, places: [true], wrong: [] });
		expect(gradePlaces(["0"], ["1"])).toEqual({ isRight: false, places: [false], wrong: ["0"] });
	});

	it("of an order explains what comes too early", () => {
		const right = ["0", "1", "2", "3"];
		expect(gradePlaces(["0", "2", "1", "3"], right)).toEqual({ isRight: false, places: [true, false, false, true], wrong: ["2"] });
		expect(gradePlaces(["3", "2", "1", "0"], right)!.wrong).toEqual(["3", "2"]);
		expect(gradePlaces(["1", "2", "3", "0"], right)!.wrong).toEqual(["1", "2", "3"]);
	});

	it("of an assignment explains each item that is elsewhere", () =>
		expect(gradePlaces(["0.jvm", "1.jvm", "2.python"], ["0.jvm", "1.python", "2.jvm"])).toEqual({
			isRight: false,
			places: [true, false, false],
			wrong: ["1.jvm", "2.python"],
		}));

	it("always has something to say unless all is right, and never explains the first of an order", () =>
		fc.assert(
			fc.property(fc.shuffledSubarray(["0", "1", "2", "3", "4", "5"], { minLength: 6 }), (answer) => {
				const { isRight, places, wrong } = gradePlaces(answer, ["0", "1", "2", "3", "4", "5"])!;
				expect(isRight).toBe(places.every(Boolean));
				expect(wrong.length > 0).toBe(!isRight);
				expect(wrong).not.toContain("0");
			}),
		));

	it("waits until every control holds a value", () => {
		expect(gradePlaces(["0.jvm", ""], ["0.jvm", "1.jvm"])).toBeNull();
		expect(gradePlaces([], ["1"])).toBeNull();
		expect(gradePlaces(["0"], ["1"])).not.toBeNull();
	});
});

describe("every kind of question", () => {
	const questions = quizNames().flatMap(loadQuiz);
	it("can be written and graded", () => expect(Object.keys(grades).sort()).toEqual(Object.keys(kinds).sort()));
	it.each(Object.keys(kinds))("%s: its controls are answers, what is right is right, and nothing is without an answer", (kind) => {
		const ofKind = questions.filter((question) => question.kind === kind);
		expect(ofKind).not.toEqual([]);
		for (const { controls, right, wrong } of ofKind) {
			expect(controls.text).toContain(" data-answer");
			expect(right.filter((value) => /\s/.test(value))).toEqual([]);
			expect(new Set(wrong.map(({ value }) => value)).size).toBe(wrong.length);
			expect(grades[kind]!([], right)).toBeNull();
		}
	});
});

describe("the order that a page shows", () => {
	it("holds each item once, follows from the name, and is never the right one", () =>
		fc.assert(
			fc.property(fc.integer({ min: 2, max: 12 }), fc.string(), (length, name) => {
				const mixed = toMixed(length, name);
				const right = Array.from({ length }, (_, i) => i);
				expect(mixed.toSorted((a, b) => a - b)).toEqual(right);
				expect(mixed).not.toEqual(right);
				expect(toMixed(length, name)).toEqual(mixed);
			}),
		));
});
