/**
 * Two processes as two lifelines, and everything said between them so far, in order. The latest rows are shown; runs of
 * one type become one row where they would not fit otherwise.
 */
import { drawText } from "../drawing/words.ts";
import { drawProcessBox } from "../drawing/parts.ts";
import type { Drawing, Layout, Shape, Text } from "../drawing/shapes.ts";
import { channelName, processLabel } from "../state/names.ts";
import { toCount, toGrouped } from "../words/numbers.ts";
import type { ChannelState } from "../state/channel-state.ts";
import type { ProcessState } from "../state/process-state.ts";
import type { State } from "../state/state.ts";
import { drawRow, type RowLayout } from "./conversation/draw-row.ts";
import { findChannels, toWindow } from "./conversation/rows.ts";
import { layoutWidth, type Options, type Scene } from "./scene.ts";
import { toPaint } from "../state/kinds.ts";

interface Place extends RowLayout {
	/** Rows at most. */
	readonly room: number;
	/** Top of the first row. */
	readonly top: number;
	/** Top of the processes' boxes, and left edge and width of each. */
	readonly boxTop: number;
	readonly boxes: readonly [readonly [x: number, width: number], readonly [x: number, width: number]];
	/** Left edge and baseline of the words on the channel. */
	readonly heading: readonly [x: number, y: number];
}

const places: Record<Layout, Place> = {
	wide: {
		...{ room: 18, top: 92, height: 24, arrow: 12, lifelines: [111, 375] },
		...{ name: [16, 396, 130], size: [16, 620], words: [16, 640, 384], time: [16, 96] },
		...{ boxes: [[16, 190], [280, 190]], heading: [490, 34], boxTop: 16 },
	},
	narrow: {
		...{ room: 9, top: 132, height: 52, arrow: 42, lifelines: [24, 366] },
		...{ name: [14, 34, 210], size: [14, 356], words: [29, 34, 246], time: [29, 356] },
		...{ boxes: [[8, 182], [200, 182]], heading: [8, 22], boxTop: 54 },
	},
};

const boxHeight = 48;

export const conversation: Scene = {
	/**
	 * channels: ids or kinds; absent, the channel of the message that the story stands on.
	 * text: show messages as the text that they are, for a channel whose protocol is text.
	 */
	options: { channels: "channels", text: "flag" },
	draw(state: State, layout: Layout, options: Options): Drawing {
		const place = places[layout];
		const height = place.top + place.room * place.height + 30;
		const width = layoutWidth[layout];
		const named = options["channels"] ?? [];
		const channels = findChannels(state, Array.isArray(named) ? named : [String(named)]);
		const ends = channels[0]?.ends.map((id) => state.processes.find((p) => p.id === id)!);
		if (!ends) return { width, height, shapes: [] };
		const [marks, rows] = drawWindow(state, channels, options["text"] === true, place, width, height);
		const heads = ends.flatMap((p, i) => drawEnd(state, p, i as 0 | 1, place, height));
		return { width, height, shapes: [...marks, ...heads, ...drawHeading(channels, place, width), ...rows] };
	},
};

function drawEnd(state: State, process: ProcessState, i: 0 | 1, { boxes, boxTop, lifelines }: Place, height: number): Shape[] {
	const [x, width] = boxes[i];
	const paint = toPaint(process);
	const { id } = process;
	const box = { x, y: boxTop, width, height: boxHeight, paint, name: processLabel(process, state), sub: `pid ${process.pid}`, entity: id };
	const line = { x1: lifelines[i], x2: lifelines[i], y1: boxTop + boxHeight, y2: height - 30, stroke: paint } as const;
	return [{ key: `${id}.lifeline`, tag: "line", ...line, entity: id }, ...drawProcessBox(id, { ...box, gone: process.status !== "alive", title: box.name })];
}

function drawHeading(channels: readonly ChannelState[], { heading: [x, y] }: Place, width: number): Shape[] {
	const [first] = channels as [ChannelState];
	const isFirst = (c: ChannelState) => c.ends[0] === first.ends[0];
	const sum = (end: 0 | 1) => channels.reduce((n, c) => n + c.sent[isFirst(c) ? end : 1 - end]!.bytes, 0);
	const names = [...new Set(channels.map(channelName))].join(", ");
	const name = channels.length > 1 ? `${names}, ${channels.length} connections` : first.port !== null ? `${names} :${first.port}` : names;
	const line = (part: string, dy: number, text: string, font: Text["font"], fill: Text["fill"]): Text => {
		const size = font === "sansBold" ? 13 : 11.5;
		return drawText(`channel.${part}`, x, y + dy, text, { room: width - x - 12, font, size, fill, entity: first.id });
	};
	const said = `${toCount(channels.reduce((n, c) => n + c.count, 0), "message")}: ${toGrouped(sum(0))} bytes →, ${toGrouped(sum(1))} bytes ←`;
	return [line("name", 0, name, "sansBold", "ink"), line("sum", 20, said, "mono", "muted")];
}

function drawWindow(state: State, channels: readonly ChannelState[], isText: boolean, place: Place, width: number, height: number): [behind: Shape[], rows: Shape[]] {
	const { rows, above, below } = toWindow(state, channels, place.room);
	const begin = Math.min(...channels.filter((c) => c.count).map((c) => c.message(0).at), ...rows.map(({ messages }) => messages[0]!.at));
	const middle = (place.lifelines[0] + place.lifelines[1]) / 2;
	const note = (key: string, y: number, words: string) => drawText(key, middle, y, words, { anchor: "middle" });
	const shapes: Shape[] = [];
	const behind: Shape[] = [];
	if (above) shapes.push(note("above", place.top - 8, `↑ ${toCount(above, "earlier message")}`));
	if (below) shapes.push(note("below", height - 11, `${toCount(below, "message")} to come`));
	let before = NaN;
	rows.forEach((row, n) => {
		const y = place.top + n * place.height;
		const { at } = row.messages[0]!;
		if (row.isCurrent) behind.push({ key: "current", tag: "rect", x: 0, y, width, height: place.height, fill: "current" });
		const { purpose } = channels.find(({ id }) => id === row.messages[0]!.channel)!;
		const isOther = row.messages[0]!.channel !== channels[0]!.id;
		const words = { time: at === before ? null : at - begin, channel: (isOther && purpose) || "", isText };
		shapes.push(...drawRow(state, row, channels[0]!.ends[0], y, words, place));
		before = row.messages.at(-1)!.at;
	});
	return [behind, shapes];
}
