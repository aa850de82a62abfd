/** The layout for a phone: machines from top to bottom in the order of the data's way. */
import type { Point } from "../../drawing/parts.ts";
import { down, Draft, head, inset, isAlone, label, type Places, toOneLine, turn } from "./places.ts";
import type { Group, Line, Plan } from "./plan.ts";

const width = 390;
/** Columns: left edge and width. */
const columns = {
	machine: { x: 24, width: 352 },
	/** A box that takes its machine's width. */
	full: { x: 34, width: 332 },
	executor: { x: 34, width: 126 },
	worker: { x: 240, width: 126 },
} as const;
/** Between Python driver and driver JVM: Py4J (or gRPC) left, results right, what is rarely there between. */
const driverLine = { left: 44, middle: 160, right: 264, length: 68 };
/** Left of all boxes, where calls to executors go down. */
const rpcX = 13;
/** Down from the driver JVM, in local mode. */
const localX = 110;
const blockX = 148;

const heights = { python: 104, jvm: 88, daemon: 30, worker: 52 };
/** From one box under an executor to the next. */
const pitch = { daemon: 46, worker: 64 };
/** Of a machine with an executor at least; and if it shows blocks. */
const least = { machine: 130, withBlocks: 164 };
/** Gap between two machines whose executors exchange blocks. */
const exchange = 50;

export function placeNarrow(plan: Plan, lines: readonly Line[]): Places {
	const draft = new Draft(plan, lines);
	const isLocal = plan.groups.some((group) => group.isLocal);
	const exchanges = draft.exchanges();
	const jvmBottom = placeDriver(draft);
	let y = jvmBottom + inset;
	if (plan.driver && !isLocal)
		draft.machines.push({ machine: plan.driver, area: { ...columns.machine, y: head, height: y - head } });
	plan.groups.forEach((group, i) => {
		const bottom = y;
		const blocks = exchanges[i];
		if (!group.isLocal) y += blocks ? exchange : label + (i ? 4 : 10);
		const top = y;
		const height = toHeight(group);
		if (blocks) {
			const ends = [bottom - inset, top + inset] as const;
			draft.routes.set(blocks.key, down(blocks, plan.groups[i - 1]!.jvm.id, blockX, ends, { y: top - 29, width: 200 }));
		}
		if (!group.isLocal) {
			placeExecutor(draft, group, i, top, height, jvmBottom);
			const area = { ...columns.machine, y: top, height };
			draft.machines.push({ machine: group.machine, area, address: blocks && "none" });
		}
		placeGroup(draft, group, top, jvmBottom);
		y = top + height;
	});
	if (plan.driver && isLocal)
		draft.machines.push({ machine: plan.driver, area: { ...columns.machine, y: head, height: y + 4 - head } });
	const { machines, boxes, routes, forks } = draft;
	return { width, height: y + 34, machines, boxes, routes, forks, note: [columns.machine.x, y + 22] };
}

function toHeight({ room, isLocal, hasBlocks }: Group): number {
	const bodies = (room.daemon ? pitch.daemon : 0) + Math.max(1, room.workers) * pitch.worker;
	return Math.max(bodies + (isLocal ? 40 : 2 * inset), isLocal ? 0 : hasBlocks ? least.withBlocks : least.machine);
}

/** Returns the bottom of the driver JVM's box. */
function placeDriver(draft: Draft): number {
	const { plan, boxes, routes } = draft;
	const top = head + inset;
	if (plan.python) boxes.set(plan.python.id, { ...columns.full, y: top, height: heights.python, detail: "line" });
	const from = top + heights.python;
	const to = from + driverLine.length;
	for (const [line, slot] of draft.driverLines()) {
		const x = slot === 0 ? driverLine.left : line.kind === "resultSocket" ? driverLine.right : driverLine.middle;
		const text = { x: x + 12, y: from + 20, below: from + 36, width: 100, lines: 3 } as const;
		routes.set(line.key, { points: turn(line, plan.python!.id, [[x, from], [x, to]]), text });
	}
	if (plan.jvm) boxes.set(plan.jvm.id, { ...columns.full, y: to, height: heights.jvm, detail: "line" });
	return to + heights.jvm;
}

function placeExecutor(draft: Draft, group: Group, i: number, top: number, height: number, jvmBottom: number): void {
	const { plan, boxes, routes } = draft;
	const column = isAlone(group) ? columns.full : columns.executor;
	boxes.set(group.jvm.id, { ...column, y: top + inset, height: height - 2 * inset, detail: "line" });
	const rpc = draft.line("rpc", plan.jvm?.id, group.jvm.id);
	if (!rpc) return;
	const { x } = columns.full;
	const [out, into] = [jvmBottom - 20 - i * 12, top + 28];
	const points = turn(rpc, plan.jvm!.id, [[x, out], [rpcX, out], [rpcX, into], [x, into]]);
	const right = columns.machine.x + columns.machine.width;
	routes.set(rpc.key, { points, text: { x: right, y: top - 9, below: top - 9, width: 168, anchor: "end", lines: 1 } });
}

/** The daemon and the workers under a JVM. */
function placeGroup(draft: Draft, group: Group, top: number, jvmBottom: number): void {
	const { boxes, routes, forks } = draft;
	const { worker: column } = columns;
	const edge = group.isLocal ? localX : columns.executor.x + columns.executor.width;
	const route = (line: Line | undefined, at: number) => {
		if (!line) return;
		const start: Point[] = group.isLocal ? [[edge, jvmBottom]] : [];
		const points = turn(line, group.jvm.id, [...start, [edge, at], [column.x, at]]);
		const lines = line.kind === "daemonPipe" ? 1 : 2;
		const text = { x: (edge + column.x) / 2, y: at - 10, below: at + 19, width: column.x - edge - 4, anchor: "middle", lines } as const;
		routes.set(line.key, { points, text });
	};
	let at = top + inset + (group.isLocal ? 16 : 0);
	const { daemon } = group;
	if (daemon) {
		boxes.set(daemon.id, { ...column, y: at, height: heights.daemon, detail: "bare" });
		route(draft.line("any", group.jvm.id, daemon.id), at + 20);
		at += pitch.daemon;
	}
	group.workers.forEach((worker, n) => {
		boxes.set(worker.id, { ...column, y: at, height: heights.worker, detail: "line" });
		route(draft.lines.find((line) => line.kind === "workerSocket" && line.ends.includes(worker.id)), at + 22);
		const file = draft.line("file", group.jvm.id, worker.id);
		route(file, at + 50);
		if (file) routes.set(file.key, toOneLine(routes.get(file.key)!, at + 61));
		if (daemon && !n) {
			const x = column.x + 20;
			const from = at - (pitch.daemon - heights.daemon);
			forks.push({ daemon: daemon.id, worker: worker.id, points: [[x, from], [x, at]], label: [x + 8, at - 4] });
		}
		at += pitch.worker;
	});
}
