import { textSurfaces } from "./palette.ts";
import type { Drawing, Rect, Text } from "./shapes.ts";
import { textWidth } from "./text.ts";

interface Bounds {
	left: number;
	right: number;
	top: number;
	bottom: number;
}

/** Ink of a line over and under its baseline, in em: Plex's ascenders and descenders. */
const above = 0.78;
const below = 0.22;
/** px that are only rounding. */
const slack = 0.02;

export function textBounds({ text, font, size, x, y, anchor }: Text): Bounds {
	const width = textWidth(text, font, size);
	const left = anchor === "middle" ? x - width / 2 : anchor === "end" ? x - width : x;
	return { left, right: left + width, top: y - above * size, bottom: y + below * size };
}

const isInside = (a: Bounds, b: Bounds) =>
	a.left >= b.left - slack && a.right <= b.right + slack && a.top >= b.top - slack && a.bottom <= b.bottom + slack;

const isOverlapping = (a: Bounds, b: Bounds) =>
	a.left < b.right - slack && b.left < a.right - slack && a.top < b.bottom - slack && b.top < a.bottom - slack;

const name = ({ key, text }: Text) => `text ${key} (${JSON.stringify(text)})`;

/**
 * What is wrong with a drawing, one sentence each; none for a good one: two shapes of one key, text over text,
 * text outside its box or the drawing, text that cannot be read on its box. Text that is not seen cannot be wrong.
 */
export function overlaps({ width, height, shapes }: Drawing): string[] {
	const wrong: string[] = [];
	const keys = new Set<string>();
	const rects = new Map<string, Rect>();
	const texts: { text: Text; bounds: Bounds }[] = [];
	for (const shape of shapes) {
		if (keys.has(shape.key)) wrong.push(`Two shapes have the key ${shape.key}.`);
		keys.add(shape.key);
		if (shape.tag === "rect") rects.set(shape.key, shape);
		if (shape.tag === "text" && shape.text.trim() && shape.opacity !== 0) texts.push({ text: shape, bounds: textBounds(shape) });
	}
	const drawing = { left: 0, right: width, top: 0, bottom: height };
	texts.forEach(({ text, bounds }, i) => {
		if (!isInside(bounds, drawing)) wrong.push(`The ${name(text)} leaves the drawing.`);
		if (text.box !== undefined) wrong.push(...checkBox(text, bounds, rects.get(text.box)));
		for (const other of texts.slice(i + 1))
			if (isOverlapping(bounds, other.bounds)) wrong.push(`The ${name(text)} overlaps the ${name(other.text)}.`);
	});
	return wrong;
}

function checkBox(text: Text, bounds: Bounds, box: Rect | undefined): string[] {
	if (!box) return [`The ${name(text)} names a box ${text.box} that is not a rect of the drawing.`];
	const { x, y, width, height, fill = "none" } = box;
	const wrong: string[] = [];
	if (!isInside(bounds, { left: x, right: x + width, top: y, bottom: y + height }))
		wrong.push(`The ${name(text)} leaves its box ${text.box}.`);
	const paint = text.fill ?? "ink";
	if (fill !== "none" && !(textSurfaces[paint] as readonly string[]).includes(fill))
		wrong.push(`The ${name(text)} is ${paint}, which cannot be read on ${fill}.`);
	return wrong;
}
