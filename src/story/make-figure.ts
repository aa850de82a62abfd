/** A recording's index, a story and its scene → the figure that every outlet shows. */
import type { Drawing, Layout } from "../drawing/shapes.ts";
import type { RecordingIndex } from "../state/recording-index.ts";
import { besideId } from "../state/names.ts";
import type { State } from "../state/state.ts";
import { stateAt } from "../state/state-at.ts";
import { toOther } from "./beside.ts";
import { describeState } from "./describe.ts";
import type { Figure } from "./figure.ts";
import { inspectEntity } from "./inspect.ts";
import type { ResolvedStory } from "./story.ts";
import { toTicks } from "./ticks.ts";
import { toStoryTime } from "./time.ts";

/** As `scenes` holds them. */
export interface FigureScene {
	draw(state: State, layout: Layout, options: ResolvedStory["options"]): Drawing;
}

/** `beside`: other recordings, for a scene that compares; each is asked for the same time since its first job. */
export function makeFigure(index: RecordingIndex, story: ResolvedStory, scene: FigureScene, beside: readonly RecordingIndex[] = []): Figure {
	const time = toStoryTime(index, story);
	const state = (at: number): State => {
		const moment = time.moment(at);
		const own = stateAt(index, moment);
		return beside.length ? { ...own, beside: beside.map((other) => stateAt(other, { t: toOther(index, other, moment.t) })) } : own;
	};
	/** The last drawing of each layout: at rest, many animation frames ask for one moment. */
	const kept = new Map<Layout, { moment: string; drawing: Drawing }>();
	const draw = (at: number, layout: Layout): Drawing => {
		const moment = JSON.stringify(time.moment(at));
		const last = kept.get(layout);
		if (last?.moment === moment) return last.drawing;
		const drawing = scene.draw(state(at), layout, story.options);
		kept.set(layout, { moment, drawing });
		return drawing;
	};
	return {
		duration: time.duration,
		steps: story.steps.map(({ name, t, caption }, i) => ({ name, at: time.steps[i]!, recorded: t, caption })),
		ticks: toTicks(index, time),
		draw,
		recorded: time.recorded,
		describe: (at) => describeState(state(at)),
		inspect: (entity, at) => {
			const own = state(at);
			const n = story.beside.findIndex((name) => entity.startsWith(besideId(name, "")));
			return n < 0 ? inspectEntity(index, own, entity) : inspectEntity(beside[n]!, own.beside[n]!, entity.slice(besideId(story.beside[n]!, "").length));
		},
	};
}
