/** Everything said between two processes so far → the rows of a window that holds so many. */
import { messageIndex } from "../../state/messages.ts";
import type { ChannelState, MessageState } from "../../state/channel-state.ts";
import type { State } from "../../state/state.ts";

/** A message, or a run of messages of one type and direction that stands for all of them. */
export interface Row {
	readonly messages: readonly MessageState[];
	/** Of all its messages. */
	readonly count: number;
	readonly size: number;
	readonly isCurrent: boolean;
}

export interface Window {
	readonly rows: Row[];
	/** Messages before the first row. */
	readonly above: number;
	/** Messages that are still to come; null: nobody knows. */
	readonly below: number | null;
}

/** Messages looked at, from the current one back: a frame costs the same however long the conversation. */
const reach = 400;
/** The shortest run that may become one row. */
const leastRun = 3;

/** The channels of a conversation: one of the first name (id or kind), and others named between the same processes. */
export function findChannels(state: State, names: readonly string[]): ChannelState[] {
	const isNamed = ({ id, kind }: ChannelState) => names.includes(id) || names.includes(kind);
	const wanted = names[0] ?? state.focus?.channel;
	const first = state.channels.find((c) => c.id === wanted || c.kind === wanted) ?? (wanted === undefined ? state.channels[0] : undefined);
	if (!first) return [];
	const [a, b] = first.ends;
	return state.channels.filter((c) => c === first || (isNamed(c) && ((c.ends[0] === a && c.ends[1] === b) || (c.ends[0] === b && c.ends[1] === a))));
}

const order = (m: MessageState) => messageIndex(m.id) ?? m.at;

/** At most `room` rows, the latest last. Runs are folded, the oldest first, only where they would not fit otherwise. */
export function toWindow(state: State, channels: readonly ChannelState[], room: number): Window {
	const ids = new Set(channels.map((c) => c.id));
	const moving = state.travelling.filter((m) => ids.has(m.channel));
	const arrived = channels.flatMap((c) => Array.from({ length: Math.min(c.count, reach) }, (_, i) => c.message(c.count - Math.min(c.count, reach) + i)));
	const all = [...arrived.sort((a, b) => order(a) - order(b)).slice(-reach), ...moving];
	const count = channels.reduce((sum, c) => sum + c.count, 0);
	const total = channels.reduce<number | null>((sum, c) => (sum === null || c.total === undefined ? null : sum + c.total), 0);
	const current = all.find((m) => m.id === state.focus?.id) ?? all.at(-1);
	const rows = fold(all, current, room).slice(-room);
	const shown = rows.reduce((sum, { messages }) => sum + messages.length, 0);
	return { rows, above: count + moving.length - shown, below: total && total - count - moving.length };
}

function fold(all: readonly MessageState[], current: MessageState | undefined, room: number): Row[] {
	let surplus = all.length - room;
	return toRuns(all).flatMap((run) => {
		const isFolded = surplus > 0 && run.length >= leastRun && !run.includes(current!);
		if (isFolded) surplus -= run.length - 1;
		return isFolded ? [toRow(run, false)] : run.map((m) => toRow([m], m === current));
	});
}

/** Neighbours of one channel, sender and type. What still travels is never one of a run. */
function toRuns(all: readonly MessageState[]): MessageState[][] {
	const runs: MessageState[][] = [];
	for (const message of all) {
		const before = runs.at(-1)?.[0];
		const isSame = before?.channel === message.channel && before.from === message.from && before.type === message.type;
		if (isSame && message.progress === 1) runs.at(-1)!.push(message);
		else runs.push([message]);
	}
	return runs;
}

const toRow = (messages: readonly MessageState[], isCurrent: boolean): Row => ({
	...{ messages, isCurrent },
	count: messages.reduce((sum, { count }) => sum + count, 0),
	size: messages.reduce((sum, { size }) => sum + size, 0),
});
