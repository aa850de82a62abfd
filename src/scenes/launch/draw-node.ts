/** A process of the tree: its box, the images that its pid has had, its helpers, its end. */
import { drawText } from "../../drawing/words.ts";
import type { TextPaint } from "../../drawing/palette.ts";
import { drawTag, tagWidth } from "../../drawing/parts.ts";
import { type Shape, type Text, toPath } from "../../drawing/shapes.ts";
import { fitText, textWidth } from "../../drawing/text.ts";
import { processLabel } from "../../state/names.ts";
import { toCount } from "../../words/numbers.ts";
import type { ProcessState } from "../../state/process-state.ts";
import type { State } from "../../state/state.ts";
import { toPaint } from "../../state/kinds.ts";
import { countNames, imageNames, type Node } from "./tree.ts";

export interface NodePlace {
	readonly x: number;
	readonly y: number;
	readonly width: number;
	/** Where the branch leaves its parent's box; null for the root. */
	readonly from: readonly [x: number, y: number] | null;
}

const large = new Set<ProcessState["kind"]>(["driverPython", "driverJvm", "executorJvm", "connectServer", "clusterMaster", "clusterWorker"]);
const isLarge = ({ process, depth }: Node) => depth === 0 || large.has(process.kind);
const helperLine = 20;

/** px, the same at every moment. */
export const nodeHeight = (node: Node) => (isLarge(node) ? 58 : 32) + (node.helpers.length ? helperLine : 0);

export function drawNode(state: State, node: Node, place: NodePlace, current: ProcessState | undefined): Shape[] {
	const { process } = node;
	if (process.status === "absent") return [];
	const { x, y, width } = place;
	const { id, status } = process;
	const isGone = status === "ended";
	const height = nodeHeight(node);
	const paint = process.isReady ? toPaint(process) : "muted";
	const fill = isGone || paint === "muted" ? "panel" : (`${paint}.fill` as const);
	const names = imageNames(process, node.parent);
	const isFork = !process.isReady && process.images.length === 1 && node.parent !== null && process.image!.kind === "other";
	const shown = process.isReady ? processLabel(process, state) : isFork ? `fork of ${processLabel(node.parent!, state)}` : "shell";
	const plain = process.kind === "shell" || process.kind === "other" ? names.at(-1)! : shown;
	const text = (part: string, dx: number, dy: number, words: string, more: Partial<Text> & { fill: TextPaint }, room = Infinity): Text => {
		const [font, size] = [more.font ?? "mono", more.size ?? 11];
		return { key: `${id}.${part}`, tag: "text", x: x + dx, y: y + dy, text: room === Infinity ? words : fitText(words, room, font, size), font, size, box: id, entity: id, ...more };
	};
	const end = endOf(process);
	const endWidth = end ? textWidth(end.text, "mono", 11) + 12 : 0;
	const pid = `pid ${process.pid}`;
	const nameRoom = width - 34 - endWidth - textWidth(pid, "mono", 11);
	const name = text("name", 12, 21, plain, { font: "sansBold", size: 12, fill: isGone ? "muted" : paint === "muted" ? "ink" : paint }, nameRoom);
	const shapes: Shape[] = [
		...drawLink(id, place),
		{ key: id, tag: "rect", x, y, width, height, fill, stroke: paint, strokeWidth: process === current ? 2 : 1, dash: isGone ? "4 3" : undefined, entity: id, title: `${plain}, ${pid}${end ? `, ${end.text}` : ""}` },
		name,
		text("pid", 22 + textWidth(name.text, "sansBold", 12), 21, pid, { fill: "muted" }),
	];
	if (end) shapes.push(text("end", width - 12, 21, end.text, { anchor: "end", fill: end.isBad ? "error" : "muted" }));
	if (isLarge(node)) shapes.push(...drawImages(id, names, x + 12, y + 31, width - 24, isGone));
	else if (names.length && !isFork && plain !== names.at(-1)) {
		const from = 34 + textWidth(name.text, "sansBold", 12) + textWidth(pid, "mono", 11);
		const room = width - from - endWidth - 12;
		if (room > 40) shapes.push(text("image", from, 21, names.at(-1)!, { fill: "muted" }, room));
	}
	const helpers = node.helpers.filter((p) => p.status !== "absent");
	const shownHelper = helpers.find((p) => p === current);
	if (shownHelper) shapes.push(text("helpers", 12, height - 8, `+ ${toCount(helpers.length, "short-lived command")}, now ${countNames([shownHelper])}, pid ${shownHelper.pid}`, { fill: "ink", entity: shownHelper.id }, width - 24));
	else if (helpers.length) shapes.push(text("helpers", 12, height - 8, `+ ${toCount(helpers.length, "short-lived command")}: ${countNames(helpers)}`, { fill: "muted" }, width - 24));
	return shapes;
}

function endOf({ status, exit }: ProcessState): { text: string; isBad: boolean } | null {
	if (status !== "ended") return null;
	if (exit === null) return { text: "ended", isBad: false };
	return "code" in exit ? { text: `exit code ${exit.code}`, isBad: exit.code !== 0 } : { text: `killed by ${exit.signal}`, isBad: true };
}

/** From the parent's lower edge down and to the child: a fork. */
function drawLink(id: string, { x, y, from }: NodePlace): Shape[] {
	if (!from) return [];
	return [{ key: `${id}.link`, tag: "path", d: toPath`M${from[0]} ${from[1]}V${y + 16}H${x}M${x - 6} ${y + 12}L${x} ${y + 16}L${x - 6} ${y + 20}`, stroke: "muted", entity: id }];
}

const gap = 22;

/** One tag an image, joined by arrows: each an exec. The latest are shown where not all fit. */
function drawImages(id: string, names: readonly string[], x: number, y: number, width: number, isGone: boolean): Shape[] {
	const widths = names.map(tagWidth);
	let first = names.length;
	for (let used = 0; first > 0; first--) {
		used += widths[first - 1]! + gap;
		if (used - gap > width - (first > 1 ? 24 : 0)) break;
	}
	const shapes: Shape[] = [];
	let at = x;
	const plain = (part: string, words: string, left: number) => drawText(`${id}.${part}`, left, y + 14, words, { entity: id });
	if (first > 0) {
		shapes.push(plain("images", "…", at));
		at += 12;
	}
	names.slice(first).forEach((name, n) => {
		const place = first + n;
		const isLast = place === names.length - 1;
		if (place > 0) {
			shapes.push(plain(`exec${place}`, "→", at));
			at += 14;
		}
		shapes.push(...drawTag(`${id}.image${place}`, { x: at, y, text: name, paint: isLast && !isGone ? "ink" : "control", fill: isLast && !isGone ? "current" : "panel", entity: id }));
		at += widths[place]! + 8;
	});
	return shapes;
}
