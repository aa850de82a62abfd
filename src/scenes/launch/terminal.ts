/** What was printed: in the terminal in which a launch was typed, or by a job. */
import { drawText } from "../../drawing/words.ts";
import type { Area } from "../../drawing/parts.ts";
import type { Shape } from "../../drawing/shapes.ts";
import { wrapText } from "../../drawing/text.ts";
import type { OutputState } from "../../state/state.ts";

const size = 11;
const line = 16;
const most = 6;

/** px, the same at every moment. */
export const terminalHeight = 32 + most * line;

export function drawTerminal({ lines, isTerminal }: OutputState, { x, y, width }: Omit<Area, "height">): Shape[] {
	const shown = lines.flatMap((words) => (words ? wrapText(words, width - 24, "mono", size) : [""])).slice(-most);
	return [
		{ key: "terminal", tag: "rect", x, y, width, height: terminalHeight, fill: "panel", stroke: "hair" },
		drawText("terminal.name", x + 12, y + 18, isTerminal ? "terminal" : "output", { font: "sansBold", size, box: "terminal" }),
		...shown.flatMap((words, n): Shape[] => (words ? [drawText(`terminal${n}`, x + 12, y + 36 + n * line, words, { size, fill: "ink", box: "terminal" })] : [])),
	];
}
