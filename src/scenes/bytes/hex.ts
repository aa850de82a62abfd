/** Bytes in rows of eight, as hexadecimal numbers and as text, with a bracket under each part. */
import { drawText } from "../../drawing/words.ts";
import { type Shape, toPath } from "../../drawing/shapes.ts";
import type { Content, Part } from "../../state/content.ts";
import { toCount } from "../../words/numbers.ts";

const perRow = 8;
export const hexRow = 24;
const size = 12;
/** Width of a character, px. */
const character = size * 0.6;
/** Left edges of the columns, px. */
const columns = { hex: 42, text: 42 + perRow * 3 * character + 10 };
/** Width of it all, px. */
export const hexWidth = columns.text + perRow * character;

export interface HexPlace {
	x: number;
	/** Top of the first row. */
	y: number;
	/** Rows at most. */
	room: number;
}

type Range = Pick<Part, "offset" | "size">;

/** A range's bytes in one row. */
interface Stretch {
	x: number;
	y: number;
	width: number;
	isStart: boolean;
	isEnd: boolean;
}

/** `marked`: parts to light up, the first in sight. `hidden`: ranges that stand for something private. `lead`: right of the first mark. */
export function drawHex(content: Content, marked: readonly Part[], hidden: readonly (readonly [number, number])[], place: HexPlace, entity: string): { shapes: Shape[]; lead: readonly [number, number] | null } {
	const { kept } = content;
	if (!kept) return { shapes: drawUnseen(content.size, place, entity), lead: null };
	const { x, y } = place;
	const rest = content.size - kept.length;
	const rows = Math.ceil(kept.length / perRow);
	const room = place.room - (rest ? 1 : 0);
	const middle = Math.floor((marked[0]?.offset ?? 0) / perRow) - Math.floor(room / 2);
	const first = Math.max(0, Math.min(rows - room, middle));
	const last = Math.min(rows, first + room);
	const toY = (row: number) => y + (row - first) * hexRow;
	const stretches = (range: Range): Stretch[] => {
		const found: Stretch[] = [];
		const end = Math.min(range.offset + range.size, kept.length);
		for (let row = Math.max(first, Math.floor(range.offset / perRow)); row < last && row * perRow < end; row++) {
			const from = Math.max(range.offset, row * perRow);
			const to = Math.min(end, (row + 1) * perRow);
			const left = x + columns.hex + (from - row * perRow) * 3 * character;
			found.push({ x: left, y: toY(row), width: ((to - from) * 3 - 1) * character, isStart: from === range.offset, isEnd: to === end });
		}
		return found;
	};
	const boxes = (name: string, ranges: readonly Range[], paint: Partial<Shape>): Shape[] =>
		ranges.flatMap((range, m) =>
			stretches(range).map((s, n) => ({ key: `hex.${name}${m}.${n}`, tag: "rect", x: s.x - 2, y: s.y + 2, width: s.width + 4, height: 17, entity, ...paint }) as Shape),
		);
	const private_ = hidden.map(([offset, size]) => ({ offset, size }));
	const isHidden = (at: number) => private_.some((r) => at >= r.offset && at < r.offset + r.size);
	// A part that holds others has their brackets.
	const leaves = content.parts.filter((part, i) => (content.parts[i + 1]?.offset ?? Infinity) >= part.offset + part.size);
	const shapes: Shape[] = [
		...boxes("mark", marked, { fill: "current" }),
		...boxes("hidden", private_, { stroke: "control", dash: "3 2" }),
		{ key: "hex.brackets", tag: "path", d: leaves.flatMap(stretches).map(toBracket).join(""), stroke: "control", entity },
	];
	for (let row = first; row < last; row++) {
		const bytes = [...kept.subarray(row * perRow, (row + 1) * perRow)].map((byte, n) => (isHidden(row * perRow + n) ? null : byte));
		const line = (part: string, dx: number, text: string, fill: "ink" | "muted"): Shape => drawText(`hex.${part}${row}`, x + dx, toY(row) + 15, text, { size, fill, entity });
		shapes.push(
			line("offset", 0, toHex(row * perRow, 4), "muted"),
			line("bytes", columns.hex, bytes.map((b) => (b === null ? "··" : toHex(b, 2))).join(" "), "ink"),
			line("text", columns.text, bytes.map((b) => (b !== null && b > 32 && b < 127 ? String.fromCharCode(b) : "·")).join(""), "muted"),
		);
	}
	if (rest) shapes.push(...drawHollow("hex.rest", x, toY(last) + 3, 20, `+ ${toCount(rest, "byte")} not kept`, entity));
	const lead = marked[0] && stretches(marked[0])[0];
	return { shapes, lead: lead ? [lead.x + lead.width + 2, lead.y + 10] : null };
}

const toHex = (x: number, digits: number) => x.toString(16).padStart(digits, "0");

/** Under the bytes; open where the part goes on in another row. */
function toBracket({ x, y, width, isStart, isEnd }: Stretch): string {
	return `${isStart ? toPath`M${x} ${y + 18}v3` : toPath`M${x - 3} ${y + 21}h3`}${toPath`h${width}`}${isEnd ? "v-3" : "h3"}`;
}

const drawUnseen = (size: number, { x, y }: HexPlace, entity: string) => drawHollow("hex.unseen", x, y, 64, `${toCount(size, "byte")}, content not seen`, entity);

function drawHollow(key: string, x: number, y: number, height: number, text: string, entity: string): Shape[] {
	return [
		{ key, tag: "rect", x, y, width: hexWidth, height, stroke: "control", dash: "4 3", entity },
		drawText(`${key}.text`, x + 10, y + height / 2 + 4, text, { box: key, entity }),
	];
}
