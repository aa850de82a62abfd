/** The sign of each kind of message: a form of its own, so that colour is never the only one. */
import { type Meaning, type Path, toPath } from "./shapes.ts";

/**
 * control: Py4J and other control messages. code: pickled functions, closures, commands. rows: pickled rows.
 * arrow: Arrow batches. error: failures. unseen: only the size is known, not the content.
 */
export type GlyphKind = "control" | "code" | "rows" | "arrow" | "error" | "unseen";

/** Colour of the edge of a kind's sign. */
export const paintOf = (kind: GlyphKind) => (kind === "unseen" ? "control" : kind);

/** Width of a glyph of height `size`, px. */
export const glyphWidth = (kind: GlyphKind, size: number) => (kind === "control" || kind === "error" ? size : size * 1.4);

const octagon = (x: number, y: number, size: number) => {
	const side = size * 0.414;
	const cut = size * 0.293;
	const [left, top, bar] = [x - size / 2, y - size / 2, size * 0.24];
	return toPath`M${left + cut} ${top}h${side}l${cut} ${cut}v${side}l${-cut} ${cut}h${-side}l${-cut} ${-cut}v${-side}zM${x} ${y - bar}v${bar * 1.1}M${x} ${y + bar * 0.8}v${bar * 0.4}`;
};

/** A sheet whose sides roll. */
const scroll = (x: number, y: number, width: number, height: number) => {
	const [left, top, bend] = [x - width / 2, y - height / 2, width * 0.16];
	return toPath`M${left + bend} ${top}h${width - bend}q${-2 * bend} ${height / 2} 0 ${height}h${bend - width}q${-2 * bend} ${-height / 2} 0 ${-height}z`;
};

const box = (x: number, y: number, width: number, height: number) =>
	toPath`M${x - width / 2} ${y - height / 2}h${width}v${height}h${-width}z`;

/** A box in four columns. */
const columns = (x: number, y: number, width: number, height: number) => {
	const [left, top] = [x - width / 2, y - height / 2];
	return box(x, y, width, height) + [1, 2, 3].map((i) => toPath`M${left + (i * width) / 4} ${top}v${height}`).join("");
};

/** One shape, `size` px high, its middle at `x`, `y`. */
export function drawGlyph(key: string, kind: GlyphKind, x: number, y: number, size: number, meaning: Meaning = {}): Path {
	const width = glyphWidth(kind, size);
	const half = size / 2;
	const path = (d: string, paint: Partial<Path>): Path => ({ key, tag: "path", d, ...paint, ...meaning });
	switch (kind) {
		case "control":
			return path(toPath`M${x} ${y - half}l${half} ${half}l${-half} ${half}l${-half} ${-half}z`, { fill: "control" });
		case "code":
			return path(scroll(x, y, width, size), { fill: "code.fill", stroke: "code" });
		case "rows":
			return path(box(x, y, width, size), { fill: "rows.fill", stroke: "rows" });
		case "arrow":
			return path(columns(x, y, width, size), { fill: "arrow.fill", stroke: "arrow" });
		case "error":
			return path(octagon(x, y, size), { fill: "error.fill", stroke: "error" });
		case "unseen":
			return path(box(x, y, width, size), { fill: "panel", stroke: "control", dash: "3 2" });
		default:
			throw new Error(`invalid glyph: ${kind satisfies never}`);
	}
}
