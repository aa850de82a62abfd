/** What stands in the Python driver's box: its line of the job, the rows that it has received, its memory. */
import { gaugeHeight } from "../../drawing/parts.ts";
import { wrapText } from "../../drawing/text.ts";
import type { ChannelState } from "../../state/channel-state.ts";
import type { ProcessState } from "../../state/process-state.ts";
import type { State } from "../../state/state.ts";
import { toCount, toGrouped, toMiB } from "../../words/numbers.ts";
import { drawBlocks, drawMemory, lineHeight, type Pen } from "./pen.ts";
import type { Place } from "./places.ts";

/** Lines of the job around the current one; the current wraps, the others are cut. */
function drawSource(pen: Pen, state: State, current: number, most: number) {
	const lines = state.run.job?.lines ?? [];
	const shown = lines.map((text, i) => ({ text, number: i + 1 })).filter(({ text, number }) => text.trim() || number === current);
	const at = shown.findIndex((l) => l.number === current);
	const first = Math.max(0, Math.min(at - 3, shown.length - most));
	for (const { text, number } of shown.slice(first, first + most)) {
		const parts = number === current ? wrapText(text, pen.room, "mono", 11, 3) : [text];
		let box = pen.id;
		if (number === current) box = pen.rect("current", { x: pen.place.x + 6, y: pen.y + 1, width: pen.place.width - 12, height: parts.length * lineHeight, fill: "current" });
		parts.forEach((part, n) => {
			pen.y += lineHeight;
			pen.text(`source${number}.${n}`, part, pen.y - 4, { box, fill: number === current ? "ink" : "muted" });
		});
	}
}

const flowOf = (state: State, kind: ChannelState["kind"], to: string) => {
	const channels = state.channels.filter((c) => c.kind === kind && c.ends.includes(to));
	return channels.map((c) => c.sent[c.ends[0] === to ? 1 : 0]).reduce((a, b) => ({ rows: a.rows + b.rows, batches: a.batches + b.batches, bytes: a.bytes + b.batchBytes }), { rows: 0, batches: 0, bytes: 0 });
};

export function drawDriver(pen: Pen, state: State, process: ProcessState, place: Place) {
	const [served, streamed] = [flowOf(state, "resultSocket", process.id), flowOf(state, "grpc", process.id)];
	const got = streamed.batches ? streamed : served;
	if (place.detail === "line") {
		const line = process.line;
		if (line) {
			const parts = wrapText(line.text.trim(), pen.room, "mono", 11, 2);
			const box = pen.rect("current", { x: place.x + 6, y: pen.y + 1, width: place.width - 12, height: parts.length * lineHeight, fill: "current" });
			parts.forEach((part, n) => pen.text(`source.${n}`, part, pen.y + (n + 1) * lineHeight - 4, { box }));
		}
		const { rss } = process.memory;
		const held = [got.rows && `${toGrouped(got.rows)} rows received`, rss !== null && `${toMiB(rss)} MiB resident`].filter(Boolean).join(" · ");
		return held ? pen.text("held", held, place.y + place.height - 10, { fill: "muted" }) : undefined;
	}
	drawSource(pen, state, process.line?.number ?? 0, 8);
	const y = place.y + place.height - gaugeHeight - 12;
	drawMemory(pen, state, process, y);
	if (!got.rows) return;
	const isArrow = got === streamed || state.channels.some((c) => c.kind === "resultSocket" && Array.from({ length: Math.min(c.count, 4) }, (_, n) => c.message(n).kind).includes("arrow"));
	drawBlocks(pen, "rows", isArrow ? "arrow" : "rows", got.batches, y - 66);
	pen.text("held", `${toCount(got.rows, "row")} so far`, y - 20);
}
