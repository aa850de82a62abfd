/** A stretch of a step function, found by binary search. */
import { countUpTo } from "../recording/lookup.ts";
import type { Samples } from "./process-state.ts";

type Span = readonly [from: number, to: number];

/** Indexes of the samples that tell the level from one µs to another: the one in force at the beginning, up to the last (not included). */
export const rangeOf = ({ at }: Samples, [from, to]: Span): [first: number, last: number] => [Math.max(0, countUpTo(at, from) - 1), countUpTo(at, to)];

/** The highest level between two times, bytes; 0 where there is none. */
export function greatestOf(samples: Samples, span: Span): number {
	const [first, last] = rangeOf(samples, span);
	let greatest = 0;
	for (let i = first; i < last; i++) greatest = Math.max(greatest, samples.value[i]!);
	return greatest;
}
