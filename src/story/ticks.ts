/** Ticks of the scrubber: one for each message that the film shows, those closer than a pixel merged. */
import type { RecordingIndex } from "../state/recording-index.ts";
import { messageAt } from "../state/state-at.ts";
import type { Tick } from "./figure.ts";
import type { StoryTime } from "./time.ts";
import { paintOf } from "../drawing/glyphs.ts";

/** Ticks at most: pixels of the widest scrubber. */
const places = 600;
/** Which of two stays: the later in this list. */
const order = ["control", "code", "rows", "arrow", "error"];

export function toTicks(index: RecordingIndex, time: StoryTime): Tick[] {
	const byPlace = new Map<number, Tick>();
	time.film.events.forEach((event, n) => {
		const kind = messageAt(index, event)!.kind;
		const tick = { at: Math.round(time.passes(n)), paint: paintOf(kind) };
		const place = Math.floor((tick.at / time.duration) * places);
		const other = byPlace.get(place);
		if (!other || order.indexOf(other.paint) < order.indexOf(tick.paint)) byPlace.set(place, tick);
	});
	return [...byPlace.values()];
}
