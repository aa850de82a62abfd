/** content/map.yaml, for the build. */
import { existsSync, readFileSync } from "node:fs";
import { readMap } from "../map/parts.ts";
import { loadStory, storyNames } from "./replays.ts";

/** Stories of a lesson's figures; null: there is no such lesson. */
function toStories(lesson: string): string[] | null {
	const file = `content/lessons/${lesson}.mdx`;
	if (!existsSync(file)) return null;
	return [...readFileSync(file, "utf8").matchAll(/<Replay\b[^>]*\bstory="([^"]+)"|\bstory: "([^"]+)"/g)].map(([, one, other]) => (one ?? other)!);
}

function hasStep(address: string): boolean {
	const [story, name] = address.split(".") as [string, string];
	return storyNames().includes(story) && loadStory(story).story.steps.some((step) => step.name === name);
}

export const loadMap = () => readMap(readFileSync("content/map.yaml", "utf8"), "content/map.yaml", toStories, hasStep);
