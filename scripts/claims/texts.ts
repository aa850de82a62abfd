/** What readers read, sentence by sentence, each with its source beside it: of lessons, captions, quizzes, glossary, failures and the map. */
import { LineCounter, parseDocument, visit } from "yaml";
import { type Piece, type Recorded, readProse, toPiece, toSentences } from "./prose.ts";

export const kinds = ["lesson", "caption", "quiz", "glossary", "failure", "map"] as const;
export type Kind = (typeof kinds)[number];

export interface Text {
	kind: Kind;
	file: string;
	line: number;
	/** Its part in a file that has several: `question room-for-all, why`, `step fork`. */
	part: string;
	/** What it answers or belongs to, if it cannot be read alone. */
	context: string;
	piece: Piece;
	/** The sentence with its values: captions and `<Recorded>` as readers see them. */
	words: string;
	/** Footnotes, the key `source`, recording and step; of a lesson's sentence without any, `beside it: ` those of its paragraph. Without values, so that recording again leaves them as they are. */
	sources: string[];
	/** `reference = value` of each reference in it. */
	values: string[];
}

/** What the recordings give: a value by story and `step:reference`, and the recording of a story or of one of its steps. */
export interface Recordings {
	valueOf(story: string, reference: string): string;
	recordingOf(story: string, step?: string): string;
}

const stepSource = ({ recordingOf }: Recordings, at: string) => {
	const [story, step] = at.split(".") as [string, string];
	return `recording ${recordingOf(story, step)}, story ${story}, step ${step}`;
};
const unique = (list: string[]) => [...new Set(list)];
const plain = (piece: Piece, valueOf: (at: Recorded) => string) => {
	let next = 0;
	return piece.says.replace(/\{[\w-]+:[^{}]*\}/g, (whole) => (piece.recorded[next] ? valueOf(piece.recorded[next++]!) : whole));
};

export function lessonTexts(file: string, mdx: string, recordings: Recordings): Text[] {
	const { pieces, notes } = readProse(mdx);
	const sourcesOf = (piece: Piece) => {
		const shown = piece.recorded.map(({ story, value }) => `${story}.${value.split(":")[0]}`);
		return unique([...piece.notes.map((name) => notes.get(name)?.says ?? `footnote that is not there: ${name}`), ...[...piece.steps, ...shown].map((at) => stepSource(recordings, at))]);
	};
	return pieces.map((piece) => {
		const own = sourcesOf(piece);
		const near = piece.block ? unique(pieces.filter(({ block }) => block === piece.block).flatMap(sourcesOf)) : [];
		return {
			...{ kind: "lesson" as const, file, line: piece.line, part: "", context: piece.context, piece },
			words: plain(piece, ({ story, value }) => recordings.valueOf(story, value)),
			sources: own.length ? own : near.map((source) => `beside it: ${source}`),
			values: piece.recorded.map(({ story, value }) => `${value} = ${recordings.valueOf(story, value)}`),
		};
	});
}

type Path = (string | number)[];
interface Scalar {
	path: Path;
	value: string;
	line: number;
}

/** The texts of a YAML, each with its way from the root. */
function readScalars(yaml: string): { data: unknown; scalars: Scalar[] } {
	const counter = new LineCounter();
	const document = parseDocument(yaml, { lineCounter: counter });
	const scalars: Scalar[] = [];
	visit(document, {
		Scalar(key, node, ancestors) {
			if (key === "key" || typeof node.value !== "string") return;
			const path = ancestors.flatMap((ancestor, i): Path => {
				const child = ancestors[i + 1] ?? node;
				if (ancestor && typeof ancestor === "object" && "key" in ancestor) return [String(ancestor.key)];
				return ancestor && typeof ancestor === "object" && "items" in ancestor && Array.isArray(ancestor.items) && !("key" in child) ? [ancestor.items.indexOf(child as never)] : [];
			});
			scalars.push({ path, value: node.value, line: counter.linePos(node.range![0]).line });
		},
	});
	return { data: document.toJS(), scalars };
}

/** Sentences of a text of YAML. Those of one text share its line. */
function toTexts(kind: Kind, file: string, { value, line }: { value: string; line: number }, rest: Partial<Text>): Text[] {
	return toSentences(value).map((sentence) => {
		const piece = toPiece(sentence, line, true);
		return { kind, file, line, part: "", context: "", sources: [], values: [], ...rest, piece, words: rest.words ?? piece.says };
	});
}

interface Step {
	name: string;
	of?: string;
}

/** Captions, with their references as the story's recording resolves them. */
export function captionTexts(file: string, yaml: string, recordings: Recordings): Text[] {
	const { data, scalars } = readScalars(yaml);
	const { recording, steps } = data as { recording: string; steps: Step[] };
	const story = file.replace(/^.*\/|\.yaml$/g, "");
	return scalars.flatMap((scalar) => {
		const [key, n, last] = scalar.path;
		if (key === "title") return toTexts("caption", file, scalar, { part: "title", sources: [`recording ${recording}`] });
		if (key !== "steps" || last !== "caption") return [];
		const { name, of } = steps[n as number]!;
		return toTexts("caption", file, scalar, { part: `step ${name}`, sources: [`recording ${of ?? recording}, step ${name}`] }).map((text) => {
			const found = [...text.piece.says.matchAll(/\{([^{}]*)\}/g)].map(([, reference]) => [reference!, recordings.valueOf(story, `${name}:${reference}`)] as const);
			return { ...text, values: found.map(([reference, value]) => `${reference} = ${value}`), words: found.reduce((words, [reference, value]) => words.replace(`{${reference}}`, value), text.piece.says) };
		});
	});
}

interface Choice {
	text?: string;
	right?: true;
	step?: string;
}
interface Item {
	text: string;
	process?: string;
	step?: string;
}
interface Question {
	name: string;
	question: string;
	source: string;
	step: string;
	choices?: Choice[];
	items?: Item[];
}

/** Questions, right answers and explanations. A wrong choice claims nothing. */
export function quizTexts(file: string, yaml: string, recordings: Recordings): Text[] {
	const { data, scalars } = readScalars(yaml);
	const { questions } = data as { questions: Question[] };
	return scalars.flatMap((scalar) => {
		const [, n, key, i, field] = scalar.path;
		const asked = questions[n as number]!;
		const choice = key === "choices" ? asked.choices?.[i as number] : undefined;
		const item = key === "items" ? asked.items?.[i as number] : undefined;
		const step = (field === "why" ? choice?.step : undefined) ?? item?.step ?? asked.step;
		const rest = { sources: [asked.source, stepSource(recordings, step)] };
		const as = (part: string, context: string) => toTexts("quiz", file, scalar, { ...rest, part: `question ${asked.name}, ${part}`, context });
		if (key === "question") return as("question", "");
		if (key === "why") return as("why", asked.question);
		if (choice && field === "text" && choice.right) return as("right answer", asked.question);
		if (choice && field === "why") return as("why not", `${asked.question} “${choice.text ?? ""}”`);
		if (item && field === "text") return as("right answer", `${asked.question} ${item.process ?? `place ${Number(i) + 1}`}`);
		if (item && (field === "why" || field === "wrong")) return as("why not", `${asked.question} “${item.text}”${field === "wrong" ? ` ${scalar.path[5]}` : ""}`);
		return [];
	});
}

export function glossaryTexts(file: string, yaml: string): Text[] {
	const { data, scalars } = readScalars(yaml);
	const { term, source } = data as { term: string; source?: string };
	return scalars.filter(({ path }) => path[0] === "sentence").flatMap((scalar) => toTexts("glossary", file, scalar, { part: "sentence", context: term, sources: source ? [source] : [] }));
}

const failureKeys = ["title", "where", "means", "silent", "fix"];

export function failureTexts(file: string, yaml: string): Text[] {
	const { data, scalars } = readScalars(yaml);
	const { title, source, recording, step, story } = data as { title: string; source: string; recording: string; step: string; story: string };
	return scalars
		.filter(({ path }) => failureKeys.includes(String(path[0])))
		.flatMap((scalar) => toTexts("failure", file, scalar, { part: String(scalar.path[0]), context: scalar.path[0] === "title" ? "" : title, sources: [source, `recording ${recording}, story ${story}, step ${step}`] }));
}

/** Of the lines that come with many failures. */
export function generalTexts(file: string, yaml: string): Text[] {
	const { data, scalars } = readScalars(yaml);
	const entries = data as { name: string; recording: string }[];
	return scalars
		.filter(({ path }) => path[1] === "title" || path[1] === "look")
		.flatMap((scalar) => {
			const { name, recording } = entries[scalar.path[0] as number]!;
			return toTexts("failure", file, scalar, { part: `${name}, ${scalar.path[1]}`, sources: [`recording ${recording}`] });
		});
}

export function mapTexts(file: string, yaml: string): Text[] {
	const { data, scalars } = readScalars(yaml);
	const parts = data as Record<string, { at: { lesson: string; step?: string }[] }>;
	return scalars
		.filter(({ path }) => path[1] === "does")
		.flatMap((scalar) => toTexts("map", file, scalar, { part: String(scalar.path[0]), context: String(scalar.path[0]), sources: parts[scalar.path[0] as string]!.at.map(({ lesson, step }) => `lesson ${lesson}${step ? `, step ${step}` : ""}`) }));
}
