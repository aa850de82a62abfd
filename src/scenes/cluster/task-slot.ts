/** A task in the box of the JVM that runs it. */
import type { Text } from "../../drawing/shapes.ts";
import type { Flow } from "../../state/channel-state.ts";
import type { TaskState } from "../../state/work-state.ts";
import { toCount, toSize } from "../../words/numbers.ts";
import type { Pen } from "./pen.ts";
import type { Place } from "./places.ts";

export function drawTask(pen: Pen, task: TaskState, place: Place) {
	const [x, y, width, height] = [place.x + 8, pen.y + 4, place.width - 16, 60];
	const box = pen.rect(`slot${task.slot}`, { x, y, width, height, fill: "panel", stroke: task.status === "failed" ? "error" : "jvm" });
	const write = (key: string, text: string, n: number, fill: Text["fill"]) => pen.text(`slot${task.slot}.${key}`, text, y + 16 + n * 16, { x: x + 7, room: width - 14, box, fill });
	write("title", `task ${task.task} ${task.status === "ok" ? "✓" : task.status === "failed" ? "failed" : "runs"}`, 0, task.status === "failed" ? "error" : "ink");
	const hasSpoken = task.toPython.count + task.fromPython.count > 0;
	const into = hasSpoken ? flowText(task.toPython, "→") : `partition ${task.partition}`;
	const out = hasSpoken ? flowText(task.fromPython, "←") : task.resultSize === null ? "" : `result ${toSize(task.resultSize)}`;
	// What a task leaves for a shuffle is the thing that stays when it has ended.
	const lines = task.shuffleWritten === null ? [into, out] : [hasSpoken ? out : into, `file ${toSize(task.shuffleWritten)}`];
	write("in", lines[0]!, 1, "muted");
	write("out", lines[1]!, 2, "muted");
	pen.y += height + 6;
}

export const flowText = ({ rows, bytes }: Pick<Flow, "rows" | "bytes">, arrow: string) => `${arrow} ${rows ? toCount(rows, "row") : bytes ? toSize(bytes) : "nothing"}`;
