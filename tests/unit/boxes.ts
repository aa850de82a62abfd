/** Boxes against boxes: what `overlaps` says of texts, for the rects that stand for something. */
import { textBounds } from "../../src/drawing/check.ts";
import type { Drawing, Rect } from "../../src/drawing/shapes.ts";

/** px that are only rounding. */
const slack = 0.02;
const isInside = (a: Rect, b: Rect) => a.x >= b.x - slack && a.y >= b.y - slack && a.x + a.width <= b.x + b.width + slack && a.y + a.height <= b.y + b.height + slack;
const isApart = (a: Rect, b: Rect) => a.x + a.width <= b.x + slack || b.x + b.width <= a.x + slack || a.y + a.height <= b.y + slack || b.y + b.height <= a.y + slack;

/** One sentence for each: rects of two entities that lie over each other, a part that leaves its entity’s box, a box that leaves the drawing, a text on an edge. */
export function boxOverlaps({ width, height, shapes }: Drawing): string[] {
	const rects = shapes.filter((shape): shape is Rect & { entity: string } => shape.tag === "rect" && shape.entity !== undefined && shape.opacity !== 0);
	const boxes = new Map(rects.filter(({ key, entity }) => key === entity).map((rect) => [rect.entity, rect]));
	const paper: Rect = { key: "", tag: "rect", x: 0, y: 0, width, height };
	const wrong = rects.flatMap((rect) => {
		const box = boxes.get(rect.entity) ?? paper;
		return [box, paper].filter((outer, i, all) => all.indexOf(outer) === i && !isInside(rect, outer)).map((outer) => `The box ${rect.key} leaves ${outer === paper ? "the drawing" : outer.key}.`);
	});
	const outer = rects.filter(({ key, entity }) => key === entity || !boxes.has(entity));
	outer.forEach((a, i) => {
		for (const b of outer.slice(i + 1)) if (a.entity !== b.entity && !isApart(a, b)) wrong.push(`The box ${a.key} overlaps the box ${b.key}.`);
	});
	for (const text of shapes) {
		if (text.tag !== "text" || text.box === undefined || !text.text.trim() || text.opacity === 0) continue;
		const { left, right, top, bottom } = textBounds(text);
		const ink: Rect = { key: text.key, tag: "rect", x: left, y: top, width: right - left, height: bottom - top };
		for (const rect of rects) if (rect.stroke && rect.key !== text.box && !isApart(ink, rect) && !isInside(ink, rect)) wrong.push(`The text ${text.key} crosses the edge of the box ${rect.key}.`);
	}
	return wrong;
}
