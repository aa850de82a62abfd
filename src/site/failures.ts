/** The failures of content/, for the build: read once, and again when a file changes. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import type { Recording } from "../recording/format.ts";
import { readFailure, readGeneral, type Failure, type General } from "../failures/read-failures.ts";
import { toInline } from "../quiz/html.ts";
import { loadStory } from "./replays.ts";

const folder = "content/failures";
const generalPath = "content/failures-general.yaml";

let known: { key: string; failures: Failure[]; general: General[] } | undefined;

/** Throws an Error that names the file and the reason for each thing that is wrong. In the order of the list. */
export function loadFailures(): { failures: Failure[]; general: General[] } {
	const paths = [...readdirSync(folder).map((file) => `${folder}/${file}`), generalPath];
	const key = paths.map((path) => `${path} ${statSync(path).mtimeMs}`).join();
	if (known?.key === key) return known;
	const story = (name: string) => loadStory(name);
	const recordings = new Map<string, Recording>();
	const recordingOf = (name: string) => {
		if (!recordings.has(name)) recordings.set(name, JSON.parse(readFileSync(`content/recordings/${name}.json`, "utf8")) as Recording);
		return recordings.get(name)!;
	};
	const results = paths.slice(0, -1).map((path) =>
		readFailure(readFileSync(path, "utf8"), path, recordingOf, (name) => ({ recording: story(name).story.recording, steps: story(name).story.steps.map((step) => step.name) })),
	);
	const general = readGeneral(readFileSync(generalPath, "utf8"), generalPath, recordingOf);
	const errors = [...results.flatMap((r) => r.errors ?? []), ...(general.errors ?? [])];
	if (errors.length) throw new Error(errors.join("\n"));
	known = { key, failures: results.map((r) => r.failure!).sort((a, b) => a.order - b.order), general: general.general! };
	return known;
}

/** What the finder fetches when a reader turns to it: words and answers. The answers are HTML. */
export function finderJson(): string {
	const { failures, general } = loadFailures();
	const html = (markdown: string) => toInline(markdown).text;
	return JSON.stringify({
		failures: failures.map(({ name, patterns, where, means, fix }) => ({
			...{ name, patterns },
			answer: `<p>${html(where)}</p><p>${html(means)}</p><ul>${fix.map((one) => `<li>${html(one)}</li>`).join("")}</ul>`,
		})),
		general: general.map(({ name, patterns, title, look }) => ({ name, patterns, answer: `<p>${html(title)} ${html(look)}</p>` })),
	});
}

/** Its address, with its version: a page never meets a file of another build. */
export const finderAddress = () => `${import.meta.env.BASE_URL}failures/data.json?v=${createHash("sha256").update(finderJson()).digest("hex").slice(0, 8)}`;
