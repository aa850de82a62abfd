/** content/map.yaml. */
import { readMap } from "../../map/parts.ts";
import { orThrow } from "../../yaml/read-yaml.ts";
import { findLesson } from "./lessons.ts";
import { once, readText } from "./once.ts";
import { findStep } from "./stories.ts";

export const loadMap = once(() => {
	const file = "content/map.yaml";
	const toStories = (lesson: string) => findLesson(lesson)?.stories ?? null;
	return orThrow(readMap(readText(file)!, file, toStories, (step) => findStep(step) !== null));
});
