/** Running sums of what crossed a channel, one way, or for one task. */
import { addTo, countBelow, emptySums, type Sums } from "../recording/lookup";
import { batchTypes, type MessageEvent } from "./messages";
import type { Flow } from "./state";

type Measure = "count" | "bytes" | "batches" | "batchBytes" | "rows";
export type FlowSums = Sums<Measure>;

export const emptyFlow = (): FlowSums => emptySums("count", "bytes", "batches", "batchBytes", "rows");

/** A summary counts as a whole; its batches' bytes are not known apart, so they are left out. */
export function addMessage(flow: FlowSums, place: number, event: MessageEvent): void {
	if (event.kind === "message") {
		const isBatch = batchTypes.has(event.type);
		addTo(flow, place, { count: 1, bytes: event.size, batches: isBatch ? 1 : 0, batchBytes: isBatch ? event.size : 0, rows: event.rows ?? 0 });
	} else {
		const batches = (event.types.batch ?? 0) + (event.types.arrowBatch ?? 0);
		const isAll = batches === event.count;
		addTo(flow, place, { count: event.count, bytes: event.size, batches, batchBytes: isAll ? event.size : 0, rows: 0 });
	}
}

/** What had crossed when events 0 to `seen` (not included) had happened. */
export function flowAt({ places, sums }: FlowSums, seen: number): Flow {
	const n = countBelow(places, seen);
	return { count: sums.count[n]!, bytes: sums.bytes[n]!, batches: sums.batches[n]!, batchBytes: sums.batchBytes[n]!, rows: sums.rows[n]! };
}

export const noFlow: Flow = flowAt(emptyFlow(), 0);
