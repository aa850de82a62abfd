/** What crossed all channels of one kind. */
import { noFlow } from "./flows.ts";
import type { ChannelState, Flow } from "./channel-state.ts";
import type { State } from "./state.ts";

export interface BothWays {
	/** From the end that opened the channel. */
	forth: Flow;
	back: Flow;
}

/** Sums by kind of channel. */
export function flowsBetween(state: State): Partial<Record<ChannelState["kind"], BothWays>> {
	const all: Partial<Record<ChannelState["kind"], BothWays>> = {};
	for (const { kind, sent } of state.channels) {
		const { forth, back } = all[kind] ?? { forth: noFlow, back: noFlow };
		all[kind] = { forth: addFlows(forth, sent[0]), back: addFlows(back, sent[1]) };
	}
	return all;
}

export const addFlows = (a: Flow, b: Flow): Flow => ({
	count: a.count + b.count,
	bytes: a.bytes + b.bytes,
	batches: a.batches + b.batches,
	batchBytes: a.batchBytes + b.batchBytes,
	rows: a.rows + b.rows,
});
