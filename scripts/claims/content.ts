/** All that readers read, from content/. */
import { globSync, readFileSync } from "node:fs";
import { parse } from "yaml";
import { recordedValue } from "../../src/site/content/index.ts";
import { onceEach } from "../../src/site/content/once.ts";
import { captionTexts, failureTexts, generalTexts, glossaryTexts, lessonTexts, mapTexts, quizTexts, type Recordings, type Text } from "./texts.ts";

const readStory = onceEach((name) => parse(readFileSync(`content/stories/${name}.yaml`, "utf8")) as { recording: string; steps: { name: string; of?: string }[] });

const recordings: Recordings = {
	valueOf: recordedValue,
	recordingOf(story, step) {
		const { recording, steps } = readStory(story);
		return steps.find(({ name }) => name === step)?.of ?? recording;
	},
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
