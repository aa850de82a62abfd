/** YAML → failures, each checked against the run that it is told of. Build only. */
import type { Recording } from "../recording/format.ts";
import { toComparable, toExactPieces, toPieces, type Known, type Pattern } from "./match.ts";
import { type Read, readYaml, type ToSentence, toFileName } from "../yaml/read-yaml.ts";
import { failureFile, generalFile, type FailureFile, type PatternFile } from "./schema.ts";

export interface Failure extends Known, Omit<FailureFile, "patterns"> {
	/** What the run printed, from the line `from` on. Empty if it printed nothing of its failure. */
	readonly printed: string;
}

export interface General extends Known {
	readonly title: string;
	readonly look: string;
}

/** A frame of the recorder's tap in a traceback: its line, its source and the marks under it. Not of the run. */
const tapFrame = /^  File "[^"\n]*\/xray_tap\.py", line \d+.*\n(?: {4}.*\n)*/gm;

/** All that a run's own process and its terminal showed. What the job prints to stdout is not of its failure; what a JVM that does not start prints there is. */
export function printedBy(recording: Recording): string {
	const outputs = recording.events.filter((event) => event.kind === "output");
	const hasNoVm = outputs.some(({ text }) => text.startsWith("Error occurred during initialization of VM"));
	return outputs
		.flatMap(({ stream, text }) => (stream !== "stdout" || hasNoVm ? [text] : []))
		.join("")
		.replace(tapFrame, "");
}

/** What a story tells: the recording's name, and names of its steps. */
export interface Told {
	readonly recording: string;
	readonly steps: readonly string[];
}

type RecordingOf = (name: string) => Recording | null;

/** Each error is one sentence that names the file and the reason. */
export function readFailure(yaml: string, file: string, recordingOf: RecordingOf, stepsOf: (story: string) => Told | null): Read<Failure> {
	const { data, errors } = readYaml(failureFile, yaml, file, toSentence);
	if (!data) return { errors };
	const recording = recordingOf(data.recording);
	if (!recording) return { errors: [`${file}: there is no recording ${data.recording}.`] };
	const wrong: string[] = [];
	const story = stepsOf(data.story);
	if (!story) wrong.push(`there is no story ${data.story}.`);
	else if (story.recording !== data.recording) wrong.push(`story ${data.story} is of recording ${story.recording}, not ${data.recording}.`);
	else if (!story.steps.includes(data.step)) wrong.push(`story ${data.story} has no step ${data.step}.`);
	const all = printedBy(recording).replace(/\r/g, "");
	if ((data.says === undefined) === (data.silent === undefined)) wrong.push("it has either a line that it says or is silent.");
	if (data.says !== undefined && !all.includes(data.says)) wrong.push(`the recording does not hold: ${data.says}`);
	wrong.push(...wrongPatterns(data.patterns, all));
	if (wrong.length) return { errors: wrong.map((reason) => `${file}: ${reason}`) };
	const from = data.silent === undefined ? all.split("\n").findIndex((line) => (data.from === undefined ? line.startsWith("Traceback (most recent call last):") : line.includes(data.from))) : -1;
	if (data.silent === undefined && from < 0) return { errors: [`${file}: no line of the recording is the first: ${data.from ?? "a traceback"}.`] };
	return { data: { ...data, name: toFileName(file), patterns: data.patterns.map(toPattern), printed: from < 0 ? "" : all.split("\n").slice(from).join("\n").trimEnd() } };
}

export function readGeneral(yaml: string, file: string, recordingOf: RecordingOf): Read<General[]> {
	const { data, errors } = readYaml(generalFile, yaml, file, toSentence);
	if (!data) return { errors };
	const wrong = data.flatMap(({ name, recording, patterns }) => {
		const found = recordingOf(recording);
		return (found ? wrongPatterns(patterns, printedBy(found)) : [`there is no recording ${recording}.`]).map((reason) => `${file}: ${name}: ${reason}`);
	});
	if (wrong.length) return { errors: wrong };
	return { data: data.map(({ name, title, look, patterns }) => ({ name, title, look, patterns: patterns.map(toPattern) })) };
}

const toSentence: ToSentence = ({ path, message }) => `${path.join(".")}: ${message}.`;

/** Words without a source of their own must have been printed. */
function wrongPatterns(patterns: readonly PatternFile[], printed: string): string[] {
	const text = toComparable(printed);
	return patterns.flatMap((pattern) => {
		if (typeof pattern !== "string" && (pattern.text === undefined) === (pattern.line === undefined)) return ["a pattern has either text or line."];
		if (typeof pattern !== "string" && pattern.source !== undefined) return [];
		const missing = toPattern(pattern).pieces.find((piece) => !text.includes(toComparable(piece)));
		return missing === undefined ? [] : [`the recording does not hold “${missing}”, and the pattern has no source.`];
	});
}

function toPattern(pattern: PatternFile): Pattern {
	if (typeof pattern === "string") return { pieces: toPieces(pattern), weight: 3, isLine: false, isExact: false };
	const { text, line, exact = false, weight = 3 } = pattern;
	return { pieces: (exact ? toExactPieces : toPieces)(text ?? line!), weight, isLine: line !== undefined, isExact: exact };
}
