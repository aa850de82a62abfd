/**
 * One message: its bytes, and beside them the fields and pickle operations that they mean. The parts that a step looks at
 * are lit, the first in sight.
 */
import { drawText } from "../drawing/words.ts";
import { drawGlyph } from "../drawing/glyphs.ts";
import { type Drawing, type Layout, type Shape, type Text, toPath } from "../drawing/shapes.ts";
import { fitText } from "../drawing/text.ts";
import { type Content, toContent } from "../state/content.ts";
import { messageName, processLabel } from "../state/names.ts";
import { toCount } from "../words/numbers.ts";
import type { MessageState } from "../state/channel-state.ts";
import type { State } from "../state/state.ts";
import { drawHex, type HexPlace, hexWidth } from "./bytes/hex.ts";
import { drawParts, type ListPlace } from "./bytes/part-list.ts";
import { layoutWidth, type Scene } from "./scene.ts";

const places: Record<Layout, { height: number; hex: HexPlace; parts: ListPlace; meaning: number | null }> = {
	wide: {
		...{ height: 540, meaning: null },
		hex: { x: 16, y: 104, room: 17 },
		parts: { x: 348, y: 16, width: 692, room: 22, row: 22.5, hasMeaning: true },
	},
	narrow: {
		...{ height: 620, meaning: 602 },
		hex: { x: 12, y: 86, room: 8 },
		parts: { x: 0, y: 290, width: 390, room: 13, row: 21, hasMeaning: false },
	},
};

export const bytes: Scene = {
	options: {},
	draw(state: State, layout: Layout): Drawing {
		const { height, hex, parts, meaning } = places[layout];
		const width = layoutWidth[layout];
		const message = state.focus;
		if (!message) return { width, height, shapes: [] };
		const content = toContent(message);
		const marked = state.look.flatMap((id) => content.parts.find((part) => part.id === id) ?? []);
		const list = drawParts(content.parts, marked, parts, message.id);
		const dump = drawHex(content, marked, message.replaced, hex, message.id);
		const shapes = [...drawHead(state, message, content, hex.x), ...dump.shapes, ...list.shapes];
		if (layout === "wide") shapes.push({ key: "divide", tag: "line", x1: parts.x - 16, x2: parts.x - 16, y1: 0, y2: height, stroke: "hair" });
		else shapes.push({ key: "divide", tag: "line", x1: 0, x2: width, y1: parts.y - 8, y2: parts.y - 8, stroke: "hair" });
		if (layout === "wide" && dump.lead && list.lead) shapes.push(drawLead(dump.lead, list.lead, hex.x + hexWidth, parts.x - 16));
		const says = marked.find((part) => part.meaning);
		if (meaning && says) shapes.push(drawText("meaning", hex.x, meaning, `${says.name}: ${says.meaning}`, { room: width - 130 }));
		return { width, height, shapes };
	},
};

function drawHead(state: State, message: MessageState, { kept, size }: Content, x: number): Shape[] {
	const label = (id: string) => processLabel(state.processes.find((p) => p.id === id)!, state);
	const line = (part: string, dx: number, y: number, text: string, font: Text["font"], fill: Text["fill"], textSize: number): Text => ({
		...{ key: `head.${part}`, tag: "text", x: x + dx, y, font, fill, size: textSize, entity: message.id },
		text: fitText(text, hexWidth - dx, font, textSize),
	});
	const name = `${messageName(message)} · ${toCount(size, "byte")}`;
	const rows = message.rows === null ? "" : `${toCount(message.rows, "row")}, `;
	const what = !kept ? "only its size was seen" : kept.length === size ? "all bytes kept" : `first ${toCount(kept.length, "byte")} kept`;
	return [
		drawGlyph("head.glyph", message.kind, x + 9, 26, 12, { entity: message.id, title: name }),
		line("name", 26, 31, name, "sansBold", "ink", 13),
		line("way", 0, 52, `${label(message.from)} → ${label(message.to)}`, "mono", "muted", 11),
		line("kept", 0, 70, rows + what, "mono", "muted", 11),
	];
}

/** From a part's bytes to its row: level, upright in the gap, level. */
function drawLead([x, y]: readonly [number, number], [listX, listY]: readonly [number, number], hexEnd: number, divide: number): Shape {
	return { key: "lead", tag: "path", d: toPath`M${hexEnd + 4} ${y}H${divide}V${listY}H${listX}` + toPath`M${x} ${y}h4`, stroke: "ink" };
}
