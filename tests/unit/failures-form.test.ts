/** Pieces, lines, frames and numbers at their limits. */
import { describe, expect, test } from "vitest";
import { findFailure, type Known, toComparable, toExactPieces, toPieces } from "../../src/failures/match.ts";
import { groupTrace, readTrace } from "../../src/failures/trace.ts";

const known = (pattern: string, more: Partial<Known["patterns"][number]> = {}): Known[] => [{ name: "it", patterns: [{ pieces: toPieces(pattern), weight: 3, isLine: false, isExact: false, ...more }] }];
const isFound = (text: string, among: Known[]) => findFailure(text, among).kind === "found";

describe("pieces of a pattern", () => {
	const among = known("Job aborted … Lost task … ExecutorLostFailure");
	const apart = (first: number, second: number) => `Job aborted${"x".repeat(first)}Lost task${"y".repeat(second)}ExecutorLostFailure`;
	test("stand within 4,000 characters, each from the one before", () => {
		expect([apart(1, 1), apart(4000, 4000), apart(3999, 4000)].map((text) => isFound(text, among))).toEqual([true, true, true]);
		expect([apart(4001, 1), apart(1, 4001), apart(9000, 9000)].map((text) => isFound(text, among))).toEqual([false, false, false]);
	});
	test("stand in their order, from a beginning that has them all", () => {
		expect(isFound("ExecutorLostFailure Lost task Job aborted", among)).toBe(false);
		expect(isFound(`Job aborted ${"x".repeat(5000)} ${apart(10, 10)}`, among)).toBe(true);
	});
});

describe("a line of its own", () => {
	const among = known("Killed", { isLine: true });
	test("has at most a prefix before it, shorter than 160 characters", () => {
		const prefixed = (length: number) => `${"x".repeat(length - 2)}: Killed`;
		expect([2, 100, 159, 160, 161, 400].map((length) => isFound(`\n${prefixed(length)}\n`, among))).toEqual([true, true, true, false, false, false]);
	});
	test("is whole", () => {
		expect(["Killed", "Killed \nnext", "driver | Killed", "> Killed"].map((text) => isFound(text, among))).toEqual([true, true, true, true]);
		expect(["Killed by", "was Killed", "Killed process 20891"].map((text) => isFound(text, among))).toEqual([false, false, false]);
	});
});

describe("frames of a JVM", () => {
	const frames = (n: number, from = 0) => Array.from({ length: n }, (_, i) => `\tat org.apache.spark.A.run(A.scala:${from + i})`);
	const parts = (...lines: string[]) => groupTrace(readTrace(lines.join("\n"))).flatMap(({ parts }) => parts.map(({ lines, isFolded }) => [lines.length, isFolded]));
	test("past the third are folded, where three or more would be", () => {
		expect(parts("java.lang.OutOfMemoryError: Java heap space", ...frames(5))).toEqual([[4, false], [2, false]]);
		expect(parts("java.lang.OutOfMemoryError: Java heap space", ...frames(6))).toEqual([[4, false], [3, true]]);
		expect(parts("java.lang.OutOfMemoryError: Java heap space", ...frames(40), "\t... 12 more")).toEqual([[4, false], [38, true]]);
	});
	test("are counted anew after each message", () => {
		expect(parts("java.io.IOException: a", ...frames(10), "Caused by: java.io.EOFException: b", ...frames(10))).toEqual([[4, false], [7, true], [4, false], [7, true]]);
	});
	test("of Python are never folded", () => {
		const python = Array.from({ length: 12 }, (_, i) => [`  File "job.py", line ${i}, in f`, "    f()"]).flat();
		expect(parts("Traceback (most recent call last):", ...python, "ValueError: x")).toEqual([[26, false]]);
	});
});

describe("numbers of other lengths", () => {
	test("separators and units beside them do not matter", () => {
		expect(["(TID 8)", "(TID 1234)", "(TID 123,456)"].map(toComparable)).toEqual(["(tid #)", "(tid #)", "(tid #)"]);
		expect(["4.3.0", "10.12.3", "127.0.0.1:38211", "1,024.0 MiB"].map(toComparable)).toEqual(["#", "#", "#", "# mib"]);
	});
	test("count where the pattern says so: 52 is neither 143 nor 520", () => {
		const among = known("", { pieces: toExactPieces("Command exited with code 52"), isExact: true });
		const said = (code: number) => `ERROR TaskSchedulerImpl: Lost executor 0 on 10.0.0.3:  Command exited\n with code ${code}`;
		expect([52, 143, 137, 520, 5].map((code) => isFound(said(code), among))).toEqual([true, false, false, false, false]);
		expect(findFailure(said(52), known("", { pieces: toExactPieces("with code 52"), isExact: true }))).toMatchObject({ matches: [{ line: "with code 52" }] });
	});
	test("the line is given as it stands, with its own numbers", () => {
		const line = "Lost task 1234.0 in stage 1000.0 (TID 123456) (10.3.44.7 executor 20): ExecutorLostFailure";
		const found = findFailure(`${"x 1234567 \n".repeat(50)}  ${line}\nmore`, known("Lost task … ExecutorLostFailure"));
		expect(found).toEqual({ kind: "found", matches: [{ name: "it", weight: 3, line }] });
	});
});
