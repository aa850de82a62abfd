import { select } from "d3-selection";
import type { Drawing, Shape } from "../drawing/shapes.ts";
import { optionalAttributes, toAttributes, toSize } from "../drawing/svg.ts";
import { toDrawn } from "../drawing/text.ts";

/** The shape that each node shows now. A node that the build wrote is not in it until its first update. */
const shown = new WeakMap<SVGElement, Shape>();

/** The nodes of each SVG in the order of its drawing: while the keys stay, which is in most animation frames, no join is due. */
const joined = new WeakMap<SVGSVGElement, SVGElement[]>();

/**
 * Makes a live SVG show a drawing, with the fewest changes to the DOM: none where nothing changed.
 * Adopts the nodes that `toSvg` wrote with theme `page`. Leaves alone what a drawing never sets: classes, tabindex.
 */
export function updateSvg(svg: SVGSVGElement, drawing: Drawing): void {
	updateSize(svg, drawing);
	const { shapes } = drawing;
	const nodes = joined.get(svg);
	if (nodes?.length === shapes.length && nodes.every((node, i) => shown.get(node)!.key === shapes[i]!.key))
		nodes.forEach((node, i) => updateShape(node, shapes[i]!));
	else joined.set(svg, join(svg, shapes));
}

/** Gives the nodes of a still without keys, in their order, to the shapes of the drawing that it was made from. */
export function adoptSvg(svg: SVGSVGElement, drawing: Drawing): void {
	const nodes = [...svg.children] as SVGElement[];
	const { shapes } = drawing;
	if (nodes.length === shapes.length && nodes.every(({ localName }, i) => localName === shapes[i]!.tag)) nodes.forEach((node, i) => (node.dataset["key"] = shapes[i]!.key));
	else svg.replaceChildren();
	updateSvg(svg, drawing);
}

function join(svg: SVGSVGElement, shapes: Shape[]): SVGElement[] {
	return select(svg)
		.selectChildren<SVGElement, Shape>("[data-key]")
		.data(shapes, function (this: unknown, shape) {
			return shape ? shape.key : (this as SVGElement).dataset["key"]!;
		})
		.join((enter) => enter.append((shape) => document.createElementNS("http://www.w3.org/2000/svg", shape.tag)))
		.each(function (shape) {
			updateShape(this, shape);
		})
		.nodes();
}

function updateSize(svg: SVGSVGElement, drawing: Drawing) {
	const size = toSize(drawing);
	for (const name in size) if (svg.getAttribute(name) !== size[name]) svg.setAttribute(name, size[name]!);
}

function updateShape(node: SVGElement, shape: Shape) {
	const before = shown.get(node);
	if (before && isSame(before, shape)) return;
	const attributes = toAttributes(shape, "page");
	const old = before && toAttributes(before, "page");
	for (const name in attributes) {
		const value = attributes[name]!;
		if ((old ? old[name] : node.getAttribute(name)) !== value) node.setAttribute(name, value);
	}
	for (const name of old ? Object.keys(old) : optionalAttributes)
		if (!(name in attributes) && node.hasAttribute(name)) node.removeAttribute(name);
	if (shape.tag === "text") {
		const text = toDrawn(shape.text);
		if (node.textContent !== text) node.textContent = text;
	}
	shown.set(node, shape);
}

/** Shapes are flat: same fields, same values. */
function isSame(a: Shape, b: Shape): boolean {
	if (a === b) return true;
	const fields = Object.keys(b) as (keyof Shape)[];
	return Object.keys(a).length === fields.length && fields.every((field) => a[field] === b[field]);
}
