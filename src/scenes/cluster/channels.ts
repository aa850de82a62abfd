/** Lines between boxes, what was said over them so far, and what travels on them now. */
import { drawGlyph } from "../../drawing/glyphs";
import type { Token } from "../../drawing/palette";
import { drawArrow, type Point } from "../../drawing/parts";
import type { Shape, Text } from "../../drawing/shapes";
import { fitText } from "../../drawing/text";
import { channelName, messageName, toCount, toSize } from "../../state/names";
import type { ChannelState, MessageState, State } from "../../state/state";
import type { Route } from "./places";
import type { Line } from "./plan";

const size = 11;

export function drawLine(state: State, line: Line, route: Route, isWide: boolean): Shape[] {
	const open = line.channels.filter((c) => c.status === "open");
	const travelling = state.travelling.filter((m) => line.channels.some((c) => c.id === m.channel));
	const isQuietFile = line.kind === "file" && !travelling.length && !state.look.some((id) => line.channels.some((c) => c.id === id));
	if ((!open.length && !travelling.length) || isQuietFile) return [];
	const shown = travelling.at(-1);
	const channel = line.channels.find((c) => c.id === shown?.channel) ?? open[0] ?? line.channels[0]!;
	const colour = shown && isData(shown) ? toToken(shown) : "control";
	const shapes = drawArrow(line.key, {
		points: route.points,
		heads: line.kind === "file" || line.kind === "daemonPipe" ? "end" : "both",
		stroke: colour,
		strokeWidth: shown ? 2 : undefined,
		entity: channel.id,
		title: `${channelName(channel)}${channel.address ? ` ${channel.address}` : ""}`,
	});
	if (route.text.width) shapes.push(...drawWords(line, route, channel, shown, isWide));
	return shapes;
}

const isData = (m: MessageState) => m.kind === "rows" || m.kind === "arrow" || m.kind === "code" || m.kind === "error";
const toToken = ({ kind }: MessageState): Token => (kind === "unseen" ? "control" : kind);

const shortNames: Partial<Record<ChannelState["kind"], string>> = { resultSocket: "one-shot", accumulatorSocket: "accumulators", workerSocket: "TCP", rpc: "RPC", block: "blocks" };

function drawWords(line: Line, { text }: Route, channel: ChannelState, shown: MessageState | undefined, isWide: boolean): Shape[] {
	const name = shortNames[channel.kind] ?? channelName(channel);
	const title = channel.port === null ? name : `${name} :${channel.port}`;
	const words: [string, string, number, Text["fill"]][] = [["label", title, text.y, "muted"]];
	const [first, second] = shown ? [messageName(shown), toSize(shown.size)] : soFar(line);
	words.push(["what", first, text.below, shown ? "ink" : "muted"]);
	if (second && (isWide || line.kind !== "workerSocket")) words.push(["much", second, text.below + 15, shown ? "ink" : "muted"]);
	return words.map(([key, words, y, fill]) => ({
		...{ key: `${line.key}.${key}`, tag: "text", x: text.x, y, text: fitText(words, text.width, "mono", size), font: "mono", size, fill },
		...{ anchor: text.anchor, entity: channel.id },
	}));
}

/** Both ways together: rows if any, else messages; then bytes. */
function soFar({ channels }: Line): [string, string] {
	const flows = channels.flatMap((c) => c.sent);
	const sum = (measure: "rows" | "count" | "bytes") => flows.reduce((total, flow) => total + flow[measure], 0);
	if (!sum("count")) return ["", ""];
	return [sum("rows") ? toCount(sum("rows"), "row") : toCount(sum("count"), "message"), toSize(sum("bytes"))];
}

/** Glyphs of the messages under way on a line, the latest on top. */
export function drawTravelling(state: State, line: Line, route: Route): Shape[] {
	return state.travelling
		.filter((m) => line.channels.some((c) => c.id === m.channel))
		.map((m) => {
			const isForth = m.from === line.ends[0];
			const [x, y] = pointAt(route.points, ease(isForth ? m.progress : 1 - m.progress));
			const glyph = drawGlyph(m.id, m.kind, x, y, m.kind === "control" ? 13 : 15, { entity: m.id, title: `${messageName(m)}, ${toSize(m.size)}` });
			return { ...glyph, opacity: fade(m.progress) };
		});
}

/** Slow at both ends; the middle stays the middle. */
const ease = (p: number) => (p < 0.5 ? 2 * p * p : 1 - 2 * (1 - p) ** 2);
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
