/** Running sums of what crossed a channel, one way, or for one task. */
import { countBelow, emptySums, type Sums } from "../recording/lookup.ts";
import { batchTypes, type MessageEvent } from "./messages.ts";
import type { Flow } from "./channel-state.ts";

type Measure = "count" | "bytes" | "batches" | "batchBytes" | "rows";
export type FlowSums = Sums<Measure>;

export const emptyFlow = (): FlowSums => emptySums("count", "bytes", "batches", "batchBytes", "rows");

/** A summary counts as a whole; its batches' bytes are not known apart, so they are left out. `place` is not before the last. */
export function addMessage({ places, sums }: FlowSums, place: number, event: MessageEvent): void {
	const isOne = event.kind === "message";
	const count = isOne ? 1 : event.count;
	const batches = isOne ? (batchTypes.has(event.type) ? 1 : 0) : (event.types.batch ?? 0) + (event.types.arrowBatch ?? 0);
	const last = places.length;
	places.push(place);
	sums.count.push(sums.count[last]! + count);
	sums.bytes.push(sums.bytes[last]! + event.size);
	sums.batches.push(sums.batches[last]! + batches);
	sums.batchBytes.push(sums.batchBytes[last]! + (batches === count ? event.size : 0));
	// A summary does not say how many rows it stands for, so from there on nobody knows.
	sums.rows.push(sums.rows[last]! + (isOne ? (event.rows ?? 0) : batches ? NaN : 0));
}

/** What had crossed when events 0 to `seen` (not included) had happened. */
export function flowAt({ places, sums }: FlowSums, seen: number): Flow {
	const n = countBelow(places, seen);
	return { count: sums.count[n]!, bytes: sums.bytes[n]!, batches: sums.batches[n]!, batchBytes: sums.batchBytes[n]!, rows: sums.rows[n]! };
}

export const noFlow: Flow = flowAt(emptyFlow(), 0);
