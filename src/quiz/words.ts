/** What the quiz says while it is used. */
export const words = {
	right: "Right.",
	wrong: "Not so.",
	results: { first: "right at the first try", later: "right at a later try", tried: "not right yet" },
	forgotten: "Progress reset.",
	place: (item: string, place: number, count: number) => `${item}: now ${place} of ${count}.`,
	answered: (count: number, all: number) => `${count} of ${all} answered.`,
	score: (first: number, all: number) => `${first} of ${all} right at the first try`,
	again: "look again at:",
	question: (number: number) => `question ${number}`,
};
