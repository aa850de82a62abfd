/** All that readers read, from content/. */
import { globSync, readFileSync } from "node:fs";
import { parse } from "yaml";
import { recordedValue } from "../../src/site/replays";
import { captionTexts, failureTexts, generalTexts, glossaryTexts, lessonTexts, mapTexts, quizTexts, type Recordings, type Text } from "./texts";

const recordings: Recordings = {
	valueOf: recordedValue,
	recordingOf(story, step) {
		const { recording, steps } = parse(readFileSync(`content/stories/${story}.yaml`, "utf8")) as { recording: string; steps: { name: string; of?: string }[] };
		return steps.find(({ name }) => name === step)?.of ?? recording;
	},
};

/** In the order of their files. Throws an Error that names a caption's or a lesson's reference which the recording does not bear out. */
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
