/**
 * Processes as they start each other. A branch is a fork; a row of tags is one pid that changes its image by exec.
 * What has not started is not there yet, what has ended is dashed.
 */
import type { Drawing } from "../drawing/shapes";
import type { State } from "../state/state";
import { detailsHeight, type DetailsPlace, drawDetails, findCurrent } from "./launch/details";
import { drawNode, nodeHeight } from "./launch/draw-node";
import { toTree } from "./launch/tree";
import { layoutWidth, type Layout, type Options, type Scene } from "./scene";

const places = {
	wide: { x: 16, right: 624, indent: 34, gap: 14 },
	narrow: { x: 8, right: 382, indent: 20, gap: 12 },
} as const;
const top = 20;

export const launch: Scene = {
	/** root: kind or id of the process to begin with. Absent: the oldest ancestor of the driver. */
	options: ["root"],
	draw(state: State, layout: Layout, options: Options): Drawing {
		const place = places[layout];
		const nodes = toTree(state, options["root"] === undefined ? undefined : String(options["root"]));
		const current = findCurrent(state, nodes);
		const ends = new Map<string, readonly [x: number, y: number]>();
		let y = top;
		const shapes = nodes.flatMap((node) => {
			const x = place.x + node.depth * place.indent;
			const from = node.parent && ends.get(node.parent.id)!;
			const drawn = drawNode(state, node, { x, y, width: place.right - x, from }, node.process === current);
			ends.set(node.process.id, [x + place.indent / 2 - 3, y + nodeHeight(node)]);
			y += nodeHeight(node) + place.gap;
			return drawn;
		});
		const details: DetailsPlace = layout === "wide" ? { x: 656, y: top, width: 368, lines: [8, 12] } : { x: 12, y: y + 8, width: 366, lines: [3, 6] };
		if (current) shapes.push(...drawDetails(state, current, details));
		const divide = layout === "wide" ? { x1: 640, x2: 640, y1: 0 } : { x1: 0, x2: 390, y1: y + 2 };
		const height = layout === "wide" ? Math.max(y + 8, detailsHeight(details) + top) : details.y + detailsHeight(details);
		shapes.push({ key: "divide", tag: "line", ...divide, y2: layout === "wide" ? height : y + 2, stroke: "hair" });
		return { width: layoutWidth[layout], height, shapes };
	},
};
