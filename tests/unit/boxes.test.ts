import { expect, test } from "vitest";
import type { Rect, Shape } from "../../src/drawing/shapes.ts";
import { boxOverlaps } from "./boxes.ts";

const rect = (key: string, entity: string | undefined, x: number, width: number, more: Partial<Rect> = {}): Shape => ({ key, tag: "rect", x, y: 10, width, height: 20, entity, ...more });
const text = (key: string, box: string, x: number): Shape => ({ key, tag: "text", x, y: 25, text: "word", font: "mono", size: 10, box });
const check = (...shapes: Shape[]) => boxOverlaps({ width: 100, height: 50, shapes });

test("boxes of two things lie apart, and what belongs to one lies in its box", () => {
	expect(check(rect("a", "a", 0, 40), rect("b", "b", 40, 40), rect("a.bar", "a", 4, 36), rect("area", undefined, 0, 100))).toEqual([]);
	expect(check(rect("a", "a", 0, 44), rect("b", "b", 40, 40))).toEqual(["The box a overlaps the box b."]);
	expect(check(rect("a", "a", 0, 40), rect("a.bar", "a", 4, 40))).toEqual(["The box a.bar leaves a."]);
	expect(check(rect("a", "a", 0, 104))).toEqual(["The box a leaves the drawing."]);
	expect(check(rect("lane0.bar", "a", 0, 50), rect("lane1.bar", "b", 40, 50))).toEqual(["The box lane0.bar overlaps the box lane1.bar."]);
	expect(check(rect("a", "a", 0, 44), rect("b", "b", 40, 40, { opacity: 0 }))).toEqual([]);
});

test("words of one box do not stand on the edge of another", () => {
	const [a, slot] = [rect("a", "a", 0, 90), rect("a.slot", "a", 20, 30, { stroke: "jvm" })];
	expect(check(a, slot, text("a.label", "a", 60))).toEqual([]);
	expect(check(a, slot, text("a.label", "a", 22))).toEqual([]);
	expect(check(a, slot, text("a.label", "a", 40))).toEqual(["The text a.label crosses the edge of the box a.slot."]);
	expect(check(a, slot, text("a.slot.title", "a.slot", 40))).toEqual([]);
	expect(check(a, rect("a.mark", "a", 20, 30), text("a.label", "a", 40))).toEqual([]);
});
