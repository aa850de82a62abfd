/**
 * Processes as they start each other. A branch is a fork; a row of tags is one pid that changes its image by exec.
 * What has not started is not there yet, what has ended is dashed. Below or beside it what the process got that acted
 * last, and what was printed; on a phone the newer of the two, right below who is there.
 */
import type { Drawing, Layout } from "../drawing/shapes.ts";
import type { State } from "../state/state.ts";
import { detailsHeight, type DetailsPlace, drawDetails, findCurrent, lastChange } from "./launch/details.ts";
import { drawNode, nodeHeight } from "./launch/draw-node.ts";
import { drawTerminal, terminalHeight } from "./launch/terminal.ts";
import { toTree } from "./launch/tree.ts";
import { layoutWidth, type Options, type Scene } from "./scene.ts";

const places = {
	wide: { x: 16, right: 624, indent: 34, gap: 14 },
	narrow: { x: 8, right: 382, indent: 20, gap: 12 },
} as const;
const top = 20;

export const launch: Scene = {
	/** root: kind or id of the process to begin with. Absent: the oldest ancestor of the driver. */
	options: { root: "process" },
	draw(state: State, layout: Layout, options: Options): Drawing {
		const place = places[layout];
		const { output } = state;
		const nodes = toTree(state, options["root"] === undefined ? undefined : String(options["root"]));
		const current = findCurrent(state, nodes);
		const ends = new Map<string, readonly [x: number, y: number]>();
		let y = top;
		let present = top;
		const shapes = nodes.flatMap((node) => {
			const x = place.x + node.depth * place.indent;
			const from = node.parent && ends.get(node.parent.id)!;
			const drawn = drawNode(state, node, { x, y, width: place.right - x, from }, current);
			ends.set(node.process.id, [x + place.indent / 2 - 3, y + nodeHeight(node)]);
			y += nodeHeight(node) + place.gap;
			if (drawn.length) present = y;
			return drawn;
		});
		if (layout === "narrow") {
			const details: DetailsPlace = { x: 12, y: present + 8, width: 366, lines: [3, 5] };
			shapes.push({ key: "divide", tag: "line", x1: 0, x2: 390, y1: present + 2, y2: present + 2, stroke: "hair" });
			if (output && (!current || output.at >= lastChange(current))) shapes.push(...drawTerminal(output, { x: 8, y: present + 12, width: 374 }));
			else if (current) shapes.push(...drawDetails(state, current, details));
			return { width: layoutWidth.narrow, height: y + 8 + Math.max(detailsHeight(details), output ? terminalHeight + 16 : 0), shapes };
		}
		const details: DetailsPlace = { x: 656, y: top, width: 368, lines: [8, 12] };
		const left = output ? y + 6 + terminalHeight : y;
		const height = Math.max(left + 8, detailsHeight(details) + top);
		if (current) shapes.push(...drawDetails(state, current, details));
		shapes.push({ key: "divide", tag: "line", x1: 640, x2: 640, y1: 0, y2: height, stroke: "hair" });
		if (output) shapes.push(...drawTerminal(output, { x: place.x, y: height - terminalHeight - 12, width: place.right - place.x }));
		return { width: layoutWidth.wide, height, shapes };
	},
};
