/** One row of a conversation: its arrow between the lifelines, and its words. */
import { drawGlyph, glyphWidth, paintOf } from "../../drawing/glyphs.ts";
import type { TextPaint } from "../../drawing/palette.ts";
import { drawHead } from "../../drawing/parts.ts";
import type { Font, Shape, Text } from "../../drawing/shapes.ts";
import { fitText } from "../../drawing/text.ts";
import { messageName, processLabel } from "../../state/names.ts";
import { toCount, toDuration, toGrouped } from "../../words/numbers.ts";
import type { State } from "../../state/state.ts";
import { messageText, messageWords } from "../../state/words.ts";
import type { Row } from "./rows.ts";

/** Where the parts of a row stand, px from the left of the drawing and from the top of the row. */
export interface RowLayout {
	readonly height: number;
	readonly lifelines: readonly [left: number, right: number];
	/** Of the arrow. */
	readonly arrow: number;
	/** Baseline, left edge and width. */
	readonly name: readonly [y: number, x: number, width: number];
	readonly words: readonly [y: number, x: number, width: number];
	/** Baseline and right edge. */
	readonly size: readonly [y: number, x: number];
	readonly time: readonly [y: number, x: number];
}

const textSize = 11.5;
const glyphSize = 11;
/** From a lifeline to the middle of a glyph that has arrived. */
const landing = 22;

export interface RowWords {
	/** µs since the conversation began; null: as the row above. */
	readonly time: number | null;
	/** Said of the row's channel, where there are several; empty: nothing. */
	readonly channel: string;
	/** Messages as the text that crosses the channel, instead of what it stands for. */
	readonly isText: boolean;
}

export function drawRow(state: State, row: Row, left: string, y: number, { time, channel, isText }: RowWords, layout: RowLayout): Shape[] {
	const { messages, size, isCurrent } = row;
	const [first] = messages as [(typeof messages)[0]];
	const key = messages.length > 1 ? `${first.id}-run` : first.id;
	const entity = first.id;
	const line = (part: string, at: readonly number[], text: string, fill: TextPaint, width = Infinity, font: Font = "mono"): Text => ({
		...{ key: `${key}.${part}`, tag: "text", x: at[1]!, y: y + at[0]!, font, size: textSize, entity },
		fill: isCurrent ? "ink" : fill,
		text: width === Infinity ? text : fitText(text, width, font, textSize),
	});
	const end = (text: Text): Text => ({ ...text, anchor: "end" });
	const name = toName(row);
	const said = messages.length > 1 ? toRunWords(row) : ((isText ? messageText(first) : null) ?? messageWords(first));
	const words = said === name ? "" : said;
	return [
		...drawWay(state, key, row, first.from === left, y + layout.arrow, layout),
		line("name", layout.name, channel ? `${name} · ${channel}` : name, "ink", layout.name[2], isCurrent ? "monoBold" : "mono"),
		end(line("size", layout.size, toCount(size, "byte"), "muted")),
		...(words ? [line("words", layout.words, words, "muted", layout.words[2])] : []),
		...(time === null ? [] : [end(line("time", layout.time, toDuration(time), "muted"))]),
	];
}

const many = (name: string) => (name.endsWith("batch") ? `${name}es` : `${name}s`);

function toName({ messages }: Row): string {
	const [first] = messages as [(typeof messages)[0]];
	// What the recorder folded has no type: the run counts all that it stands for.
	if (first.type === null) return toCount(messages.reduce((sum, { count }) => sum + count, 0), "message");
	const name = first.channelKind === "py4j" && first.type !== null ? first.type : messageName(first);
	return messages.length > 1 ? `${messages.length} ${many(name)}` : name;
}

function toRunWords({ messages }: Row): string {
	if (messages[0]!.type === null) return messageWords(messages[0]!);
	const rows = messages.reduce((sum, m) => sum + (m.rows ?? 0), 0);
	const sizes = messages.map((m) => m.size);
	const [least, most] = [Math.min(...sizes), Math.max(...sizes)];
	const each = least === most ? `${toGrouped(least)} bytes each` : `${toGrouped(least)} to ${toCount(most, "byte")} each`;
	return rows ? `${toCount(rows, "row")}, ${each}` : each;
}

/** From the sender to where the message is; once it has arrived, a head at the receiver. */
function drawWay(state: State, key: string, { messages, isCurrent }: Row, isForth: boolean, y: number, { lifelines }: RowLayout): Shape[] {
	const message = messages.at(-1)!;
	const { kind, progress, from, to } = message;
	const entity = messages[0]!.id;
	const [start, stop] = isForth ? lifelines : [lifelines[1], lifelines[0]];
	const way = isForth ? 1 : -1;
	const stroke = paintOf(kind);
	const at = start + (stop - landing * way - start) * progress;
	const label = (id: string) => processLabel(state.processes.find((p) => p.id === id)!, state);
	const title = `${toName({ messages } as Row)}, ${toCount(messages.reduce((n, m) => n + m.size, 0), "byte")}, from ${label(from)} to ${label(to)}`;
	const hasArrived = progress === 1;
	const stack = messages.length > 1 ? [2, 1, 0] : [0];
	return [
		{ key: `${key}.line`, tag: "line", x1: start, x2: hasArrived ? stop : at, y1: y, y2: y, stroke, strokeWidth: isCurrent ? 2 : 1, entity },
		...(hasArrived ? [drawHead(`${key}.head`, [start, y], [stop, y], stroke, { entity }, 6)] : []),
		...stack.map((n) => drawGlyph(`${key}.glyph${n || ""}`, kind, at - n * way * (glyphWidth(kind, glyphSize) * 0.45), y, glyphSize, { entity, title: n ? undefined : title })),
	];
}
