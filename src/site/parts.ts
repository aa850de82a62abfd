/** The parts of the course, in order. A lesson's front matter names its part by number, from 1. */
export const parts = [
	"Starting up",
	"Your function travels",
	"DataFrames",
	"Between machines",
	"Coming back, and breaking",
] as const;
