import { expect, test } from "vitest";
import { overlaps } from "../../src/drawing/check.ts";
import { drawGlyph, glyphWidth, type GlyphKind } from "../../src/drawing/glyphs.ts";
import { drawArrow, drawGauge, drawProcessBox, drawTag, gaugeHeight, tagWidth } from "../../src/drawing/parts.ts";
import type { Drawing, Shape, Text } from "../../src/drawing/shapes.ts";

const draw = (...shapes: Shape[]): Drawing => ({ width: 200, height: 100, shapes });
const text = (key: string, x: number, y: number, more: Partial<Text> = {}): Text => ({ key, tag: "text", x, y, text: "driver", font: "mono", size: 10, ...more });
const box: Shape = { key: "box", tag: "rect", x: 0, y: 0, width: 50, height: 20, fill: "rows.fill" };
const long = "a name that no box was ever made for ".repeat(3);

test("a good drawing has nothing wrong", () => {
	expect(overlaps(draw(box, text("a", 0, 12, { box: "box" }), text("b", 36, 12), text("c", 0, 22)))).toEqual([]);
});

test("what is wrong is said in sentences", () => {
	const shapes = [
		box,
		text("a", 20, 12, { box: "box" }),
		text("b", 50, 15, { fill: "muted", anchor: "middle" }),
		text("c", 190, 50),
		text("d", 0, 50, { box: "bag" }),
		text("e", 0, 80, { opacity: 0 }),
		text("f", 0, 80),
		text("f", 100, 12),
		text("g", 0, 19, { box: "box", fill: "muted" }),
	];
	expect(overlaps(draw(...shapes))).toMatchInlineSnapshot(`
		[
		  "Two shapes have the key f.",
		  "The text a ("driver") leaves its box box.",
		  "The text a ("driver") overlaps the text b ("driver").",
		  "The text a ("driver") overlaps the text g ("driver").",
		  "The text b ("driver") overlaps the text g ("driver").",
		  "The text c ("driver") leaves the drawing.",
		  "The text d ("driver") names a box bag that is not a rect of the drawing.",
		  "The text g ("driver") leaves its box box.",
		  "The text g ("driver") is muted, which cannot be read on rows.fill.",
		]
	`);
});

const kinds: GlyphKind[] = ["control", "code", "rows", "arrow", "error", "unseen"];

test("each kind of message has a form of its own, as wide as it says", () => {
	const forms = kinds.map((kind) => drawGlyph("g", kind, 0, 0, 10));
	expect(new Set(forms.map(({ d, dash }) => `${d} ${dash}`)).size).toBe(kinds.length);
	for (const kind of kinds) {
		const { d } = drawGlyph("g", kind, 100, 50, 10, { entity: "m1", title: "batch" });
		expect(d).toMatch(/^M[-\d. MhvlqzL]+$/);
		expect(glyphWidth(kind, 10)).toBeGreaterThanOrEqual(10);
	}
});

test("texts of a part stay inside it, whatever they say", () => {
	for (const name of ["worker", long]) {
		const shapes = [
			...drawProcessBox("p", { x: 10, y: 4, width: 120, height: 54, name, sub: name, paint: "jvm", entity: "p", title: name }),
			...drawTag("t", { x: 150, y: 80, text: "tag", paint: "jvm" }),
			...drawArrow("a", { points: [[130, 30], [190, 30]], label: name, stroke: "control", heads: "both" }),
		];
		expect(overlaps({ width: 200, height: 100, shapes })).toEqual([]);
		const gauge = drawGauge("g", { x: 0, y: 0, width: 100, label: name, level: name, full: 1.2, limit: 0.5, paint: "jvm" });
		expect(overlaps({ width: 100, height: gaugeHeight, shapes: gauge })).toEqual([]);
	}
	expect(tagWidth("tag")).toBeCloseTo(33.8);
});

test("a gauge is full at most once and shows the share of its limit", () => {
	const gauge = drawGauge("g", { x: 0, y: 0, width: 100, label: "heap", level: "612 of 1,024 MB", full: 0.6, limit: 0.8, paint: "jvm" });
	expect(gauge.find(({ key }) => key === "g.full")).toMatchObject({ width: 60 });
	expect(gauge.find(({ key }) => key === "g.limit")).toMatchObject({ x1: 80, x2: 80 });
	expect(gauge.find(({ key }) => key === "g.share")).toMatchObject({ text: "75 %" });
});
