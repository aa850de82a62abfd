/**
 * A drawing is data: no DOM, no colours, no fonts but names. Lengths are SVG user units, which are CSS pixels at scale 1.
 * Shapes are painted in order, the last on top.
 */
import type { Paint, TextPaint } from "./palette.ts";

/** wide: for a page. narrow: for a phone. */
export type Layout = "wide" | "narrow";

export interface Drawing {
	width: number;
	height: number;
	shapes: Shape[];
}

export type Shape = Rect | Circle | Line | Path | Text;

/** What a shape stands for, shared by all parts of one thing. */
export interface Meaning {
	/** Id of the process, channel or message that a click on the shape inspects and prose lights up. */
	entity?: string;
	/** Accessible name, on one shape of a thing only. */
	title?: string;
	/** 0 to 1; absent: 1. */
	opacity?: number;
}

interface Base extends Meaning {
	/** Unique in a drawing. A key keeps its tag from one drawing to the next. */
	key: string;
}

interface Painted extends Base {
	/** Absent: none. */
	fill?: Paint;
	/** Absent: none. */
	stroke?: Paint;
	/** Absent: 1. */
	strokeWidth?: number;
	/** Lengths of dash and gap: `3 2`. */
	dash?: string;
}

export interface Rect extends Painted {
	tag: "rect";
	x: number;
	y: number;
	width: number;
	height: number;
}

export interface Circle extends Painted {
	tag: "circle";
	cx: number;
	cy: number;
	r: number;
}

export interface Line extends Painted {
	tag: "line";
	x1: number;
	y1: number;
	x2: number;
	y2: number;
}

export interface Path extends Painted {
	tag: "path";
	/** Path data, as `toPath` writes it. */
	d: string;
}

/** One line of text. */
export interface Text extends Base {
	tag: "text";
	/** Where it begins, or its middle or end: see `anchor`. */
	x: number;
	/** The baseline. */
	y: number;
	text: string;
	font: Font;
	size: number;
	/** Absent: ink. */
	fill?: TextPaint;
	/** Absent: start. */
	anchor?: "middle" | "end";
	/** Key of the rect that it must stay inside. Absent: the drawing. */
	box?: string;
}

/** IBM Plex Sans and IBM Plex Mono, weight 400 or, with Bold, 600. */
export type Font = "sans" | "sansBold" | "mono" | "monoBold";

/** At most two decimals, no `-0`. Throws on NaN and infinities: they are a scene's error. */
export function toNumber(value: number, name = "number"): string {
	if (!Number.isFinite(value)) throw new Error(`invalid ${name}: ${value}`);
	return String(Math.round(value * 100) / 100 || 0);
}

/** Path data with rounded numbers: toPath`M${x} ${y}h${width}`. */
export function toPath(parts: TemplateStringsArray, ...values: number[]): string {
	return parts.reduce((path, part, i) => path + toNumber(values[i - 1]!, "path") + part);
}
