/** Recordings of one job written in several ways, one above the other on one clock that begins with the first job of each. */
import { scaleLinear } from "d3-scale";
import { type Drawing, type Layout, type Shape, toPath } from "../drawing/shapes.ts";
import { fitText, textWidth } from "../drawing/text.ts";
import { drawText, type Words } from "../drawing/words.ts";
import type { History } from "../state/spans.ts";
import { besideId } from "../state/names.ts";
import { toDuration } from "../words/numbers.ts";
import type { MessageKind } from "../state/channel-state.ts";
import type { State } from "../state/state.ts";
import { type Axis, drawKey, type Lane, laneHeight, spanOf, toLanes } from "./compare/lanes.ts";
import { drawTimeAxis } from "./shared/axis.ts";
import { layoutWidth, type Options, type Scene } from "./scene.ts";

interface Block {
	readonly name: string;
	readonly start: number;
	readonly length: number;
	readonly lanes: readonly Lane[];
	readonly history: History;
}

const places = {
	wide: { x: [170, 800], pitch: 22, label: [16, 13], note: [816, 13], noteWidth: 216, bar: 0, head: 30, gap: 14 },
	narrow: { x: [12, 378], pitch: 36, label: [12, 11], note: [378, 11], noteWidth: 200, bar: 15, head: 28, gap: 10 },
} as const;
const top = 12;

/** Lanes do not change with time: a recording's are made once. */
const known = new WeakMap<History, Block>();

export const compare: Scene = {
	/** order: names of the recordings, from top to bottom. titles: what stands over each of these. */
	options: { order: "recordings", titles: "words" },
	draw(state: State, layout: Layout, options: Options): Drawing {
		const place = places[layout];
		const width = layoutWidth[layout];
		const [own] = toBlock(state);
		const order = toList(options["order"]);
		const titles = toList(options["titles"]);
		const placeOf = ({ name }: Block) => order.indexOf(name);
		const blocks = [state, ...state.beside].flatMap(toBlock).sort((a, b) => placeOf(a) - placeOf(b));
		if (!blocks.length) return { width, height: 100, shapes: [] };
		const length = Math.max(1, ...blocks.map((block) => block.length));
		const scale = scaleLinear().domain([0, length]).range(place.x);
		const now = Math.min(length, Math.max(0, state.t - (own ?? blocks[0]!).start));
		let y = top;
		const veils: string[] = [];
		const hairlines: string[] = [];
		const shapes = blocks.flatMap((block, n) => {
			const axis: Axis = { toX: (since) => Math.max(place.x[0], scale(since)), x: place.x, start: block.start, length: block.length };
			const toEntity = (id: string) => (block === own ? id : besideId(block.name, id));
			const drawn = drawBlock({ ...block, name: titles[placeOf(block)] ?? block.name }, `block${n}`, y, axis, layout, state.look, toEntity);
			const lanes = Array.from(block.lanes, (_, i) => y + place.head + i * place.pitch + place.bar);
			for (const at of lanes) veils.push(toPath`M${scale(now)} ${at}H${place.x[1] + 1}v${laneHeight}H${scale(now)}z`);
			if (layout === "wide") hairlines.push(toPath`M${scale(now)} ${lanes[0]! - 3}V${lanes.at(-1)! + laneHeight + 3}`);
			else for (const at of lanes) hairlines.push(toPath`M${scale(now)} ${at - 2}v${laneHeight + 4}`);
			y += place.head + block.lanes.length * place.pitch + place.gap;
			return drawn;
		});
		// The names of what is still to come can be read through the veil.
		const [words, marks] = [shapes.filter(({ tag }) => tag === "text"), shapes.filter(({ tag }) => tag !== "text")];
		shapes.splice(0, Infinity, ...marks);
		shapes.push({ key: "veil", tag: "path", d: veils.join(""), fill: "panel", opacity: 0.7 }, { key: "now", tag: "path", d: hairlines.join(""), stroke: "ink" }, ...words);
		shapes.push(...drawTimeAxis(scale, y - 6));
		const kinds = new Set(blocks.flatMap(({ start, length, history }) => history.workers.flatMap(({ messages }) => messages.flatMap(({ kind, at }): MessageKind[] => (at - start > length ? [] : [kind])))));
		const hasWork = blocks.some(({ history }) => history.workers.some(({ tasks }) => tasks.length));
		const key = drawKey(kinds, hasWork, place.x[0], y + 36, width - place.x[0] - 12);
		const last = Math.max(y + 36, ...key.flatMap((shape) => (shape.tag === "text" ? shape.y : [])));
		shapes.push(...key);
		if (layout === "wide") shapes.push(drawText("note", place.x[0], last + 20, "above the line: to Python; below: from it"));
		return { width, height: last + (layout === "wide" ? 32 : 14), shapes };
	},
};

const toList = (option: Options[string] | undefined): readonly string[] => (Array.isArray(option) ? option : []);

function toBlock(state: State): Block[] {
	const history = state.history?.();
	const span = history && spanOf(history);
	if (!span) return [];
	let block = known.get(history);
	if (!block) {
		block = { name: state.run.name, start: span[0], length: span[1] - span[0], lanes: toLanes(state, history), history };
		known.set(history, block);
	}
	return [block];
}

function drawBlock({ name, length, lanes }: Block, key: string, y: number, axis: Axis, layout: Layout, look: readonly string[], toEntity: (id: string) => string): Shape[] {
	const { pitch, label, note, noteWidth, bar, head } = places[layout];
	const text = (part: string, x: number, at: number, words: string, more?: Words) => drawText(`${key}.${part}`, x, at, words, more);
	const end = axis.toX(length);
	return [
		text("name", label[0], y + 15, name, { font: "sansBold", size: 13, fill: "ink" }),
		layout === "wide"
			? text("length", Math.max(axis.x[0], label[0] + textWidth(name, "sansBold", 13) + 20), y + 15, `${toDuration(length)} from the first job's start to the last one's end`)
			: text("length", axis.x[1], y + 15, toDuration(length), { anchor: "end" }),
		...(layout === "wide" ? [{ key: `${key}.end`, tag: "line", x1: end, x2: end, y1: y + head - 3, y2: y + head + lanes.length * pitch, stroke: "control", dash: "2 3" } as const] : []),
		...lanes.flatMap((lane, n): Shape[] => {
			const laneKey = `${key}.lane${n}`;
			const at = y + head + n * pitch;
			const words = [
				text(`lane${n}.label`, label[0], at + label[1], fitText(lane.label, layout === "wide" ? 150 : 170, "mono", 11), { fill: "ink" }),
				text(`lane${n}.note`, note[0], at + note[1], fitText(lane.note, noteWidth, "mono", 11), layout === "wide" ? {} : { anchor: "end" }),
			];
			const shapes = [...lane.draw(laneKey, at + bar, axis), ...words.filter(({ text }) => text)];
			if (lane.process === undefined) return shapes;
			const entity = toEntity(lane.process);
			if (look.includes(entity)) shapes.unshift({ key: `${laneKey}.look`, tag: "rect", x: label[0] - 6, y: at + label[1] - 13, width: textWidth(words[0]!.text, "mono", 11) + 12, height: 18, fill: "current" });
			return shapes.map((shape) => ({ ...shape, entity }));
		}),
	];
}
