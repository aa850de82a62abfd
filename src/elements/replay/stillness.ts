/** Whether the reader wants no motion. */
export interface Stillness {
	readonly isStill: boolean;
}

const query = matchMedia("(prefers-reduced-motion: reduce)");

/** Asked at each move: the reader may change it meanwhile. */
export const stillness: Stillness = {
	get isStill() {
		return query.matches;
	},
};
