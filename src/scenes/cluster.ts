/** The machines, the processes on them, what each holds, and the messages between them. */
import { drawText } from "../drawing/words.ts";
import type { Shape } from "../drawing/shapes.ts";
import { textWidth } from "../drawing/text.ts";
import type { State } from "../state/state.ts";
import { drawProcess } from "./cluster/boxes.ts";
import { drawLine, drawTravelling } from "./cluster/channels.ts";
import { placeNarrow } from "./cluster/place-narrow.ts";
import type { Places } from "./cluster/places.ts";
import { placeWide } from "./cluster/place-wide.ts";
import { toLines, toPlan } from "./cluster/plan.ts";
import type { Scene } from "./scene.ts";

export const cluster: Scene = {
	options: {},
	draw(state, layout) {
		const plan = toPlan(state);
		const lines = toLines(state);
		const places = (layout === "wide" ? placeWide : placeNarrow)(plan, lines);
		const routed = lines.flatMap((line) => {
			const route = places.routes.get(line.key);
			return route ? [{ line, route }] : [];
		});
		const process = (id: string) => state.processes.find((p) => p.id === id)!;
		const shapes = [
			...places.machines.flatMap((place, n) => drawMachine(state, place, places.machines.findIndex(({ machine }) => machine === place.machine) === n ? "" : `-${n}`)),
			...routed.flatMap(({ line, route }) => drawLine(state, line, route)),
			...places.forks.flatMap((fork) => drawFork(state, fork)),
			...[...places.boxes].flatMap(([id, place]) => drawProcess(state, process(id), place)),
			...routed.flatMap(({ line, route }) => drawTravelling(state, line, route)),
			...drawNote(state, places, plan.more),
		];
		return { width: places.width, height: places.height, shapes };
	},
};

/** `more`: what tells its key from that of another area of the same machine. */
function drawMachine(state: State, { machine, area, address }: Places["machines"][number], more: string): Shape[] {
	const key = `machine-${machine.address}${more}`;
	const isNamed = /\d+\.\d+/.test(machine.address);
	const workers = state.machines.filter((m) => m.role === "worker").length;
	const name = machine.role === "driver" ? (workers ? "driver machine" : "one machine") : workers > 1 ? `worker machine ${machine.number}` : "worker machine";
	const shapes: Shape[] = [
		{ key, tag: "rect", ...area, stroke: "hair" },
		drawText(`${key}.name`, area.x, area.y - 9, name, { font: "sansBold", size: 12, fill: "ink" }),
	];
	const at = address === "end" ? { x: area.x + area.width, anchor: "end" as const } : { x: area.x + textWidth(name, "sansBold", 12) + 8 };
	if (isNamed && address !== "none") shapes.push({ key: `${key}.address`, tag: "text", ...at, y: area.y - 9, text: machine.address, font: "mono", size: 11, fill: "muted" });
	return shapes;
}

function drawFork(state: State, { daemon, worker, points, label }: Places["forks"][number]): Shape[] {
	if (points.length < 2 || state.processes.find((p) => p.id === worker)?.status !== "alive") return [];
	const [[x1, y1], [x2, y2]] = points as [readonly [number, number], readonly [number, number]];
	const key = `fork-${worker}`;
	const shapes: Shape[] = [{ key, tag: "line", x1, y1, x2, y2, stroke: "python", dash: "3 3", entity: daemon }];
	if (label) shapes.push(drawText(`${key}.label`, label[0], label[1], "fork()", { entity: daemon }));
	return shapes;
}

function drawNote(state: State, { width, note: [x, y] }: Places, more: number): Shape[] {
	const parts = state.run.note ? [state.run.note] : [];
	if (state.run.isOneComputer) parts.push(width > 500 ? "One computer in this recording: each machine is a loopback address of its own." : "One computer in this recording.");
	if (more) parts.push(`${more} more executors are not shown.`);
	if (!parts.length) return [];
	return [drawText("note", x, y, parts.join(" "), { room: width - 2 * x, font: "sans", size: 12 })];
}
