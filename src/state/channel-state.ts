/** A channel and its messages at one moment. "So far" is said in `state.ts`. */
import type { ChannelKind, MessageType } from "../recording/format.ts";

/** What went one way so far. */
export interface Flow {
	/** Messages. */
	readonly count: number;
	readonly bytes: number;
	/** Of them, those that carry rows, pickled or Arrow. */
	readonly batches: number;
	readonly batchBytes: number;
	/** Rows in them, as far as the recorder could count. NaN: some are in messages that it folded. */
	readonly rows: number;
}

export interface ChannelState {
	readonly id: string;
	readonly kind: ChannelKind;
	/** The end that opened it, then the other: ids of processes. */
	readonly ends: readonly [string, string];
	/** A file is open from when it was written. */
	readonly status: "absent" | "open" | "closed";
	readonly open: number;
	readonly close: number | null;
	/** `127.0.0.1:38211`, or a path. */
	readonly address: string | null;
	/** Port of the address, if it has one. */
	readonly port: number | null;
	readonly purpose: string | null;
	/** Arrived so far: sent by the first end, by the second end. */
	readonly sent: readonly [Flow, Flow];
	/** Messages arrived so far, both ways. */
	readonly count: number;
	/** Messages that it will have carried in the end, where a recording tells. */
	readonly total?: number;
	/** The n-th of them, 0 to `count` − 1 (with a `total`: to `total` − 1), in recorded order. */
	readonly message: (n: number) => MessageState;
}

/** What a message is to the reader: its colour and its glyph. `unseen`: only its size is known. */
export type MessageKind = "control" | "code" | "rows" | "arrow" | "error" | "unseen";

export interface MessageState {
	/** `message-` and its index among the events. */
	readonly id: string;
	readonly channel: string;
	readonly channelKind: ChannelKind;
	readonly from: string;
	readonly to: string;
	readonly kind: MessageKind;
	/** Null: a summary of many, folded by the recorder. */
	readonly type: MessageType | null;
	/** 1, or how many a summary stands for. */
	readonly count: number;
	readonly size: number;
	/** When it was seen, and at which end. */
	readonly at: number;
	readonly first: number | null;
	readonly seen: "from" | "to";
	/** The observer in words, and the µs within which its times are known. */
	readonly observer: { readonly what: string; readonly fineness: number };
	readonly rows: number | null;
	readonly task: number | null;
	/** Decoded parts, in order of offset. */
	readonly fields: readonly FieldState[];
	/** The first bytes, base64; null: not seen or not kept. */
	readonly bytes: string | null;
	/** Of an Arrow batch: the schema that came before it in the same direction, base64; else null. */
	readonly schema: string | null;
	/** Ranges (offset, length) of the bytes that stand for something private. */
	readonly replaced: readonly (readonly [number, number])[];
	/** 0 to 1 while it crosses the picture, 1 when it has arrived. */
	readonly progress: number;
}

export interface FieldState {
	readonly name: string;
	readonly offset: number;
	readonly size: number;
	readonly value: string | number | boolean | null;
}
