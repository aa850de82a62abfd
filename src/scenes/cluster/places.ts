/** Where everything stands, px, in both layouts. */
import { type Area, boxHead, gaugeHeight, type Point } from "../../drawing/parts.ts";
import type { MachineState } from "../../state/state.ts";
import type { Group, Line, Plan } from "./plan.ts";

export interface Place extends Area {
	/** full: everything. line: name and one line. bare: only the name and the pid. */
	readonly detail: "full" | "line" | "bare";
}

export interface Route {
	/** From the line's first end to its second. */
	readonly points: readonly Point[];
	/** Where its name stands, and what is said about it below; all in one line if `lines` is 1. */
	readonly text: { readonly x: number; readonly y: number; readonly below: number; readonly width: number; readonly anchor?: "middle" | "end"; readonly lines: 1 | 2 | 3 };
}

export interface Places {
	readonly width: number;
	readonly height: number;
	/** `address`: beside the machine's name, at the right end of its area, or not written, where a line needs the room. */
	readonly machines: readonly { readonly machine: MachineState; readonly area: Area; readonly address?: "end" | "none" }[];
	readonly boxes: ReadonlyMap<string, Place>;
	readonly routes: ReadonlyMap<string, Route>;
	/** From a daemon to the worker that it forked. */
	readonly forks: readonly { readonly daemon: string; readonly worker: string; readonly points: readonly Point[]; readonly label: Point | null }[];
	readonly note: Point;
}

/** Order of the lines between Python driver and driver JVM, from the top. */
const driverLines = ["py4j", "file", "accumulatorSocket", "resultSocket", "stdinPipe"];
/** gRPC is the only line of a client, and takes the place of Py4J. */
const slot = (line: Line) => (line.kind === "grpc" ? 0 : driverLines.indexOf(line.kind));

const head = 34;
const label = 26;
/** Height of the gap between two machines whose executors exchange blocks. */
const exchange = { wide: 42, narrow: 50 };

/** The line of blocks from each group's JVM to the one above; undefined: there is none. */
const toExchanges = ({ groups }: Plan, lines: readonly Line[]) =>
	groups.map((group, i) => (i ? lines.find((l) => l.kind === "block" && isBetween(l, groups[i - 1]!.jvm.id, group.jvm.id)) : undefined));

/** Straight down from one JVM's box to the next, its words at its right in one line. */
const down = (line: Line, above: string, x: number, [y1, y2]: [number, number], text: { y: number; width: number }): Route => ({
	points: line.ends[0] === above ? [[x, y1], [x, y2]] : [[x, y2], [x, y1]],
	text: { x: x + 14, y: text.y, below: text.y, width: text.width, lines: 1 },
});

export function placeWide(plan: Plan, lines: readonly Line[]): Places {
	const width = 1040;
	const isLocal = plan.groups.some((g) => g.isLocal);
	const heights = plan.groups.map((g) => Math.max(196 + (g.hasBlocks ? 38 : 0), 24 + 56 + 22 + g.room.workers * 92));
	const exchanges = toExchanges(plan, lines);
	const gaps = exchanges.map((line, i) => (line ? exchange.wide : i ? label : 0));
	const stack = [...heights, ...gaps].reduce((a, b) => a + b, 0);
	const tall = Math.max(stack, isLocal ? 468 : 424);
	const boxes = new Map<string, Place>();
	const routes = new Map<string, Route>();
	const machines: Places["machines"][number][] = [];
	const forks: Places["forks"][number][] = [];
	const inner = { y: head + 14, height: tall - 28 };
	// Nobody beside the two: they take all the room.
	const isPair = !plan.groups.length;
	if (plan.driver) machines.push({ machine: plan.driver, area: { x: 16, y: head, width: isLocal || isPair ? 1008 : 568, height: tall } });
	const python = { x: 30, ...inner, width: isPair ? 470 : 236 };
	if (plan.python) boxes.set(plan.python.id, { ...python, detail: "full" });
	const jvm = { x: isPair ? 660 : 372, ...inner, width: isPair ? 350 : 204 };
	if (plan.jvm) boxes.set(plan.jvm.id, { ...jvm, detail: "full" });
	for (const line of lines.filter((l) => isBetween(l, plan.python?.id, plan.jvm?.id) && slot(l) >= 0)) {
		const y = inner.y + 74 + slot(line) * 72;
		routes.set(line.key, level(line, plan.python!.id, [python.x + python.width, jvm.x], y));
	}
	let y = head;
	plan.groups.forEach((group, i) => {
		const height = plan.groups.length === 1 ? tall : heights[i]!;
		y += gaps[i]!;
		const blocks = exchanges[i];
		if (!group.isLocal) machines.push({ machine: group.machine, area: { x: 658, y, width: 366, height }, address: blocks && "end" });
		if (blocks) routes.set(blocks.key, down(blocks, plan.groups[i - 1]!.jvm.id, 780, [y - gaps[i]! - 12, y + 12], { y: y - 9, width: 162 }));
		const right = { x: 886, width: 126 };
		const edge = group.isLocal ? jvm.x + jvm.width : 794;
		if (!group.isLocal) {
			boxes.set(group.jvm.id, { x: 668, y: y + 12, width: isAlone(group) ? 344 : 126, height: height - 24, detail: "full" });
			const rpc = lines.find((l) => l.kind === "rpc" && isBetween(l, plan.jvm?.id, group.jvm.id));
			if (rpc) routes.set(rpc.key, between(level(rpc, plan.jvm!.id, [576, 668], y + 74), 584, 658));
		}
		if (group.daemon) {
			boxes.set(group.daemon.id, { ...right, y: y + 12, height: boxHead + 4, detail: "bare" });
			const pipe = lines.find((l) => isBetween(l, group.jvm.id, group.daemon!.id));
			if (pipe) routes.set(pipe.key, level(pipe, group.jvm.id, [edge, right.x], y + 40));
		}
		const first = y + (group.daemon ? 96 : 12);
		const room = (y + height - 12 - first - (group.workers.length - 1) * 12) / group.workers.length;
		const tallWorker = Math.min(room, boxHead + gaugeHeight + 12);
		group.workers.forEach((worker, n) => {
			const top = first + n * (tallWorker + 12);
			boxes.set(worker.id, { ...right, y: top, height: tallWorker, detail: "full" });
			const socket = lines.find((l) => l.kind === "workerSocket" && l.ends.includes(worker.id));
			if (socket) routes.set(socket.key, level(socket, group.jvm.id, [edge, right.x], top + 30));
			const file = lines.find((l) => l.kind === "file" && isBetween(l, group.jvm.id, worker.id));
			if (file) {
				// Above the line where the box has room for that, below it where not.
				const at = tallWorker > 100 ? top + tallWorker - 8 : top + 78;
				routes.set(file.key, toOneLine(level(file, group.jvm.id, [edge, right.x], at), tallWorker > 100 ? at - 8 : at + 17));
			}
			if (!group.daemon || worker.parent !== group.daemon.id) return;
			const x = n ? right.x + right.width - 6 : right.x + 26;
			const points: Point[] = n ? [] : [[x, y + 12 + boxHead + 4], [x, top]];
			forks.push({ daemon: group.daemon.id, worker: worker.id, points, label: n ? null : [x + 8, (y + 12 + boxHead + 4 + top) / 2 + 4] });
		});
		y += height;
	});
	return { width, height: head + tall + 34, machines, boxes, routes, forks, note: [16, head + tall + 22] };
}

const isBetween = (line: Line, a: string | undefined, b: string | undefined) =>
	a !== undefined && b !== undefined && line.ends.includes(a) && line.ends.includes(b);

/** The same line with its words in one line at `y`. */
const toOneLine = ({ points, text }: Route, y: number): Route => ({ points, text: { ...text, y, lines: 1 } });

/** No Python process was ever under it. */
const isAlone = (group: Group) => !group.daemon && !group.workers.length;

/** A level line. `left` is the process at its left end. */
function level(line: Line, left: string, [x1, x2]: [number, number], y: number): Route {
	const points: Point[] = line.ends[0] === left ? [[x1, y], [x2, y]] : [[x2, y], [x1, y]];
	return { points, text: { x: (x1 + x2) / 2, y: y - 12, below: y + 20, width: x2 - x1 - 4, anchor: "middle", lines: 3 } };
}

/** The same line with its text in the gap between two machines, so that no border runs through it. */
const between = (route: Route, left: number, right: number): Route => ({ ...route, text: { ...route.text, x: (left + right) / 2, width: right - left - 1 } });

export function placeNarrow(plan: Plan, lines: readonly Line[]): Places {
	const width = 390;
	const boxes = new Map<string, Place>();
	const routes = new Map<string, Route>();
	const machines: Places["machines"][number][] = [];
	const forks: Places["forks"][number][] = [];
	const isLocal = plan.groups.some((g) => g.isLocal);
	const exchanges = toExchanges(plan, lines);
	const full = { x: 34, width: 332 };
	let y = head + 12;
	if (plan.python) boxes.set(plan.python.id, { ...full, y, height: 104, detail: "line" });
	y += 104;
	const direct = lines.filter((l) => isBetween(l, plan.python?.id, plan.jvm?.id) && slot(l) >= 0);
	const across = 68;
	for (const line of direct) {
		// Py4J (or gRPC) left, results right, what is rarely there between.
		const x = slot(line) === 0 ? 44 : line.kind === "resultSocket" ? 264 : 160;
		const points: Point[] = line.ends[0] === plan.python!.id ? [[x, y], [x, y + across]] : [[x, y + across], [x, y]];
		routes.set(line.key, { points, text: { x: x + 12, y: y + 20, below: y + 36, width: 100, lines: 3 } });
	}
	y += across;
	if (plan.jvm) boxes.set(plan.jvm.id, { ...full, y, height: 88, detail: "line" });
	const jvmBottom = y + 88;
	y = jvmBottom + 12;
	if (plan.driver && !isLocal) machines.push({ machine: plan.driver, area: { x: 24, y: head, width: 352, height: y - head } });
	plan.groups.forEach((group, i) => {
		const bottom = y;
		const blocks = exchanges[i];
		if (!group.isLocal) y += blocks ? exchange.narrow : label + (i ? 4 : 10);
		const top = y;
		if (blocks) routes.set(blocks.key, down(blocks, plan.groups[i - 1]!.jvm.id, 148, [bottom - 12, top + 12], { y: top - 29, width: 200 }));
		const right = { x: 240, width: 126 };
		const bodies = Math.max(1, group.room.workers);
		const height = Math.max((group.room.daemon ? 46 : 0) + bodies * 64 + (group.isLocal ? 40 : 24), group.isLocal ? 0 : group.hasBlocks ? 164 : 130);
		const from = group.isLocal ? jvmBottom : 0;
		if (!group.isLocal) {
			boxes.set(group.jvm.id, { x: 34, y: top + 12, width: isAlone(group) ? 332 : 126, height: height - 24, detail: "line" });
			const rpc = lines.find((l) => l.kind === "rpc" && isBetween(l, plan.jvm?.id, group.jvm.id));
			const x = 13;
			const into = top + 28;
			const out = jvmBottom - 20 - i * 12;
			const points: Point[] = [[34, out], [x, out], [x, into], [34, into]];
			if (rpc) routes.set(rpc.key, { points: rpc.ends[0] === plan.jvm!.id ? points : points.toReversed(), text: { x: 376, y: top - 9, below: top - 9, width: 168, anchor: "end", lines: 1 } });
		}
		const edge = (at: number): Point => (group.isLocal ? [110, at] : [160, at]);
		const route = (line: Line | undefined, at: number) => {
			if (!line) return;
			const near: Point[] = group.isLocal ? [[110, from], edge(at)] : [edge(at)];
			const points = [...near, [right.x, at] as Point];
			const [x1, x2] = [edge(at)[0], right.x];
			routes.set(line.key, {
				points: line.ends[0] === group.jvm.id ? points : points.toReversed(),
				text: { x: (x1 + x2) / 2, y: at - 10, below: at + 19, width: x2 - x1 - 4, anchor: "middle", lines: line.kind === "daemonPipe" ? 1 : 2 },
			});
		};
		let at = top + 12 + (group.isLocal ? 16 : 0);
		if (group.daemon) {
			boxes.set(group.daemon.id, { ...right, y: at, height: 30, detail: "bare" });
			route(lines.find((l) => isBetween(l, group.jvm.id, group.daemon!.id)), at + 20);
			at += 46;
		}
		group.workers.forEach((worker, n) => {
			boxes.set(worker.id, { ...right, y: at, height: 52, detail: "line" });
			route(lines.find((l) => l.kind === "workerSocket" && l.ends.includes(worker.id)), at + 22);
			const file = lines.find((l) => l.kind === "file" && isBetween(l, group.jvm.id, worker.id));
			route(file, at + 50);
			if (file) routes.set(file.key, toOneLine(routes.get(file.key)!, at + 61));
			if (group.daemon && !n) forks.push({ daemon: group.daemon.id, worker: worker.id, points: [[right.x + 20, at - 16], [right.x + 20, at]], label: [right.x + 28, at - 4] });
			at += 64;
		});
		if (!group.isLocal) machines.push({ machine: group.machine, area: { x: 24, y: top, width: 352, height }, address: blocks && "none" });
		y = top + height;
	});
	if (plan.driver && isLocal) machines.push({ machine: plan.driver, area: { x: 24, y: head, width: 352, height: y + 4 - head } });
	return { width, height: y + 34, machines, boxes, routes, forks, note: [24, y + 22] };
}
