import { describe, expect, it } from "vitest";
import { isStrong, parseMarks, readStrong, updateMarks, writeMarks } from "../../scripts/claims/strong.ts";
import { failureTexts, lessonTexts, quizTexts, type Recordings } from "../../scripts/claims/texts.ts";

const recordings: Recordings = { valueOf: (_, reference) => (reference === "end:size" ? "334,284" : "?"), recordingOf: () => "collect" };
const file = "content/lessons/a.mdx";
const lesson = `---
title: A
---

The JVM never looks at <Step story="collect" name="end">a row</Step>, and it sent <Recorded story="collect" value="end:size" /> bytes.[^b]
It stores them. Nobody opens \`only\` them.

**“It always fails.”** Not for an error of the machine. What can it only be?

[^b]: \`RDD.collect\`, PySpark 4.3.0.
`;
const texts = lessonTexts(file, lesson, recordings);
const says = (list: { piece: { says: string } }[]) => list.map(({ piece }) => piece.says);
const [first, second] = texts.filter(isStrong).map(({ piece, sources }) => ({ says: piece.says, sources }));

describe("a strong statement", () => {
	it("is a sentence of words, not of code, of a refuted quotation or of a question", () =>
		expect(says(texts.filter(isStrong))).toEqual(["The JVM never looks at a row, and it sent {end:size} bytes.", "Nobody opens `only` them."]));
	it("comes with its own source, or with what its paragraph has", () => {
		expect(first!.sources).toEqual(["`RDD.collect`, PySpark 4.3.0.", "recording collect, story collect, step end"]);
		expect(second!.sources).toEqual(["beside it: `RDD.collect`, PySpark 4.3.0.", "beside it: recording collect, story collect, step end"]);
		expect(texts.find(({ piece }) => piece.says.startsWith("The JVM"))!.words).toBe("The JVM never looks at a row, and it sent 334,284 bytes.");
	});
	it("is found in a right answer, a why and a failure's means, and not in a wrong choice", () => {
		const quiz = quizTexts(
			"content/quizzes/a.yaml",
			`questions:\n  - { kind: choose, name: n, question: Which?, source: s, step: collect.end, why: "It must be so.", choices: [{ text: only here, right: true }, { text: never, why: "It always does.", step: collect.mid }] }\n`,
			recordings,
		);
		expect(quiz.filter(isStrong).map(({ part, words }) => [part, words])).toEqual([
			["question n, why", "It must be so."],
			["question n, right answer", "only here"],
			["question n, why not", "It always does."],
		]);
		expect(quiz.at(-1)).toMatchObject({ context: "Which? “never”", sources: ["s", "recording collect, story collect, step mid"] });
		expect(says(failureTexts("content/failures/a.yaml", `title: T\nrecording: r\nstory: s\nstep: b\nsource: x\nmeans: "A. Only B."\nfix: ["Never."]\nsays: "only"\n`).filter(isStrong))).toEqual(["Only B.", "Never."]);
	});
});

describe("marks", () => {
	const read = [{ ...first!, verdict: "source" }, { ...second!, verdict: "recorded" }];
	it("with a verdict leave nothing unread; without one, all", () => {
		expect(readStrong(texts, { [file]: read })).toMatchObject({ unread: [], errors: [] });
		expect(says(readStrong(texts, {}).unread)).toHaveLength(2);
		expect(says(readStrong(texts, { [file]: [{ ...first!, verdict: "" }, read[1]!] }).unread)).toEqual([first!.says]);
	});
	it("hold for a sentence that moved, in its file or to another", () => {
		const moved = lessonTexts("content/lessons/b.mdx", lesson.replace("\n\n", "\n\nMore text.\n\n"), recordings);
		expect(readStrong(moved, { [file]: read })).toMatchObject({ unread: [], errors: [] });
		expect(Object.keys(updateMarks(moved, { [file]: read }, ["content/lessons/b.mdx"]))).toEqual(["content/lessons/b.mdx"]);
	});
	it("do not hold for an edited sentence, nor for an edited source, and are then errors", () => {
		for (const edited of [lesson.replace("Nobody opens", "Nobody ever opens"), lesson.replace("RDD.collect", "RDD.take")]) {
			const { unread, errors } = readStrong(lessonTexts(file, edited, recordings), { [file]: read });
			expect(unread.length).toBeGreaterThan(0);
			expect(errors[0]).toContain("no sentence says this with this source");
		}
	});
	it("stay when the recording is made again", () => {
		const again = { ...recordings, valueOf: () => "999" };
		expect(readStrong(lessonTexts(file, lesson, again), { [file]: read })).toMatchObject({ unread: [], errors: [] });
	});
	it("need a verdict that there is, and a source where they say so", () => {
		const [error] = readStrong(texts, { [file]: [{ ...first!, verdict: "yes" }, read[1]!] }).errors;
		expect(error).toContain("must be source, recorded, words or empty");
		const bare = lessonTexts(file, "The JVM never does.\n", recordings);
		expect(readStrong(bare, { [file]: [{ says: "The JVM never does.", sources: [], verdict: "source" }] }).errors[0]).toContain("give it a footnote");
	});
	it("are brought up to date: what stands keeps its verdict, what is new has none, what is gone goes; and survive their file", () => {
		const edited = lessonTexts(file, lesson.replace("Nobody opens", "Nobody ever opens"), recordings);
		const next = updateMarks(edited, { [file]: read }, [file]);
		expect(next[file]!.map(({ verdict }) => verdict)).toEqual(["source", ""]);
		expect(parseMarks(writeMarks(next))).toEqual(next);
		expect(readStrong(edited, next)).toMatchObject({ errors: [] });
	});
});
