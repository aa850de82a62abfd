import fc from "fast-check";
import { expect, test } from "vitest";
import type { Drawing, Shape } from "../../src/drawing/shapes.ts";
import { toNumber, toPath } from "../../src/drawing/shapes.ts";
import { toSvg } from "../../src/drawing/svg.ts";

const draw = (...shapes: Shape[]): Drawing => ({ width: 100, height: 50, shapes });
const page = { theme: "page", label: "A figure" } as const;
const text = (text: string): Shape => ({ key: "t", tag: "text", x: 1, y: 20, text, font: "mono", size: 11 });

test("every tag, in a page and in a file", () => {
	const drawing = draw(
		{ key: "box", tag: "rect", x: 0.125, y: 1, width: 20, height: 10, fill: "python.fill", stroke: "python", dash: "3 2", entity: "driver", title: "Driver" },
		{ key: "dot", tag: "circle", cx: 1, cy: 2, r: 3, fill: "control", opacity: 0.5 },
		{ key: "line", tag: "line", x1: 0, y1: 0, x2: 1 / 3, y2: -0.001, stroke: "hair", strokeWidth: 2 },
		{ key: "path", tag: "path", d: toPath`M${0.1 + 0.2} ${1e-9}h${-1.005}`, stroke: "ink" },
		{ key: "text", tag: "text", x: 1, y: 9, text: "pid  7", font: "monoBold", size: 10, fill: "muted", anchor: "end", box: "box" },
	);
	expect(toSvg(drawing, page)).toMatchInlineSnapshot(`
		"<svg xmlns="http://www.w3.org/2000/svg" width="100" height="50" viewBox="0 0 100 50" role="group" aria-label="A figure" fill="var(--muted)" font-size="11" font-family="var(--mono)">
		<rect data-entity="driver" data-key="box" x="0.13" y="1" width="20" height="10" fill="var(--python-fill)" stroke="var(--python)" stroke-dasharray="3 2" role="img" aria-label="Driver"/>
		<circle data-key="dot" cx="1" cy="2" r="3" fill="var(--control)" opacity="0.5"/>
		<line data-key="line" x1="0" y1="0" x2="0.33" y2="0" stroke="var(--hair)" stroke-width="2"/>
		<path data-key="path" d="M0.3 0h-1" fill="none" stroke="var(--ink)"/>
		<text data-key="text" x="1" y="9" font-size="10" font-weight="600" text-anchor="end" textLength="36">pid  7</text>
		</svg>"
	`);
	expect(toSvg(drawing, { theme: "dark", label: "A figure" })).toMatchInlineSnapshot(`
		"<svg xmlns="http://www.w3.org/2000/svg" width="100" height="50" viewBox="0 0 100 50" role="img" aria-label="A figure" fill="#98a0ad" font-size="11" font-family="&quot;IBM Plex Mono&quot;, Menlo, Consolas, &quot;Noto Sans SC&quot;, &quot;PingFang SC&quot;, &quot;Microsoft YaHei&quot;, monospace" text-rendering="geometricPrecision" style="font-kerning:none;font-variant-ligatures:none;text-spacing-trim:space-all;text-autospace:no-autospace">
		<rect width="100" height="50" fill="#1b1f26"/>
		<rect data-entity="driver" data-key="box" x="0.13" y="1" width="20" height="10" fill="#1a2733" stroke="#7fb2e5" stroke-dasharray="3 2" role="img" aria-label="Driver"/>
		<circle data-key="dot" cx="1" cy="2" r="3" fill="#8f98a6" opacity="0.5"/>
		<line data-key="line" x1="0" y1="0" x2="0.33" y2="0" stroke="#3a404a" stroke-width="2"/>
		<path data-key="path" d="M0.3 0h-1" fill="none" stroke="#e6e4de"/>
		<text data-key="text" x="1" y="9" font-size="10" font-weight="600" text-anchor="end" textLength="36">pid  7</text>
		</svg>"
	`);
});

const hostile = ["<script>alert(1)</script>", "]]>", "\"'`", "&amp;&lt;", "\0\x07\x1b\x7f\x9f", "\ud800", "a\udc00b", "\ufffe\uffff", "\u202e", "</text></svg><img onerror=x>"];

// oxlint-disable-next-line no-control-regex
const forbidden = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|\p{Cs}/u;

/** No character that XML 1.0 forbids, no markup but the drawing's own. */
function expectSafe(svg: string) {
	expect(svg).not.toMatch(forbidden);
	expect(svg).not.toMatch(/&(?!(amp|lt|gt|quot);)/);
	expect(svg).not.toContain("]]>");
	expect(svg).toMatch(/^(<[a-z]+( [a-zA-Z:-]+="[^"<>]*")*\/?>[^<>]*|<\/[a-z]+>\n?)*$/);
	expect(new Set(svg.match(/<\/?[a-z]+/g))).toEqual(new Set(["<svg", "</svg", "<text", "</text"]));
}

test("nothing in a recording becomes markup", () => {
	for (const bad of hostile) expectSafe(toSvg(draw({ ...text(bad), key: bad, entity: bad, title: bad }), { theme: "page", label: bad }));
	fc.assert(
		fc.property(fc.string({ unit: fc.oneof(fc.constantFrom(...hostile), fc.nat(0xffff).map((c) => String.fromCharCode(c))) }), (bad) =>
			expectSafe(toSvg(draw({ ...text(bad), key: bad, entity: bad, title: bad }), { theme: "page", label: bad })),
		),
	);
});

test("a group in a page, an image in a file", () => {
	expect(toSvg(draw(text("x")), page)).toContain('role="group" aria-label="A figure"');
	expect(toSvg(draw(text("x")), { theme: "light", label: "A figure" })).toContain('role="img" aria-label="A figure"');
});

test("a number that is none is an error", () => {
	expect(toNumber(-0.001)).toBe("0");
	expect(() => toSvg(draw({ key: "r", tag: "rect", x: NaN, y: 0, width: 1, height: 1 }), page)).toThrow("invalid x: NaN");
	expect(() => toPath`M${Infinity} 0`).toThrow("invalid path: Infinity");
});

test("a still in a page has neither keys nor lengths that go without saying", () => {
	const drawing = draw({ ...text("pid 7"), entity: "driver" }, { ...text("pid 7 …"), key: "u" }, { ...text("pid 7"), key: "v", font: "sans" } as Shape);
	const svg = toSvg(drawing, { ...page, bare: true });
	expect(svg).not.toMatch(/data-/);
	expect(svg.match(/textLength/g)).toHaveLength(2);
});
