/** Drawing → one SVG text, the same to the byte for the same drawing. */
import { toColour, type Theme } from "./palette.ts";
import { type Drawing, type Shape, type Text, toNumber } from "./shapes.ts";
import { textWidth, toDrawn, toPlain } from "./text.ts";
import { escapeHtml } from "../words/html.ts";

const families = {
	sans: '"IBM Plex Sans", "Noto Sans SC", "PingFang SC", "Microsoft YaHei", Arial, sans-serif',
	mono: '"IBM Plex Mono", Menlo, Consolas, "Noto Sans SC", "PingFang SC", "Microsoft YaHei", monospace',
};

const toFamily = (family: keyof typeof families, theme: Theme) => (theme === "page" ? `var(--${family})` : families[family]);

/** Sums of advance widths hold only without kerning, ligatures and Chinese spacing rules. In a page, replay.css says so. */
const exactWidths = "font-kerning:none;font-variant-ligatures:none;text-spacing-trim:space-all;text-autospace:no-autospace";

const geometry = {
	rect: ["x", "y", "width", "height"],
	circle: ["cx", "cy", "r"],
	line: ["x1", "y1", "x2", "y2"],
	path: [],
	text: ["x", "y"],
} as const;

export type Attributes = Record<string, string>;

/** The attributes that a shape of a tag may have or not have. */
export const optionalAttributes =
	"fill stroke stroke-width stroke-dasharray opacity data-entity role aria-label font-size font-family font-weight text-anchor textLength lengthAdjust".split(" ");

/** What most texts are: the root says it once. */
const usual = { fill: "muted", size: 11, family: "mono" } as const;

/** Every attribute that a drawing sets on a shape's node; others are left alone. */
export function toAttributes(shape: Shape, theme: Theme): Attributes {
	// What stands beside its like from shape to shape compresses best: a page holds a thousand of them.
	const attributes: Attributes = shape.entity === undefined ? { "data-key": shape.key } : { "data-entity": shape.entity, "data-key": shape.key };
	for (const name of geometry[shape.tag]) attributes[name] = toNumber((shape as never)[name], name);
	if (shape.tag === "text") setText(attributes, shape, theme);
	else {
		if (shape.tag === "path") attributes["d"] = shape.d;
		if (shape.tag !== "line") attributes["fill"] = toColour(shape.fill ?? "none", theme);
		if (shape.stroke && shape.stroke !== "none") {
			attributes["stroke"] = toColour(shape.stroke, theme);
			if ((shape.strokeWidth ?? 1) !== 1) attributes["stroke-width"] = toNumber(shape.strokeWidth!, "strokeWidth");
			if (shape.dash) attributes["stroke-dasharray"] = shape.dash;
		}
	}
	if ((shape.opacity ?? 1) !== 1) attributes["opacity"] = toNumber(shape.opacity!, "opacity");
	if (shape.title !== undefined) {
		attributes["role"] = "img";
		attributes["aria-label"] = shape.title;
	}
	return attributes;
}

function setText(attributes: Attributes, { text, font, size, fill, anchor }: Text, theme: Theme) {
	if (fill !== usual.fill) attributes["fill"] = toColour(fill ?? "ink", theme);
	if (size !== usual.size) attributes["font-size"] = toNumber(size, "size");
	if (!font.startsWith(usual.family)) attributes["font-family"] = toFamily("sans", theme);
	if (font.endsWith("Bold")) attributes["font-weight"] = "600";
	if (anchor) attributes["text-anchor"] = anchor;
	const width = textWidth(text, font, size);
	if (!width) return;
	attributes["textLength"] = toNumber(width);
	// Otherwise only the gaps between characters give way, and one character has none.
	if (text.length <= 2 && [...text].length === 1) attributes["lengthAdjust"] = "spacingAndGlyphs";
}

const escape = (text: string) => escapeHtml(toPlain(text));

const toMarkup = (attributes: Attributes) =>
	Object.entries(attributes)
		.map(([name, value]) => ` ${name}="${escape(value)}"`)
		.join("");

/** Without key and entity, and without the length of a text that has it anyway: each sign of the mono font is as wide as any. */
function toBare(shape: Shape, { "data-key": _key, "data-entity": _entity, textLength, lengthAdjust, ...looks }: Attributes): Attributes {
	const isExact = shape.tag === "text" && shape.font.startsWith("mono") && /^[ -~]*$/.test(shape.text);
	return isExact || textLength === undefined ? looks : { ...looks, textLength, ...(lengthAdjust && { lengthAdjust }) };
}

/** The attributes of the root that follow from a drawing. */
export function toSize(drawing: Drawing): Attributes {
	const width = toNumber(drawing.width, "width");
	const height = toNumber(drawing.height, "height");
	return { width, height, viewBox: `0 0 ${width} ${height}` };
}

/** Options of `toSvg`. */
export interface SvgOptions {
	/** `light` or `dark`: colours resolved, on a ground of their own, to stand alone in a file. */
	theme: Theme;
	/** Accessible name of the whole. */
	label: string;
	/** Without what a reader cannot see, a tenth of a page: `adoptSvg` gives it to the nodes of a still. */
	bare?: boolean;
}

/**
 * The SVG of a drawing, safe inside HTML and as a file of its own, whatever its texts hold.
 * In a page it is a group whose named parts can be reached, in a file one image.
 */
export function toSvg(drawing: Drawing, { theme, label, bare = false }: SvgOptions): string {
	const size = toSize(drawing);
	const root = {
		xmlns: "http://www.w3.org/2000/svg",
		...size,
		role: theme === "page" ? "group" : "img",
		"aria-label": label,
		fill: toColour(usual.fill, theme),
		"font-size": toNumber(usual.size),
		"font-family": toFamily(usual.family, theme),
		...(theme !== "page" && { "text-rendering": "geometricPrecision", style: exactWidths }),
	};
	const ground = theme === "page" ? "" : `<rect width="${size["width"]}" height="${size["height"]}" fill="${toColour("panel", theme)}"/>\n`;
	const shapes = drawing.shapes.map((shape) => {
		const all = toAttributes(shape, theme);
		const attributes = toMarkup(bare ? toBare(shape, all) : all);
		return shape.tag === "text"
			? `<text${attributes}>${escape(toDrawn(shape.text))}</text>\n`
			: `<${shape.tag}${attributes}/>\n`;
	});
	return `<svg${toMarkup(root)}>\n${ground}${shapes.join("")}</svg>`;
}
