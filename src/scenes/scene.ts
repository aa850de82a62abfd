/** What a scene is: one file that draws a state, in two layouts. */
import type { Drawing, Layout } from "../drawing/shapes.ts";
import type { State } from "../state/state.ts";

/** Width of a drawing, px. The height is the scene's own, the same for every moment of one story where it can be. */
export const layoutWidth: Record<Layout, number> = { wide: 1040, narrow: 390 };

/** What a story sets for its scene, by name: `options` of the YAML. */
export type Options = Readonly<Record<string, string | number | boolean | readonly string[]>>;

/**
 * What an option may be. `process`: the kind or the id of a process; `processes`, `channels`: one or several of them;
 * `recordings`: names of the story's recordings; `words`: texts; `flag`: true or false.
 */
export type OptionKind = "process" | "processes" | "channels" | "recordings" | "words" | "flag";

export interface Scene {
	/** The options that it knows, and what each may be. The build refuses others. */
	readonly options: Readonly<Record<string, OptionKind>>;
	/** Pure: the same state, layout and options give the same shapes to the byte. Shapes name their `entity`. */
	draw(state: State, layout: Layout, options: Options): Drawing;
}
