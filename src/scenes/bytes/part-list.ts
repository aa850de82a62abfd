/** The parts of a message, one a row: where it begins, its name, its value, and what it does. */
import { drawText } from "../../drawing/words.ts";
import { type Shape, type Text, toPath } from "../../drawing/shapes.ts";
import { fitText, textWidth } from "../../drawing/text.ts";
import type { Part } from "../../state/content.ts";
import { toCount } from "../../words/numbers.ts";

export interface ListPlace {
	x: number;
	/** Top of the first row. */
	y: number;
	width: number;
	/** Rows at most. */
	room: number;
	row: number;
	/** Whether there is a column for what an operation does. */
	hasMeaning: boolean;
}

const size = 11.5;
const indent = 12;
/** Width of the offset before each name, and of the bracket that holds a pickle's operations. */
const offsetWidth = 38;

/** A window on the list in which the first marked part can be seen. `lead`: left of it. */
export function drawParts(parts: readonly Part[], marked: readonly Part[], place: ListPlace, entity: string): { shapes: Shape[]; lead: readonly [number, number] | null } {
	const { x, y, room, row } = place;
	const current = marked[0] ? parts.indexOf(marked[0]) : 0;
	const first = Math.max(0, Math.min(parts.length - room, current - Math.floor(room / 3)));
	const shown = parts.slice(first, first + room);
	const shapes = shown.flatMap((part, n) => drawPart(part, `part${first + n}`, marked.includes(part), { ...place, y: y + n * row }, entity));
	shapes.push(...drawBrackets(shown, parts[first + room], place, entity));
	if (shown.length < parts.length) {
		const note = `${first + 1} to ${first + shown.length} of ${toCount(parts.length, "part")}`;
		shapes.push(drawText("parts.note", x + place.width - 12, y + room * row + 14, note, { anchor: "end" }));
	}
	const at = shown.indexOf(marked[0]!);
	return { shapes, lead: at < 0 ? null : [x, y + at * row + row / 2] };
}

function drawPart({ name, offset, depth, value, meaning, size: bytes }: Part, key: string, isMarked: boolean, { x, y, width, row, hasMeaning }: ListPlace, entity: string): Shape[] {
	const shapes: Shape[] = isMarked ? [{ key: `${key}.mark`, tag: "rect", x, y, width, height: row, fill: "current", entity }] : [];
	const base = y + row / 2 + 4;
	const fill = isMarked ? "ink" : "muted";
	const line = (part: string, at: number, text: string, room: number, more: Partial<Text>) => {
		const font = more.font ?? "mono";
		shapes.push({ key: `${key}.${part}`, tag: "text", x: at, y: base, text: fitText(text, room, font, size), font, size, entity, ...more });
	};
	const nameX = x + offsetWidth + 22 + Math.min(depth, 6) * indent;
	const meaningX = x + width - 252;
	line("offset", x + offsetWidth, String(offset), offsetWidth, { anchor: "end", fill });
	line("name", nameX, name, x + width - nameX - 60, { font: depth ? "mono" : "monoBold", fill: "ink" });
	const valueX = nameX + textWidth(name, depth ? "mono" : "monoBold", size) + 12;
	const end = hasMeaning && meaning ? meaningX - 10 : x + width - 12;
	line("value", valueX, depth ? value : value.endsWith(" bytes") ? value : `${value}  (${toCount(bytes, "byte")})`, end - valueX, { fill: depth ? "ink" : fill });
	if (hasMeaning && meaning) line("meaning", meaningX, meaning, 240, { fill });
	return shapes.filter((shape) => shape.tag !== "text" || shape.text);
}

/** A bracket on the left of the operations of one pickle; open where they go on out of sight. */
function drawBrackets(shown: readonly Part[], next: Part | undefined, { x, y, row }: ListPlace, entity: string): Shape[] {
	const left = x + offsetWidth + 12;
	const paths: string[] = [];
	shown.forEach((part, n) => {
		if (!part.depth || shown[n - 1]?.depth) return;
		let last = n;
		while (shown[last + 1]?.depth) last++;
		const isEnd = last < shown.length - 1 || !next?.depth;
		const top = y + n * row + 3;
		paths.push(`${n ? toPath`M${left + 7} ${top}h-7` : toPath`M${left} ${top - 3}`}${toPath`V${y + (last + 1) * row - (isEnd ? 3 : 0)}`}${isEnd ? "h7" : ""}`);
	});
	return paths.length ? [{ key: "parts.brackets", tag: "path", d: paths.join(""), stroke: "control", entity }] : [];
}
