/** What stands inside a process's box. Text comes from the state only. */
import { drawGlyph } from "../../drawing/glyphs.ts";
import { boxHead, drawProcessBox, type ProcessPaint } from "../../drawing/parts.ts";
import type { Shape } from "../../drawing/shapes.ts";
import { toPaint } from "../../state/kinds.ts";
import { processLabel } from "../../state/names.ts";
import type { ProcessState } from "../../state/process-state.ts";
import type { State } from "../../state/state.ts";
import { drawDriver } from "./driver-box.ts";
import { drawDriverJvm } from "./driver-jvm-box.ts";
import { drawExecutor, drawWorker } from "./executor-box.ts";
import { Pen } from "./pen.ts";
import type { Place } from "./places.ts";

export function drawProcess(state: State, process: ProcessState, place: Place): Shape[] {
	const { id, status } = process;
	const paint = toPaint(process);
	const isHere = status === "alive" && process.isReady;
	const name = processLabel(process, state);
	const failure = failureOf(process);
	const when = toWhen(state, process, place.width, failure);
	const isShort = place.height < boxHead;
	const box = { ...place, name, sub: isShort ? undefined : when, paint, gone: !isHere };
	const shapes = drawProcessBox(id, { ...box, entity: id, title: [name, pidOf(process), when].filter(Boolean).join(", ") });
	if (failure) shapes.push(...drawFailure(shapes, process, place));
	if (state.look.includes(id)) shapes.push(...drawLook(process, place, paint));
	if (!isHere || place.detail === "bare") return shapes;
	const pen = new Pen(id, place);
	if (process.kind === "driverPython") drawDriver(pen, state, process, place);
	else if (process.kind === "driverJvm" || process.kind === "connectServer") drawDriverJvm(pen, state, process, place);
	else if (process.kind === "executorJvm") drawExecutor(pen, state, process, place);
	else if (process.kind === "pythonWorker") drawWorker(pen, process, place);
	return [...shapes, ...pen.shapes];
}

function toWhen(state: State, process: ProcessState, width: number, failure: string | null): string {
	if (process.status === "absent") return width < 128 ? "not there yet" : "not started yet";
	if (process.status === "ended") return ended(process, width);
	return failure ?? (process.isReady ? sub(state, process) : "starting");
}

/** Two short bars at the left of a box that the step points at. */
const drawLook = ({ id }: ProcessState, { x, y, height }: Place, paint: ProcessPaint): Shape[] => [
	{ key: `${id}.look`, tag: "rect", x, y, width: 4, height, fill: paint, entity: id },
];

/** What went wrong in it, in a word: the type of its latest exception, or the signal that took it before its time. */
function failureOf({ exception, exit, status }: ProcessState): string | null {
	if (status === "ended") return exit && "signal" in exit && !quiet.has(exit.signal) ? exit.signal : null;
	return status === "alive" && exception ? exception.type.split(".").at(-1)! : null;
}

/** Signals by which Spark itself ends processes. */
const quiet = new Set(["SIGTERM", "SIGHUP", "SIGINT"]);

/** The sign of a failure at the right of the name, and its name in the colour of one. */
function drawFailure(box: Shape[], { id }: ProcessState, { x, y, width, height }: Place): Shape[] {
	const words = box.find((shape) => shape.key === `${id}.sub`);
	if (words) words.fill = "error";
	return [drawGlyph(`${id}.failure`, "error", x + width - 14, y + Math.min(18, height / 2), 14, { entity: id })];
}

function ended({ exit, pid }: ProcessState, width: number): string {
	if (exit === null) return [pidOf({ pid }), "ended"].filter(Boolean).join(", ");
	const isNarrow = width < 160;
	if ("code" in exit) return isNarrow ? `exit code ${exit.code}` : `ended, exit code ${exit.code}`;
	return isNarrow ? exit.signal : `ended by ${exit.signal}`;
}

function sub(state: State, process: ProcessState): string {
	const { pid, kind } = process;
	if (kind === "driverPython") return [`python ${state.run.job?.file ?? ""}`, pidOf(process)].filter(Boolean).join(" · ");
	const main = process.image?.argv.find((argument) => /^org\.apache\.spark\.[\w.]*[A-Z]\w*$/.test(argument));
	return kind === "driverJvm" && main ? `${main.split(".").at(-1)} · pid ${pid}` : pidOf(process);
}

const pidOf = ({ pid }: Pick<ProcessState, "pid">) => (pid === null ? "" : `pid ${pid}`);
