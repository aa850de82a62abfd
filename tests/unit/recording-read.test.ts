import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { FORMAT } from "../../src/recording/format.ts";
import { countBelow, countUpTo, decodeBase64 } from "../../src/recording/lookup.ts";
import { checkRecording } from "../../src/recording/parse.ts";
import { cluster } from "../../src/scenes/cluster.ts";
import { indexRecording } from "../../src/state/index-recording.ts";
import { stateAt } from "../../src/state/state-at.ts";

const text = readFileSync("tests/fixtures/recordings/small.json", "utf8");
const small = () => JSON.parse(text);
const reason = (json: unknown) => {
	try {
		checkRecording(json, "This recording is broken");
		return "none";
	} catch (error) {
		return (error as Error).message;
	}
};

test("a recording is read as it is", () => {
	expect(checkRecording(small(), "small.json")).toEqual(small());
	expect(reason(JSON.parse(readFileSync("content/recordings/collect.json", "utf8")))).toBe("none");
});

test("what is wrong is said in one sentence", () => {
	const change = (edit: (r: ReturnType<typeof small>) => void) => {
		const recording = small();
		edit(recording);
		return reason(recording);
	};
	expect([
		reason(null),
		reason([]),
		reason({ ...small(), format: FORMAT + 1 }),
		change((r) => delete r.run),
		change((r) => (r.events[2].size = "40")),
		change((r) => (r.processes[0].images = [])),
		change((r) => (r.channels[0].kind = "<b>")),
		change((r) => (r.events[2].channel = "nowhere")),
		change((r) => (r.events[3].at = 5)),
	]).toMatchInlineSnapshot(`
		[
		  "This recording is broken: recording: Invalid input: expected object, received null.",
		  "This recording is broken: recording: Invalid input: expected object, received array.",
		  "This recording is broken: format: Invalid input: expected 1.",
		  "This recording is broken: run: Invalid input: expected object, received undefined.",
		  "This recording is broken: events[2].size: Invalid input: expected number, received string.",
		  "This recording is broken: processes[0].images: Too small: expected array to have >=1 items.",
		  "This recording is broken: channels[0].kind: Invalid option: expected one of "py4j"|"workerSocket"|"resultSocket"|"accumulatorSocket"|"stdinPipe"|"daemonPipe"|"file"|"rpc"|"block"|"grpc".",
		  "This recording is broken: events[2].channel: there is no channel nowhere.",
		  "This recording is broken: events[3].at: events must be in order of time.",
		]
	`);
});

test("a mutated recording is read and drawn, or refused in one sentence", () => {
	const places = toPlaces(small());
	const values = fc.oneof(fc.constant(undefined), fc.jsonValue({ maxDepth: 1 }), fc.constantFrom("<script>alert(1)</script>", "__proto__", 2 ** 53, -1, 0.5));
	fc.assert(
		fc.property(fc.array(fc.tuple(fc.nat(places.length - 1), values), { minLength: 1, maxLength: 3 }), fc.nat(120), (changes, t) => {
			const recording = small();
			for (const [place, value] of changes) setAt(recording, places[place]!, value);
			let read;
			try {
				read = checkRecording(recording, "This recording is broken");
			} catch (error) {
				expect((error as Error).message).toMatch(/^This recording is broken: [^\n]+[.]$/);
				return;
			}
			const state = stateAt(indexRecording(read), { t });
			for (const layout of ["wide", "narrow"] as const) cluster.draw(state, layout, {});
		}),
		{ numRuns: 1200 },
	);
});

/** Paths to every value in a JSON value. */
function toPlaces(value: unknown, path: (string | number)[] = []): (string | number)[][] {
	if (typeof value !== "object" || value === null) return [path];
	return [...(path.length ? [path] : []), ...Object.entries(value).flatMap(([key, inner]) => toPlaces(inner, [...path, key]))];
}

function setAt(value: unknown, path: (string | number)[], to: unknown) {
	const [last, ...before] = path.toReversed();
	const parent = before.toReversed().reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], value);
	if (typeof parent === "object" && parent !== null) (parent as Record<string, unknown>)[last!] = to;
}

test("counting in a rising list", () => {
	fc.assert(
		fc.property(fc.array(fc.nat(20)), fc.nat(20), (list, x) => {
			const rising = list.toSorted((a, b) => a - b);
			expect(countUpTo(rising, x)).toBe(rising.filter((v) => v <= x).length);
			expect(countBelow(rising, x)).toBe(rising.filter((v) => v < x).length);
		}),
	);
});

test("base64 is decoded", () => {
	fc.assert(
		fc.property(fc.uint8Array(), (bytes) => {
			expect([...decodeBase64(Buffer.from(bytes).toString("base64"))]).toEqual([...bytes]);
		}),
	);
});
