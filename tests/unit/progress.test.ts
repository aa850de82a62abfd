import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { forgetLesson, isKept, type Progress, progress, readProgress, recordTry, toResult } from "../../src/browser/progress.ts";

const name = fc.stringMatching(/^[a-z0-9-]{1,20}$/);
const some = fc.dictionary(name, fc.dictionary(name, fc.constantFrom("first", "later", "tried")));

describe("stored progress", () => {
	it("reads as it was written", () => fc.assert(fc.property(some, (value) => void expect(readProgress(JSON.stringify(value))).toEqual({ ...value }))));

	it("is empty or whole, whatever is stored", () =>
		fc.assert(
			fc.property(fc.oneof(fc.string(), fc.json(), fc.object().map((value) => JSON.stringify(value))), (text) => {
				const progress = readProgress(text);
				for (const [lesson, questions] of Object.entries(progress))
					for (const [question, result] of Object.entries(questions)) {
						expect(`${lesson} ${question}`).toMatch(/^[a-z0-9-]+ [a-z0-9-]+$/);
						expect(["first", "later", "tried"]).toContain(result);
					}
			}),
		));

	it.each([
		["nothing", ""],
		["no JSON", "{"],
		["null", "null"],
		["a list", "[]"],
		["a lesson that is a list", '{"collect":[]}'],
		["a result of another kind", '{"collect":{"a":"first","b":"maybe"}}'],
		["a name that could reach a prototype", '{"__proto__":{"a":"first"}}'],
	])("is empty if it holds %s", (_, text) => expect(readProgress(text)).toEqual({}));
});

describe("a result", () => {
	it("of a first try stays what it was", () => {
		const run = (...tries: boolean[]) => tries.reduce<Parameters<typeof toResult>[0]>((before, isRight) => toResult(before, isRight), undefined);
		expect([run(true), run(true, false), run(false), run(false, false), run(false, true), run(false, true, false)]).toEqual([
			...["first", "first", "tried", "tried", "later", "later"],
		]);
	});
});

describe("progress without storage", () => {
	it("lasts as long as the page", () => {
		expect(isKept).toBe(false);
		recordTry("collect", "a", false);
		recordTry("collect", "a", true);
		recordTry("other", "b", true);
		expect(progress.get()).toEqual({ collect: { a: "later" }, other: { b: "first" } } satisfies Progress);
		forgetLesson("collect");
		expect(progress.get()).toEqual({ other: { b: "first" } });
	});
});
