/** The failures of content/. */
import { type Failure, type General, readFailure, readGeneral, type Told } from "../../failures/read-failures.ts";
import { orThrow } from "../../yaml/read-yaml.ts";
import { toInline } from "../../words/html.ts";
import { namesIn, once, readText } from "./once.ts";
import { loadStory, openRecording, storyNames } from "./stories.ts";

const recordingOf = (name: string) => openRecording(name)?.recording ?? null;

function stepsOf(name: string): Told | null {
	if (!storyNames().includes(name)) return null;
	const { recording, steps } = loadStory(name).story;
	return { recording, steps: steps.map((step) => step.name) };
}

/** In the order of the list. Throws an Error that names the file and the reason for each thing that is wrong. */
export const loadFailures = once((): Failure[] => {
	const results = namesIn("content/failures", ".yaml").map((name) => {
		const path = `content/failures/${name}.yaml`;
		return readFailure(readText(path)!, path, recordingOf, stepsOf);
	});
	const errors = results.flatMap((result) => result.errors ?? []);
	if (errors.length) throw new Error(errors.join("\n"));
	return results.map(({ data }) => data!).sort((a, b) => a.order - b.order);
});

export const loadGeneral = once((): General[] => {
	const path = "content/failures-general.yaml";
	return orThrow(readGeneral(readText(path)!, path, recordingOf));
});

export function loadFailure(name: string): Failure {
	const found = loadFailures().find((failure) => failure.name === name);
	if (!found) throw new Error(`there is no content/failures/${name}.yaml`);
	return found;
}

/** What the finder fetches when a reader turns to it: words and answers. The answers are HTML. */
export const finderJson = once((): string => {
	const html = (markdown: string) => toInline(markdown).text;
	return JSON.stringify({
		failures: loadFailures().map(({ name, patterns, where, means, fix }) => ({
			name,
			patterns,
			answer: `<p>${html(where)}</p><p>${html(means)}</p><ul>${fix.map((one) => `<li>${html(one)}</li>`).join("")}</ul>`,
		})),
		general: loadGeneral().map(({ name, patterns, title, look }) => ({
			name,
			patterns,
			answer: `<p>${html(title)} ${html(look)}</p>`,
		})),
	});
});
