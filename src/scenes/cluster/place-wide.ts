/** The layout for a page: driver, executors and Python workers in columns from left to right. */
import { boxHead, gaugeHeight, type Point } from "../../drawing/parts.ts";
import { down, Draft, head, inset, isAlone, label, level, type Places, type Route, toOneLine } from "./places.ts";
import type { Group, Line, Plan } from "./plan.ts";

const width = 1040;
/** Columns: left edge and width. */
const columns = {
	driverMachine: { x: 16, width: 568 },
	/** The driver's machine, where no other stands beside it. */
	onlyMachine: { x: 16, width: 1008 },
	workerMachine: { x: 658, width: 366 },
	python: { x: 30, width: 236 },
	jvm: { x: 372, width: 204 },
	executor: { x: 668, width: 126 },
	/** An executor without Python takes the room of its workers too. */
	executorAlone: { x: 668, width: 344 },
	worker: { x: 886, width: 126 },
} as const;
/** Nobody beside the two: they take all the room. */
const pair = { python: { x: 30, width: 470 }, jvm: { x: 660, width: 350 } } as const;
const rightOf = ({ x, width }: { x: number; width: number }) => x + width;

/** Heights: of a machine at least, with the room that its blocks take; of a worker's box with the gap below. */
const least = { machine: 196, blocks: 38, localDriver: 468, driver: 424, worker: 92 };
/** Gap between two machines whose executors exchange blocks. */
const exchange = 42;
/** The first line between Python driver and driver JVM, and from one to the next. */
const driverLine = { first: 74, pitch: 72 };
/** Below the top of its machine. */
const below = { rpc: 74, daemonPipe: 40, firstWorker: 96 };
const daemonHeight = boxHead + 4;
const gap = 12;

export function placeWide(plan: Plan, lines: readonly Line[]): Places {
	const draft = new Draft(plan, lines);
	const isLocal = plan.groups.some((group) => group.isLocal);
	const heights = plan.groups.map(toHeight);
	const exchanges = draft.exchanges();
	const gaps = exchanges.map((line, i) => (line ? exchange : i ? label : 0));
	const stack = [...heights, ...gaps].reduce((a, b) => a + b, 0);
	const tall = Math.max(stack, isLocal ? least.localDriver : least.driver);
	const jvmEdge = placeDriver(draft, tall, isLocal);
	let y = head;
	plan.groups.forEach((group, i) => {
		const height = plan.groups.length === 1 ? tall : heights[i]!;
		y += gaps[i]!;
		const blocks = exchanges[i];
		if (!group.isLocal) {
			const area = { ...columns.workerMachine, y, height };
			draft.machines.push({ machine: group.machine, area, address: blocks && "end" });
		}
		if (blocks) {
			const ends = [y - gaps[i]! - inset, y + inset] as const;
			draft.routes.set(blocks.key, down(blocks, plan.groups[i - 1]!.jvm.id, 780, ends, { y: y - 9, width: 162 }));
		}
		placeGroup(draft, group, y, height, jvmEdge);
		y += height;
	});
	const { machines, boxes, routes, forks } = draft;
	return { width, height: head + tall + 34, machines, boxes, routes, forks, note: [16, head + tall + 22] };
}

const toHeight = (group: Group) =>
	Math.max(
		least.machine + (group.hasBlocks ? least.blocks : 0),
		2 * inset + daemonHeight + 28 + group.room.workers * least.worker,
	);

/** Returns the right edge of the driver JVM's box. */
function placeDriver(draft: Draft, tall: number, isLocal: boolean): number {
	const { plan, boxes, routes } = draft;
	const inner = { y: head + 14, height: tall - 28 };
	const isPair = !plan.groups.length;
	const { python, jvm } = isPair ? pair : columns;
	if (plan.driver) {
		const area = { ...(isLocal || isPair ? columns.onlyMachine : columns.driverMachine), y: head, height: tall };
		draft.machines.push({ machine: plan.driver, area });
	}
	if (plan.python) boxes.set(plan.python.id, { ...python, ...inner, detail: "full" });
	if (plan.jvm) boxes.set(plan.jvm.id, { ...jvm, ...inner, detail: "full" });
	for (const [line, slot] of draft.driverLines()) {
		const y = inner.y + driverLine.first + slot * driverLine.pitch;
		routes.set(line.key, level(line, plan.python!.id, [rightOf(python), jvm.x], y));
	}
	return rightOf(jvm);
}

/** An executor, or in local mode what the driver JVM runs itself: its box, its daemon and its workers. */
function placeGroup(draft: Draft, group: Group, y: number, height: number, jvmEdge: number): void {
	const { plan, boxes, routes } = draft;
	if (!group.isLocal) {
		const column = isAlone(group) ? columns.executorAlone : columns.executor;
		boxes.set(group.jvm.id, { ...column, y: y + inset, height: height - 2 * inset, detail: "full" });
		const rpc = draft.line("rpc", plan.jvm?.id, group.jvm.id);
		if (rpc) {
			const route = level(rpc, plan.jvm!.id, [rightOf(columns.jvm), columns.executor.x], y + below.rpc);
			routes.set(rpc.key, between(route, rightOf(columns.driverMachine), columns.workerMachine.x));
		}
	}
	const ends = [group.isLocal ? jvmEdge : rightOf(columns.executor), columns.worker.x] as const;
	if (group.daemon) {
		boxes.set(group.daemon.id, { ...columns.worker, y: y + inset, height: daemonHeight, detail: "bare" });
		const pipe = draft.line("any", group.jvm.id, group.daemon.id);
		if (pipe) routes.set(pipe.key, level(pipe, group.jvm.id, ends, y + below.daemonPipe));
	}
	const first = y + (group.daemon ? below.firstWorker : inset);
	const room = (y + height - inset - first - (group.workers.length - 1) * gap) / group.workers.length;
	const tall = Math.min(room, boxHead + gaugeHeight + gap);
	group.workers.forEach((_, n) => placeWorker(draft, group, n, first + n * (tall + gap), tall, ends, y));
}

function placeWorker(draft: Draft, group: Group, n: number, top: number, tall: number, ends: readonly [number, number], y: number): void {
	const { boxes, routes, forks } = draft;
	const worker = group.workers[n]!;
	boxes.set(worker.id, { ...columns.worker, y: top, height: tall, detail: "full" });
	const socket = draft.lines.find((line) => line.kind === "workerSocket" && line.ends.includes(worker.id));
	if (socket) routes.set(socket.key, level(socket, group.jvm.id, ends, top + 30));
	const file = draft.line("file", group.jvm.id, worker.id);
	if (file) {
		// Above the line where the box has room for that, below it where not.
		const isTall = tall > 100;
		const at = isTall ? top + tall - 8 : top + 78;
		routes.set(file.key, toOneLine(level(file, group.jvm.id, ends, at), isTall ? at - 8 : at + 17));
	}
	if (!group.daemon || worker.parent !== group.daemon.id) return;
	const fork = { daemon: group.daemon.id, worker: worker.id };
	if (n) return void forks.push({ ...fork, points: [], label: null });
	const [x, from] = [columns.worker.x + 26, y + inset + daemonHeight];
	const points: Point[] = [[x, from], [x, top]];
	forks.push({ ...fork, points, label: [x + 8, (from + top) / 2 + 4] });
}

/** The same line with its text in the gap between two machines, so that no border runs through it. */
const between = (route: Route, left: number, right: number): Route => ({
	...route,
	text: { ...route.text, x: (left + right) / 2, width: right - left - 1 },
});
