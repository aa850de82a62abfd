/** The whole system in one drawing: machines, processes, channels. Each shape's entity is its part of the map. */
import { drawArrow, drawProcessBox, type Point } from "../drawing/parts.ts";
import type { Token } from "../drawing/palette.ts";
import type { Drawing, Layout, Shape, Text } from "../drawing/shapes.ts";
import { drawText } from "../drawing/words.ts";
import { wrapText } from "../drawing/text.ts";
import { channelName, processName } from "../state/names.ts";
import { type ShownKind, toPaint } from "../state/kinds.ts";
import type { ChannelKind } from "../recording/format.ts";
import type { Part } from "./parts.ts";

const size = 11;

/** Colour of what a channel is there for, and whether it goes one way. */
const channels: Record<ChannelKind, { stroke: Token; isOneWay?: boolean }> = {
	py4j: { stroke: "control" },
	stdinPipe: { stroke: "control", isOneWay: true },
	file: { stroke: "rows", isOneWay: true },
	resultSocket: { stroke: "rows", isOneWay: true },
	accumulatorSocket: { stroke: "control", isOneWay: true },
	rpc: { stroke: "control" },
	block: { stroke: "rows" },
	daemonPipe: { stroke: "control" },
	workerSocket: { stroke: "rows" },
	grpc: { stroke: "arrow" },
};

function machine(key: string, x: number, y: number, width: number, height: number, name: string, indent = 0): Shape[] {
	return [
		{ key, tag: "rect", x, y, width, height, stroke: "hair" },
		drawText(`${key}.name`, x + indent, y - 9, name, { font: "sansBold", size: 12, fill: "ink" }),
	];
}

function box(kind: ShownKind, key: string, x: number, y: number, width: number, height: number, sub: string, name = processName({ kind })): Shape[] {
	const shapes = drawProcessBox(key, { x, y, width, height, name, paint: toPaint({ kind }), entity: kind });
	wrapText(sub, width - 24, "mono", size, 3).forEach((text, n) => shapes.push(drawText(`${key}.sub${n}`, x + 12, y + 40 + 15 * n, text, { box: key, entity: kind })));
	return shapes;
}

function line(kind: ChannelKind, key: string, points: readonly Point[], at: { x: number; y: number; anchor?: Text["anchor"] }, name = channelName({ kind })): Shape[] {
	const { stroke, isOneWay } = channels[kind];
	const arrow = drawArrow(key, { points, stroke, strokeWidth: 1.5, heads: isOneWay ? "end" : "both", entity: kind });
	return name ? [...arrow, drawText(`${key}.label`, at.x, at.y, name, { anchor: at.anchor, entity: kind })] : arrow;
}

const between: [ChannelKind, isToPython: boolean][] = [["py4j", false], ["stdinPipe", false], ["file", false], ["resultSocket", true], ["accumulatorSocket", true]];

function drawWide(): Drawing {
	const across = (kind: ChannelKind, y: number, from: number, to: number) => line(kind, kind, [[from, y], [to, y]], { x: (from + to) / 2, y: y - 8, anchor: "middle" });
	return {
		width: 1040,
		height: 586,
		shapes: [
			...machine("driver-machine", 16, 34, 568, 352, "driver machine"),
			...box("shell", "shell", 32, 50, 208, 66, "bin/pyspark, bin/spark-submit", "shell"),
			...box("launcherJvm", "launcherJvm", 376, 50, 192, 66, "prints the command, ends"),
			...box("driverPython", "driverPython", 32, 138, 176, 232, "your program, from its first line to its list"),
			...box("driverJvm", "driverJvm", 392, 138, 176, 232, "scheduler, block manager, web UI"),
			...between.flatMap(([kind, isToPython], i) => across(kind, 172 + 44 * i, isToPython ? 392 : 208, isToPython ? 208 : 392)),
			...machine("master-machine", 680, 34, 344, 82, "master machine"),
			...box("clusterMaster", "clusterMaster", 696, 46, 312, 58, "standalone: grants executors"),
			...line("rpc", "rpc-master", [[568, 160], [624, 160], [624, 75], [696, 75]], { x: 618, y: 120, anchor: "end" }, ""),
			...machine("worker-1", 680, 150, 344, 236, "worker machine"),
			...box("clusterWorker", "clusterWorker", 696, 162, 124, 66, "starts executors"),
			...box("executorJvm", "executorJvm", 696, 244, 124, 126, "tasks, cached and shuffled blocks"),
			...box("pythonDaemon", "pythonDaemon", 916, 162, 92, 66, "forks workers", "daemon"),
			...box("pythonWorker", "pythonWorker", 916, 290, 92, 80, "your functions", "worker"),
			...line("daemonPipe", "daemonPipe", [[820, 262], [962, 262], [962, 228]], { x: 830, y: 254 }),
			...line("workerSocket", "workerSocket", [[820, 330], [916, 330]], { x: 868, y: 322, anchor: "middle" }),
			...line("rpc", "rpc", [[568, 300], [696, 300]], { x: 632, y: 292, anchor: "middle" }),
			...machine("worker-2", 680, 452, 344, 118, "worker machine"),
			...box("executorJvm", "executorJvm-2", 696, 468, 124, 86, "beside it, its own daemon and workers"),
			...line("block", "block", [[800, 370], [800, 468]], { x: 808, y: 423 }),
			...machine("connect-machines", 16, 420, 568, 150, "instead, with Spark Connect"),
			...box("driverPython", "client", 32, 436, 176, 118, "a client without a JVM, on any machine", "Python client"),
			...box("connectServer", "connectServer", 392, 436, 176, 118, "plans, and drives its own executors"),
			...across("grpc", 500, 208, 392),
		],
	};
}

/** Channels between two boxes, one above the other: each an upright arrow, its name at the height of its own. */
function stack(kinds: [ChannelKind, isUp: boolean][], x: number, top: number, bottom: number): Shape[] {
	return kinds.flatMap(([kind, isUp], i) => {
		const at = x + 16 * i;
		const points: Point[] = isUp ? [[at, bottom], [at, top]] : [[at, top], [at, bottom]];
		const y = top + ((bottom - top) * (i + 1)) / (kinds.length + 1);
		const end = x + 16 * kinds.length;
		return [
			...line(kind, kind, points, { x: end + 4, y: y + 4 }),
			{ key: `${kind}.leader`, tag: "line", x1: at, y1: y, x2: end, y2: y, stroke: "hair", entity: kind } as const,
		];
	});
}

function drawNarrow(): Drawing {
	return {
		width: 360,
		height: 1230,
		shapes: [
			...machine("driver-machine", 8, 34, 344, 440, "driver machine"),
			...box("shell", "shell", 20, 46, 156, 80, "bin/pyspark, bin/spark-submit", "shell"),
			...box("launcherJvm", "launcherJvm", 184, 46, 156, 80, "prints the command, ends"),
			...box("driverPython", "driverPython", 20, 142, 320, 58, "your program"),
			...stack(between, 40, 200, 400),
			...box("driverJvm", "driverJvm", 20, 400, 320, 58, "scheduler, block manager, web UI"),
			...line("rpc", "rpc", [[40, 458], [40, 640]], { x: 48, y: 502 }),
			...machine("worker-1", 8, 540, 344, 288, "worker machine", 44),
			...box("clusterWorker", "clusterWorker", 92, 552, 248, 58, "starts executors"),
			...box("executorJvm", "executorJvm", 20, 640, 320, 58, "tasks, cached and shuffled blocks"),
			...stack([["daemonPipe", false]], 40, 698, 754),
			...stack([["workerSocket", false]], 190, 698, 754),
			...box("pythonDaemon", "pythonDaemon", 20, 754, 140, 58, "forks workers", "pyspark.daemon"),
			...box("pythonWorker", "pythonWorker", 176, 754, 164, 58, "runs your function"),
			...machine("worker-2", 8, 880, 344, 82, "another worker machine"),
			...box("executorJvm", "executorJvm-2", 20, 892, 320, 58, "with its own daemon and workers"),
			...line("block", "block", [[330, 698], [346, 698], [346, 921], [340, 921]], { x: 330, y: 862, anchor: "end" }),
			...machine("master-machine", 8, 1000, 344, 66, "master machine"),
			...box("clusterMaster", "clusterMaster", 20, 1006, 320, 54, "standalone: grants executors"),
			...machine("connect-machines", 8, 1104, 344, 110, "instead, with Spark Connect"),
			...box("driverPython", "client", 20, 1116, 122, 86, "no JVM of its own", "Python client"),
			...box("connectServer", "connectServer", 214, 1116, 126, 86, "has its own executors"),
			...line("grpc", "grpc", [[142, 1160], [214, 1160]], { x: 178, y: 1152, anchor: "middle" }),
		],
	};
}

export const drawMap = (layout: Layout): Drawing => (layout === "wide" ? drawWide() : drawNarrow());

/** Shapes of one part that stand together. */
export function groupByPart({ shapes }: Drawing): { part: Part | null; shapes: Shape[] }[] {
	const groups: { part: Part | null; shapes: Shape[] }[] = [];
	for (const shape of shapes) {
		const part = (shape.entity as Part | undefined) ?? null;
		if (groups.at(-1)?.part === part) groups.at(-1)!.shapes.push(shape);
		else groups.push({ part, shapes: [shape] });
	}
	return groups;
}
