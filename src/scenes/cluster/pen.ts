/** What writes and draws inside a process's box. */
import { boxHead, boxPadding, drawGauge } from "../../drawing/parts.ts";
import { drawGlyph, type GlyphKind } from "../../drawing/glyphs.ts";
import type { Font, Rect, Shape, Text } from "../../drawing/shapes.ts";
import { drawText } from "../../drawing/words.ts";
import type { ProcessState } from "../../state/process-state.ts";
import type { State } from "../../state/state.ts";
import { toMiB } from "../../words/numbers.ts";
import type { Place } from "./places.ts";

export const lineHeight = 17;

/** Writes lines of text into a box, from the top. */
export class Pen {
	readonly shapes: Shape[] = [];
	y: number;
	readonly id: string;
	readonly place: Place;
	#count = 0;

	constructor(id: string, place: Place) {
		this.id = id;
		this.place = place;
		this.y = place.y + boxHead + (place.detail === "full" && place.width > 200 ? 4 : 0);
	}
	get x() {
		return this.place.x + boxPadding;
	}
	get room() {
		return this.place.width - 2 * boxPadding;
	}
	/** `key` is stable over time. */
	text(key: string, text: string, y: number, more: { x?: number; room?: number; fill?: Text["fill"]; font?: Font; box?: string } = {}) {
		const { x = this.x, room = this.room, fill = "ink", font = "mono", box = this.id } = more;
		this.shapes.push(drawText(`${this.id}.${key}`, x, y, text, { room, font, fill, box, entity: this.id }));
	}
	/** A line below the last. */
	line(text: string, fill: Text["fill"] = "ink") {
		this.y += lineHeight;
		this.text(`line${this.#count++}`, text, this.y - 4, { fill });
	}
	rect(key: string, rect: Omit<Rect, "key" | "tag">) {
		this.shapes.push({ key: `${this.id}.${key}`, tag: "rect", entity: this.id, ...rect });
		return `${this.id}.${key}`;
	}
}

/** Bytes of the widest bar: the largest limit, so that all gauges of a picture have one scale. 0: there is none. */
function scaleOf({ processes }: State): number {
	let most = 0;
	for (const { memory, status } of processes) if (status === "alive") most = Math.max(most, memory.heapMax ?? 0, memory.limit?.bytes ?? 0);
	return most;
}

/** How full its memory is, on the scale of the whole picture. */
export function drawMemory(pen: Pen, state: State, process: ProcessState, y: number) {
	const { rss, heapUsed, heapMax, limit } = process.memory;
	const isJvm = heapMax !== null && heapUsed !== null;
	const used = isJvm ? heapUsed : rss;
	if (used === null) return;
	const most = isJvm ? heapMax : limit?.bytes;
	const level = most ? `${toMiB(used)} of ${toMiB(most)} MiB` : `${toMiB(used)} MiB`;
	const scale = scaleOf(state) || used * 2;
	pen.shapes.push(
		...drawGauge(`${pen.id}.memory`, {
			x: pen.x,
			y,
			width: pen.room,
			label: isJvm ? "heap" : pen.room > 120 ? "resident memory" : "resident",
			level,
			full: used / scale,
			limit: most && most / scale,
			paint: isJvm ? "jvm" : "python",
			box: pen.id,
			entity: pen.id,
		}),
	);
}

/** Blocks, one for each thing held, as many as fit into two rows. Returns the height that they take, px. */
export function drawBlocks(pen: Pen, key: string, kind: GlyphKind, count: number, y: number): number {
	const [step, height] = [15, 11];
	const most = Math.floor((pen.room + 4) / step);
	for (let i = 0; i < Math.min(count, 2 * most); i++) {
		const row = Math.floor(i / most);
		pen.shapes.push(drawGlyph(`${pen.id}.${key}${i}`, kind, pen.x + 7.5 + (i % most) * step, y + 6 + row * 15, height - 3, { entity: pen.id }));
	}
	return count > most ? 33 : 18;
}
