/**
 * `npm run test:claims`: lists what lessons, captions, quizzes, glossary and failures claim without a source: digits, quoted
 * messages and names in code that neither the recordings, jobs and observations of the page nor the installed PySpark
 * bear out; defaults that are not PySpark's; versions that did not run. Exit code 1 if there is any. Counts the strong
 * statements that nobody compared with their source. `--spark PYTHON`: the interpreter whose PySpark is asked; else the
 * recorder's. Where there is no PySpark, names and defaults are left to a machine that has it.
 */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { basename, join } from "node:path";
import { parse } from "yaml";
import { readContent } from "./claims/content.ts";
import { type Evidence, findClaims, findUnversioned, findVersions, type Names, normalize, toEvidence } from "./claims/find-claims.ts";
import { findDefaults, type Settings } from "./claims/find-defaults.ts";
import { type Piece, readProse, toPiece } from "./claims/prose.ts";
import { readMarks, readStrong } from "./claims/strong.ts";

const read = (path: string) => readFileSync(path, "utf8");
const nameOf = (path: string) => basename(path).replace(/\.\w+$/, "");

function findPython(): string | null {
	const at = process.argv.indexOf("--spark");
	if (at > 0) return process.argv[at + 1] ?? null;
	const folders = ["/srv/inside-pyspark", join(homedir(), ".cache/inside-pyspark")];
	return folders.flatMap((folder) => globSync(`${folder}/pyspark-4*/bin/python`).filter((path) => /pyspark-[\d.]+\/bin/.test(path)).sort()).at(-1) ?? null;
}

const python = findPython();

/** What a script says of the installed PySpark, asked once for each version of the script; null without PySpark. */
function ask<T>(script: string): T | null {
	if (!python || !existsSync(python)) return null;
	const path = `scripts/claims/${script}.py`;
	const version = createHash("sha256").update(read(path)).update(python).digest("hex").slice(0, 12);
	const cache = join(tmpdir(), "inside-pyspark", `${script}-${version}.json`);
	if (!existsSync(cache)) {
		const index = execFileSync(python, [path], { maxBuffer: 1 << 30, encoding: "utf8" });
		mkdirSync(join(tmpdir(), "inside-pyspark"), { recursive: true });
		writeFileSync(cache, index);
	}
	return JSON.parse(read(cache)) as T;
}

function loadNames(): Names | null {
	const index = ask<{ version: string; tokens: string; texts: string[]; members: Record<string, string>; files: string[] }>("index_pyspark");
	return (
		index && {
			version: index.version,
			tokens: new Set(index.tokens.split(" ")),
			text: index.texts.map(normalize).join("\n"),
			members: new Map(Object.entries(index.members).map(([name, all]) => [name, new Set(all.split(" "))])),
			files: new Set(index.files),
		}
	);
}

function loadSettings(): Settings | null {
	const index = ask<{ version: string; defaults: Record<string, string> }>("index_settings");
	return index && { version: index.version, defaults: new Map(Object.entries(index.defaults)) };
}

/** Every text in a recording but the bytes of messages. */
function toTexts(value: unknown, key = ""): string[] {
	if (key === "bytes" || key === "payload") return [];
	if (typeof value === "string") return [value];
	if (Array.isArray(value)) return value.flatMap((item) => toTexts(item));
	if (value && typeof value === "object") return Object.entries(value).flatMap(([key, item]) => [key, ...toTexts(item, key)]);
	return [];
}

const packageNames: Record<string, string> = { pyarrow: "PyArrow", numpy: "NumPy" };
const known = new Map<string, { sources: string[]; texts: string[]; versions: string[] }>();
function readRun(path: string) {
	const before = known.get(path);
	if (before) return before;
	const json = JSON.parse(read(path));
	const { run } = json;
	const sources = [run.job?.source, run.command, json.command, ...Object.entries(run.conf ?? {}).map(([key, value]) => `${key}=${value}`)].filter((text) => typeof text === "string");
	const versions = [`Spark ${run.spark}`, `PySpark ${run.spark}`, `Python ${run.python}`, `Java ${String(run.java).split(" ")[0]}`, ...Object.entries(run.packages ?? {}).map(([name, version]) => `${packageNames[name] ?? name} ${version}`)];
	const found = { sources, texts: toTexts(json), versions };
	known.set(path, found);
	return found;
}

const toRecordings = (story: string): string[] => {
	const file = `content/stories/${story}.yaml`;
	if (!existsSync(file)) return [];
	const { recording, beside = [] } = parse(read(file));
	return [recording, ...beside].map((name) => `content/recordings/${name}.json`);
};

/** What the figures say of themselves is on the page too. */
const labels = globSync("src/elements/replay/*.ts").map(read);

function evidenceOf(runs: string[]): Evidence {
	const found = [...new Set(runs)].filter((path) => existsSync(path)).map(readRun);
	return toEvidence(
		found.flatMap(({ sources }) => sources),
		[...found.flatMap(({ texts }) => texts), ...labels],
		[...new Set(found.flatMap(({ versions }) => versions))],
	);
}

const storiesIn = (text: string) => [...text.matchAll(/\bstory(?:=|:\s*)"([\w-]+)"/g)].map(([, story]) => story!);
const stepsIn = (text: string) => [...text.matchAll(/\bstep:\s*([\w-]+)\.[\w-]+/g)].map(([, story]) => story!);
const observedIn = (text: string) => [...text.matchAll(/<Observed\b[^>]*\bname="([\w-]+)"/g)].map(([, name]) => `content/observations/${name}.json`);

const names = loadNames();
const settings = loadSettings();
const found: string[] = [];
const left: string[] = [];
let count = 0;
const check = (file: string, piece: Piece, evidence: Evidence) => {
	count++;
	for (const claim of findClaims(piece, evidence, names)) (claim.startsWith("name left") ? left : found).push(`${file}:${piece.line}: ${claim}`);
};

const lessons = new Map<string, Evidence>();
for (const file of globSync("content/lessons/*.mdx").sort()) {
	const mdx = read(file);
	const quiz = `content/quizzes/${nameOf(file)}.yaml`;
	const stories = [...storiesIn(mdx), ...(existsSync(quiz) ? stepsIn(read(quiz)) : [])];
	const evidence = evidenceOf([...stories.flatMap(toRecordings), ...observedIn(mdx)]);
	lessons.set(nameOf(file), evidence);
	const { pieces, notes } = readProse(mdx);
	for (const piece of pieces) check(file, piece, evidence);
	found.push(...findUnversioned(pieces).map((claim) => `${file}:${claim}`));
	const used = new Set(pieces.flatMap(({ notes }) => notes));
	for (const [name, note] of notes) {
		check(file, { ...note, isSourced: true }, evidence);
		if (!used.has(name)) found.push(`${file}:${note.line}: footnote that no sentence has: ${name}`);
		if (!/\d\.\d|\b(?:JDK|Java) \d|https?:|\bPEP \d|\bLinux|\(\d\)|\bcommit\b|\bdocumentation\b|\bversion \d|\bthe recording/i.test(note.text)) found.push(`${file}:${note.line}: footnote without a version: ${name}`);
	}
	for (const { line, notes: names } of pieces) for (const name of names) if (!notes.has(name)) found.push(`${file}:${line}: footnote that is not there: ${name}`);
}

const lineOf = (text: string, part: string) => text.slice(0, Math.max(0, text.indexOf(part.slice(0, 25)))).split("\n").length;

for (const file of globSync("content/stories/*.yaml").sort()) {
	const text = read(file);
	const evidence = evidenceOf(toRecordings(nameOf(file)));
	const { title, steps } = parse(text);
	// The build refuses a digit in a caption that no reference gave.
	for (const words of [title, ...steps.map(({ caption }: { caption: string }) => caption)])
		check(file, toPiece(words.replace(/\{[^}]*\}/g, ""), lineOf(text, words), true), evidence);
}

/** Texts of a YAML that readers see, but names of things. */
const toWords = (value: unknown, key = ""): string[] => {
	if (["name", "step", "kind", "process", "processes", "lives", "lesson"].includes(key)) return [];
	if (typeof value === "string") return [value];
	if (Array.isArray(value)) return value.flatMap((item) => toWords(item));
	return value && typeof value === "object" ? Object.entries(value).flatMap(([key, item]) => toWords(item, key)) : [];
};

for (const file of [...globSync("content/quizzes/*.yaml"), ...globSync("content/glossary/*.yaml")].sort()) {
	const text = read(file);
	const data = parse(text);
	const evidence = lessons.get(data.lesson ?? nameOf(file)) ?? evidenceOf([]);
	for (const part of data.questions ?? [data]) for (const words of toWords(part)) check(file, toPiece(words, lineOf(text, words), !!part.source), evidence);
}

const readmes = ["README.md", "CONTRIBUTING.md", "recorder/README.md", "src/memory/README.md"];
const texts = readContent();
for (const { file, piece, sources } of texts.filter(({ kind }) => kind === "failure")) check(file, piece, evidenceOf(sources.flatMap((source) => /^recording ([\w.-]+)/.exec(source)?.[1] ?? []).map((name) => `content/recordings/${name}.json`)));
if (settings) {
	const sentences = [...texts, ...readmes.flatMap((file) => readProse(read(file)).pieces.map(({ says, line }) => ({ file, line, words: says })))];
	for (const { file, line, words } of sentences) found.push(...findDefaults(words, settings).map((claim) => `${file}:${line}: ${claim}`));
}

const observed = globSync("content/observations/*.json").flatMap((path) => JSON.parse(read(path)).output.match(/\b(?:pandas|PyArrow|NumPy) \d+(?:\.\d+)+/g) ?? []);
const ran = [...globSync("content/recordings/*.json").flatMap((path) => readRun(path).versions), ...observed];
for (const { file, line, piece } of texts) found.push(...findVersions(piece, ran).map((version) => `${file}:${line}: version that no recording or observation has: ${version}`));

const strong = readStrong(texts, readMarks());
found.push(
	...strong.errors,
	...strong.unread.map(
		({ file, line, words }) => `${file}:${line}: strong statement that nobody has compared with its source (npm run claims -- --write ${file}): ${words}`,
	),
);

if (left.length) console.log(`${left.length} names are left to a machine with PySpark.`);
console.log([`${count} pieces of text${names ? `, names and defaults as in PySpark ${names.version}` : ""}: ${found.length} claims without a source`, ...found].join("\n  "));
console.log(`${strong.all.length} strong statements, ${strong.unread.length} not compared with their source (npm run claims)`);
if (found.length || count === 0) process.exitCode = 1;
