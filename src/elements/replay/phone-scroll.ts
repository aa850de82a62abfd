/** On a phone the picture is taller than the room above its controls: the page scrolls to what the step is about. */
import type { ResolvedStory } from "../../story/story.ts";
import { toSubject } from "./panel.ts";
import type { Stage } from "./stage.ts";
import type { Stillness } from "./stillness.ts";

export function followStep(host: HTMLElement, stage: Stage, story: ResolvedStory, step: number, { isStill }: Stillness): void {
	const top = parseFloat(getComputedStyle(host).scrollMarginTop);
	const subject = toSubject(story, step);
	const entities = [...story.steps[step]!.look, ...(subject === null ? [] : [subject])];
	const desk = host.querySelector(".desk")!.getBoundingClientRect();
	const distance = stage.distance(entities, top, desk.top - 8);
	if (distance) scrollBy({ top: distance, behavior: isStill ? "instant" : "smooth" });
}
