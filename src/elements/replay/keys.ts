import type { Move } from "../../browser/playback.ts";

/** Story time that Shift and an arrow move, ms. */
const nudge = 100;

/** Controls that keep their own keys. */
const ownKeys = "select, summary, textarea, input:not([type=range])";

/** What a key does to the playback; null: it is not ours. The keys of right-to-left scripts do the same. */
export function readKey({ key, shiftKey, ctrlKey, altKey, metaKey, target }: KeyboardEvent, last: number): Move | null {
	if (ctrlKey || altKey || metaKey || !(target instanceof Element) || target.closest(ownKeys)) return null;
	switch (key) {
		case " ":
			return target.closest("button, a") ? null : { do: "toggle" };
		case "ArrowRight":
			return shiftKey ? { do: "nudge", by: nudge } : { do: "next" };
		case "ArrowLeft":
			return shiftKey ? { do: "nudge", by: -nudge } : { do: "back" };
		case "Home":
			return { do: "step", step: 0 };
		case "End":
			return { do: "step", step: last };
		default:
			return null;
	}
}
