/** What a scene is: one file that draws a state, in two layouts. */
import type { Drawing, Layout } from "../drawing/shapes.ts";
import type { State } from "../state/state.ts";

/** Width of a drawing, px. The height is the scene's own, the same for every moment of one story where it can be. */
export const layoutWidth: Record<Layout, number> = { wide: 1040, narrow: 390 };

/**
 * What a story sets for its scene, by name: `options` of the YAML. Each scene documents its own in `options` below,
 * and the build refuses others.
 */
export type Options = Readonly<Record<string, string | number | boolean | readonly string[]>>;

export interface Scene {
	/** Names of the options that it knows. */
	readonly options: readonly string[];
	/** Pure: the same state, layout and options give the same shapes to the byte. Shapes name their `entity`. */
	draw(state: State, layout: Layout, options: Options): Drawing;
}
