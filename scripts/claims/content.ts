/** All that readers read, from content/. */
import { globSync, readFileSync } from "node:fs";
import { parse } from "yaml";
import { parseRecording } from "../../src/recording/parse.ts";
import { resolveReference } from "../../src/story/captions.ts";
import { readStory } from "../../src/story/read-story.ts";
import { captionTexts, failureTexts, generalTexts, glossaryTexts, lessonTexts, mapTexts, quizTexts, type Recordings, type Text } from "./texts.ts";

function once<T>(read: (name: string) => T): (name: string) => T {
	const known = new Map<string, T>();
	return (name) => {
		if (!known.has(name)) known.set(name, read(name));
		return known.get(name)!;
	};
}

const recordingOf = once((name) => parseRecording(readFileSync(`content/recordings/${name}.json`, "utf8"), name));

const storyOf = once((name) => {
	const file = `content/stories/${name}.yaml`;
	const text = readFileSync(file, "utf8");
	const { recording, beside = [], steps } = parse(text) as { recording: string; beside?: string[]; steps: { name: string; of?: string }[] };
	const { references, errors } = readStory(text, file, recordingOf(recording), beside.map(recordingOf));
	if (errors) throw new Error(errors.join("\n"));
	return { recording, steps, references };
});

const recordings: Recordings = {
	valueOf(story, reference) {
		const { references } = storyOf(story);
		const [, step, path] = /^([\w-]+):(.+)$/.exec(reference) ?? [];
		const own = references.get(step ?? "");
		const value = own && path ? resolveReference(path, own, references) : new Error(`${reference} does not begin with a step of the story ${story}.`);
		if (value instanceof Error) throw new Error(`content/stories/${story}.yaml: ${value.message}`);
		return value;
	},
	recordingOf: (story, step) => storyOf(story).steps.find(({ name }) => name === step)?.of ?? storyOf(story).recording,
};

/** In the order of their files. Throws an Error that names a reference of a caption or a lesson which its recording does not bear out. */
export function readContent(): Text[] {
	const each = (pattern: string, read: (file: string, text: string, recordings: Recordings) => Text[]) => globSync(pattern).sort().flatMap((file) => read(file, readFileSync(file, "utf8"), recordings));
	return [
		...each("content/lessons/*.mdx", lessonTexts),
		...each("content/stories/*.yaml", captionTexts),
		...each("content/quizzes/*.yaml", quizTexts),
		...each("content/glossary/*.yaml", glossaryTexts),
		...each("content/failures/*.yaml", failureTexts),
		...each("content/failures-general.yaml", generalTexts),
		...each("content/map.yaml", mapTexts),
	];
}
