/** What stands in the boxes of an executor JVM and of a Python worker. */
import { drawGlyph } from "../../drawing/glyphs.ts";
import { boxHead, gaugeHeight } from "../../drawing/parts.ts";
import type { BlockState, ProcessState } from "../../state/process-state.ts";
import type { State } from "../../state/state.ts";
import { toMiB, toSize } from "../../words/numbers.ts";
import { drawMemory, type Pen } from "./pen.ts";
import type { Place } from "./places.ts";
import { isDrawnBlock } from "./plan.ts";
import { drawTask, flowText } from "./task-slot.ts";

export function drawExecutor(pen: Pen, state: State, process: ProcessState, place: Place) {
	const task = process.tasks.at(-1);
	if (place.detail === "line") {
		if (task) {
			pen.line(`task ${task.task} ${task.status === "ok" ? "✓" : task.status === "failed" ? "failed" : "runs"}`);
			if (!task.toPython.count && !task.fromPython.count) pen.line(`partition ${task.partition}`, "muted");
			else pen.line(task.fromPython.count ? flowText(task.fromPython, "←") : flowText(task.toPython, "→"), "muted");
		} else pen.line("no task yet", "muted");
		const block = process.blocks.filter(({ name }) => isDrawnBlock(name)).at(-1);
		if (block) {
			pen.line(shortBlock(block));
			pen.line(blockSize(block), "muted");
		}
		if (process.memory.heapUsed !== null) pen.text("heap", `heap ${toMiB(process.memory.heapUsed)} MiB`, place.y + place.height - 10, { fill: "muted" });
		return;
	}
	const slots = Math.max(1, Math.floor((place.height - boxHead - gaugeHeight - 12 - (process.everHeld.some(isDrawnBlock) ? 38 : 0)) / 66));
	// No higher than in a narrow box, or the last slot reaches the gauge.
	pen.y = place.y + boxHead;
	for (const each of process.tasks.slice(0, slots)) drawTask(pen, each, place);
	if (!task) pen.line("no task yet", "muted");
	drawBlocksHeld(pen, process, place.y + place.height - gaugeHeight - 8 - 37);
	drawMemory(pen, state, process, place.y + place.height - gaugeHeight - 8);
}

/** The latest block that it holds: its name and what it takes. */
function drawBlocksHeld(pen: Pen, { blocks }: ProcessState, y: number) {
	const block = blocks.filter(({ name }) => isDrawnBlock(name)).at(-1);
	if (!block) return;
	pen.shapes.push(drawGlyph(`${pen.id}.block`, "rows", pen.x + 7.5, y + 8, 9, { entity: pen.id, title: `${block.name}, ${block.level}` }));
	pen.text("block.name", shortBlock(block), y + 12, { x: pen.x + 21, room: pen.room - 21 });
	pen.text("block.size", blockSize(block), y + 28, { fill: "muted" });
}

const shortBlock = ({ name }: BlockState) => name.replace(/_python$/, "");
const blockSize = ({ memory, disk }: BlockState) => (memory ? toSize(memory) : `${toSize(disk)} disk`);

export function drawWorker(pen: Pen, process: ProcessState, place: Place) {
	const level = process.memory.rss === null ? "" : `uses ${toMiB(process.memory.rss)} MiB`;
	if (place.detail === "line") return;
	pen.line(level, "muted");
}
