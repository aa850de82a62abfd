/** Small parts that scenes are made of. Each takes a key that its shapes' keys begin with. */
import type { Paint, TextPaint, Token } from "./palette.ts";
import { type Font, type Meaning, type Path, type Shape, type Text, toPath } from "./shapes.ts";
import { textWidth } from "./text.ts";
import { drawText } from "./words.ts";

export interface Area {
	x: number;
	y: number;
	width: number;
	height: number;
}

export type ProcessPaint = "python" | "jvm" | "muted";

/** Space between a box's edge and its text, px. */
export const boxPadding = 12;
const titleSize = 12;
const subSize = 11;

/** Height that the title and sub line of a process box take: what is inside begins here, px. */
export const boxHead = 46;

export interface ProcessBox extends Area, Meaning {
	/** Cut to the width of the box, as is `sub`. */
	name: string;
	/** Command and pid. Absent: the box is only high enough for its name. */
	sub?: string;
	/** muted: neither Python nor JVM. */
	paint: ProcessPaint;
	/** A process that has ended, or is not there yet, is an empty, dashed box. */
	gone?: boolean;
}

/** Box of a process: rect `key`, texts `key.name`, `key.sub`. */
export function drawProcessBox(key: string, box: ProcessBox): Shape[] {
	const { x, y, width, height, name, sub, paint, gone, entity, title, opacity } = box;
	const room = width - 2 * boxPadding;
	const fill: Token = gone || paint === "muted" ? "panel" : `${paint}.fill`;
	const line = (part: string, at: number, text: string, font: Font, size: number, fill: TextPaint): Text => {
		return drawText(`${key}.${part}`, x + boxPadding, y + at, text, { room, font, size, fill, box: key, entity, opacity });
	};
	const shapes: Shape[] = [
		{ key, tag: "rect", x, y, width, height, fill, stroke: paint, dash: gone ? "4 3" : undefined, entity, title, opacity },
		line("name", 22, name, "sansBold", titleSize, gone ? "muted" : paint),
	];
	if (sub !== undefined) shapes.push(line("sub", 40, sub, "mono", subSize, "muted"));
	return shapes;
}

export interface Gauge extends Meaning {
	x: number;
	/** Top of the label. */
	y: number;
	width: number;
	/** What is measured, above the bar. */
	label: string;
	/** The level in words, below the bar: `612 of 1,024 MB`. */
	level: string;
	/** Part of the bar that is full, 0 to 1. */
	full: number;
	/** Where the limit stands on the bar, 0 to 1. The level's share of it is shown in percent. */
	limit?: number;
	paint: ProcessPaint;
	/** Key of the box it stands in. */
	box?: string;
}

/** Height of a gauge, px. */
export const gaugeHeight = 52;

/** Bar with a label above and the level below: `key` (the bar), `key.full`, `key.limit`, `key.label`, `key.level`, `key.share`. */
export function drawGauge(key: string, gauge: Gauge): Shape[] {
	const { x, y, width, label, level, full, limit, paint, box, entity, title, opacity } = gauge;
	const meaning = { entity, opacity };
	const share = limit ? `${Math.round((full / limit) * 100)} %` : "";
	const room = width - (share ? textWidth(share, "mono", subSize) + 6 : 0);
	const line = (part: string, at: number, text: string, room: number): Text => {
		return drawText(`${key}.${part}`, x, y + at, text, { room, box, ...meaning });
	};
	const shapes: Shape[] = [
		line("label", 10, label, room),
		{ key, tag: "rect", x, y: y + 17, width, height: 12, fill: "panel", stroke: paint, title, ...meaning },
		{ key: `${key}.full`, tag: "rect", x, y: y + 17, width: width * clamp(full), height: 12, fill: paint, ...meaning },
		line("level", 46, level, width),
	];
	if (limit !== undefined) {
		const at = x + width * clamp(limit);
		shapes.push(
			{ key: `${key}.limit`, tag: "line", x1: at, x2: at, y1: y + 13, y2: y + 33, stroke: "error", strokeWidth: 2, ...meaning },
			{ ...line("share", 10, share, width), x: x + width, anchor: "end" },
		);
	}
	return shapes;
}

const clamp = (value: number) => Math.min(1, Math.max(0, value));

export type Point = readonly [x: number, y: number];

/** An open head whose point is at `to`, coming from `from`, `size` px long. */
export function drawHead(key: string, from: Point, to: Point, stroke: Paint, meaning: Meaning = {}, size = 8): Path {
	const angle = Math.atan2(to[1] - from[1], to[0] - from[0]);
	const wing = (turn: number) => toPath`${to[0] + size * Math.cos(angle + turn)} ${to[1] + size * Math.sin(angle + turn)}`;
	return { key, tag: "path", d: `M${wing(-2.65)}L${toPath`${to[0]} ${to[1]}`}L${wing(2.65)}`, stroke, ...meaning };
}

export interface Arrow extends Meaning {
	/** Two or more; the label stands over the middle of the first stretch. */
	points: readonly Point[];
	/** Which ends have a head. */
	heads?: "end" | "both" | "none";
	/** Cut to the length of the first stretch if that is level; to the right of it if it is upright. */
	label?: string;
	stroke: Token;
	strokeWidth?: number;
	dash?: string;
}

/** Line along points: path `key`, heads `key.end` and `key.start`, text `key.label`. */
export function drawArrow(key: string, arrow: Arrow): Shape[] {
	const { points, heads = "end", label, stroke, strokeWidth, dash, entity, title, opacity } = arrow;
	const meaning = { entity, opacity };
	const [first, second] = points as [Point, Point];
	const d = points.map(([x, y], i) => (i ? toPath`L${x} ${y}` : toPath`M${x} ${y}`)).join("");
	const shapes: Shape[] = [{ key, tag: "path", d, stroke, strokeWidth, dash, title, ...meaning }];
	if (heads !== "none") shapes.push(drawHead(`${key}.end`, points.at(-2)!, points.at(-1)!, stroke, meaning));
	if (heads === "both") shapes.push(drawHead(`${key}.start`, second, first, stroke, meaning));
	if (label) {
		const [x, y] = [(first[0] + second[0]) / 2, (first[1] + second[1]) / 2];
		const length = Math.abs(second[0] - first[0]);
		if (length > Math.abs(second[1] - first[1]))
			shapes.push(drawText(`${key}.label`, x, y - 14, label, { room: length - 6, anchor: "middle", ...meaning }));
		else shapes.push(drawText(`${key}.label`, x + 8, y + 4, label, meaning));
	}
	return shapes;
}

export interface Tag extends Meaning {
	x: number;
	y: number;
	text: string;
	/** Colour of the edge. */
	paint: Token;
	fill?: Token;
}

/** Height of a tag, px. */
export const tagHeight = 20;
/** Width of a tag, px. */
export const tagWidth = (text: string) => textWidth(text, "mono", subSize) + 14;

/** Small box as wide as its text: rect `key`, text `key.text`. */
export function drawTag(key: string, { x, y, text, paint, fill = "panel", entity, title, opacity }: Tag): Shape[] {
	const meaning = { entity, opacity };
	return [
		{ key, tag: "rect", x, y, width: tagWidth(text), height: tagHeight, fill, stroke: paint, title, ...meaning },
		{ key: `${key}.text`, tag: "text", x: x + 7, y: y + 14, text, font: "mono", size: subSize, box: key, ...meaning },
	];
}
