/** Lines between boxes, what was said over them so far, and what travels on them now. */
import { drawGlyph, paintOf } from "../../drawing/glyphs.ts";
import { drawArrow, type Point } from "../../drawing/parts.ts";
import type { Shape, Text } from "../../drawing/shapes.ts";
import { fitText, textWidth } from "../../drawing/text.ts";
import { channelName, messageName } from "../../state/names.ts";
import { toCount, toSize } from "../../words/numbers.ts";
import type { ChannelState, MessageState } from "../../state/channel-state.ts";
import type { State } from "../../state/state.ts";
import type { Route } from "./places.ts";
import type { Line } from "./plan.ts";

const size = 11;

export function drawLine(state: State, line: Line, route: Route): Shape[] {
	const open = line.channels.filter((c) => c.status === "open");
	const travelling = state.travelling.filter((m) => line.channels.some((c) => c.id === m.channel));
	const isQuietFile = line.kind === "file" && !travelling.length && !state.look.some((id) => line.channels.some((c) => c.id === id));
	if ((!open.length && !travelling.length) || isQuietFile) return [];
	const shown = travelling.find((m) => m.id === state.focus?.id) ?? travelling.at(-1);
	const channel = line.channels.find((c) => c.id === shown?.channel) ?? open[0] ?? line.channels[0]!;
	const colour = shown && isData(shown) ? paintOf(shown.kind) : "control";
	const shapes = drawArrow(line.key, {
		points: route.points,
		heads: line.kind === "file" || line.kind === "daemonPipe" ? "end" : "both",
		stroke: colour,
		strokeWidth: shown || line.channels.some((c) => state.look.includes(c.id)) ? 2 : undefined,
		entity: channel.id,
		title: `${channelName(channel)}${channel.address ? ` ${channel.address}` : ""}`,
	});
	return [...shapes, ...drawWords(line, route, channel, shown)];
}

const isData = (m: MessageState) => m.kind === "rows" || m.kind === "arrow" || m.kind === "code" || m.kind === "error";
const shortNames: Partial<Record<ChannelState["kind"], string>> = { resultSocket: "one-shot", accumulatorSocket: "accumulators", workerSocket: "TCP", rpc: "RPC", block: "blocks", file: "temporary file" };

function drawWords(line: Line, { text, points }: Route, channel: ChannelState, shown: MessageState | undefined): Shape[] {
	const name = channel.kind === "file" && text.lines === 1 ? "file" : (shortNames[channel.kind] ?? channelName(channel));
	const long = channel.port === null || channel.kind === "accumulatorSocket" ? name : `${name} :${channel.port}`;
	const title = textWidth(long, "mono", size) > text.width ? name : long;
	const said = shown ? [shown.type === "file" || shown.type === "bytes" ? "" : messageName(shown), toSize(shown.size)].filter(Boolean) : soFar(line, points, text.lines < 3);
	const fill = shown ? "ink" : "muted";
	const word = (key: string, words: string, y: number, fill: Text["fill"]): Text => ({
		...{ key: `${line.key}.${key}`, tag: "text", x: text.x, y, text: fitText(words, text.width, "mono", size), font: "mono", size, fill },
		...{ anchor: text.anchor, entity: channel.id },
	});
	if (text.lines === 1 && channel.kind !== "daemonPipe") {
		const what = shown ? said.join(" ") : said[0];
		const words = [shown ? name : title, what].filter(Boolean).join(" · ");
		return [word("label", what && textWidth(words, "mono", size) > text.width ? what : words, text.y, fill)];
	}
	const shapes = [word("label", title, text.y, "muted")];
	said.slice(0, text.lines - 1).forEach((words, n) => shapes.push(word(`said${n}`, words, text.below + 15 * n, fill)));
	return shapes;
}

/** Rows each way if they went both ways; else rows, or messages, and bytes. Right and left are the picture's. */
function soFar({ channels }: Line, points: Route["points"], isShort: boolean): string[] {
	const sum = (measure: "rows" | "count" | "bytes", way: 0 | 1) => channels.reduce((total, c) => total + c.sent[way][measure], 0);
	const [rows, back] = [sum("rows", 0), sum("rows", 1)];
	const count = sum("count", 0) + sum("count", 1);
	if (!count) return [];
	// Of messages that the recorder folded nobody knows the rows.
	if (Number.isNaN(rows + back)) return [toCount(count, "message"), toSize(sum("bytes", 0) + sum("bytes", 1))];
	if (rows && back && isShort) return [toSize(sum("bytes", 0) + sum("bytes", 1))];
	if (rows && back) {
		const isRight = points[0]![0] < points.at(-1)![0];
		return [`→ ${toCount(isRight ? rows : back, "row")}`, `← ${toCount(isRight ? back : rows, "row")}`];
	}
	return [rows || back ? toCount(rows + back, "row") : toCount(count, "message"), toSize(sum("bytes", 0) + sum("bytes", 1))];
}

/** Glyphs of the messages under way on a line, the latest on top. */
export function drawTravelling(state: State, line: Line, route: Route): Shape[] {
	const points = inset(route.points);
	return state.travelling
		.filter((m) => line.channels.some((c) => c.id === m.channel))
		.map((m) => {
			const isForth = m.from === line.ends[0];
			const [x, y] = pointAt(points, ease(isForth ? m.progress : 1 - m.progress));
			const glyph = drawGlyph(m.id, m.kind, x, y, m.kind === "control" ? 13 : 14, { entity: m.id, title: `${messageName(m)}, ${toSize(m.size)}` });
			return { ...glyph, opacity: fade(m.progress) };
		});
}

/** A little slower at both ends; the middle stays the middle. */
const ease = (p: number) => (p + (p < 0.5 ? 2 * p * p : 1 - 2 * (1 - p) ** 2)) / 2;

/** Half a glyph short of both boxes. */
function inset(points: readonly Point[]): Point[] {
	const towards = ([x1, y1]: Point, [x2, y2]: Point): Point => {
		const share = 11 / Math.max(11, Math.hypot(x2 - x1, y2 - y1));
		return [x1 + (x2 - x1) * share, y1 + (y2 - y1) * share];
	};
	return [towards(points[0]!, points[1]!), ...points.slice(1, -1), towards(points.at(-1)!, points.at(-2)!)];
}

const fade = (p: number) => Math.round(Math.min(1, p / 0.12, (1 - p) / 0.12) * 100) / 100;

/** The point at a share of the way along straight stretches. */
export function pointAt(points: readonly Point[], share: number): Point {
	const lengths = points.slice(1).map(([x, y], i) => Math.hypot(x - points[i]![0], y - points[i]![1]));
	let rest = share * lengths.reduce((a, b) => a + b, 0);
	for (const [i, length] of lengths.entries()) {
		if (rest <= length || i === lengths.length - 1) {
			const part = length ? rest / length : 0;
			const [[x1, y1], [x2, y2]] = [points[i]!, points[i + 1]!];
			return [x1 + (x2 - x1) * part, y1 + (y2 - y1) * part];
		}
		rest -= length;
	}
	return points[0]!;
}
