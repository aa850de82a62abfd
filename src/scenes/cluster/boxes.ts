/** What stands inside a process's box. Text comes from the state only. */
import { boxHead, boxPadding, drawGauge, drawProcessBox, gaugeHeight, type ProcessPaint } from "../../drawing/parts.ts";
import type { Font, Rect, Shape, Text } from "../../drawing/shapes.ts";
import { fitText, wrapText } from "../../drawing/text.ts";
import { drawGlyph, type GlyphKind } from "../../drawing/glyphs.ts";
import { processLabel } from "../../state/names.ts";
import { toCount, toGrouped, toMiB, toSize } from "../../words/numbers.ts";
import type { ChannelState } from "../../state/channel-state.ts";
import type { BlockState, ProcessState } from "../../state/process-state.ts";
import type { State } from "../../state/state.ts";
import type { TaskState } from "../../state/work-state.ts";
import type { Place } from "./places.ts";
import { isDrawnBlock } from "./plan.ts";
import { toPaint } from "../../state/kinds.ts";

const size = 11;
const lineHeight = 17;

export function drawProcess(state: State, process: ProcessState, place: Place): Shape[] {
	const { id, status } = process;
	const paint = toPaint(process);
	const isHere = status === "alive" && process.isReady;
	const name = processLabel(process, state);
	const failure = failureOf(process);
	const when = status === "absent" ? (place.width < 128 ? "not there yet" : "not started yet") : status === "ended" ? ended(process, place.width) : failure ? failure : process.isReady ? sub(state, process) : "starting";
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

/** Writes lines of text into a box, from the top. */
class Pen {
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
		this.shapes.push({ key: `${this.id}.${key}`, tag: "text", x, y, text: fitText(text, room, font, size), font, size, fill, box, entity: this.id });
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

function drawMemory(pen: Pen, state: State, process: ProcessState, y: number) {
	const { rss, heapUsed, heapMax, limit } = process.memory;
	const isJvm = heapMax !== null && heapUsed !== null;
	const used = isJvm ? heapUsed : rss;
	if (used === null) return;
	const most = isJvm ? heapMax : limit?.bytes;
	const level = most ? `${toMiB(used)} of ${toMiB(most)} MiB` : `${toMiB(used)} MiB`;
	const scale = scaleOf(state) || used * 2;
	pen.shapes.push(
		...drawGauge(`${pen.id}.memory`, {
			...{ x: pen.x, y, width: pen.room, label: isJvm ? "heap" : pen.room > 120 ? "resident memory" : "resident", level },
			...{ full: used / scale, limit: most && most / scale, paint: isJvm ? "jvm" : "python", box: pen.id, entity: pen.id },
		}),
	);
}

/** Lines of the job around the current one; the current wraps, the others are cut. */
function drawSource(pen: Pen, state: State, current: number, most: number) {
	const lines = state.run.job?.lines ?? [];
	const shown = lines.map((text, i) => ({ text, number: i + 1 })).filter(({ text, number }) => text.trim() || number === current);
	const at = shown.findIndex((l) => l.number === current);
	const first = Math.max(0, Math.min(at - 3, shown.length - most));
	for (const { text, number } of shown.slice(first, first + most)) {
		const parts = number === current ? wrapText(text, pen.room, "mono", size, 3) : [text];
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

function drawDriver(pen: Pen, state: State, process: ProcessState, place: Place) {
	const [served, streamed] = [flowOf(state, "resultSocket", process.id), flowOf(state, "grpc", process.id)];
	const got = streamed.batches ? streamed : served;
	if (place.detail === "line") {
		const line = process.line;
		if (line) {
			const parts = wrapText(line.text.trim(), pen.room, "mono", size, 2);
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

/** Blocks, one for each thing held, as many as fit into two rows. Returns the height that they take, px. */
function drawBlocks(pen: Pen, key: string, kind: GlyphKind, count: number, y: number): number {
	const [step, height] = [15, 11];
	const most = Math.floor((pen.room + 4) / step);
	for (let i = 0; i < Math.min(count, 2 * most); i++) {
		const row = Math.floor(i / most);
		pen.shapes.push(drawGlyph(`${pen.id}.${key}${i}`, kind, pen.x + 7.5 + (i % most) * step, y + 6 + row * 15, height - 3, { entity: pen.id }));
	}
	return count > most ? 33 : 18;
}

/** What Python asked the JVM for and waits to hear: `PythonRDD.collectAndServe`, or of a Connect server `ExecutePlan`. */
function pendingCall(state: State): string | null {
	for (const channel of state.channels) {
		if (channel.kind === "grpc" && channel.status === "open" && channel.count) {
			const calls = Array.from({ length: channel.count }, (_, n) => channel.message(n));
			const asked = calls.findLast((m) => m.type === "request" && m.fields[0]?.name === "ExecutePlanRequest");
			const isDone = asked && calls.some((m) => m.at > asked.at && m.fields.some((f) => f.name === "result_complete"));
			return asked && !isDone ? "ExecutePlan" : null;
		}
		if (channel.kind !== "py4j" || channel.status !== "open" || !channel.count) continue;
		const last = channel.message(channel.count - 1);
		if (last.type !== "command") continue;
		const value = (name: string) => last.fields.find((f) => f.name === name)?.value;
		const owner = String(value("target") ?? value("class") ?? "");
		const method = value("method");
		const short = owner.startsWith("z:") || value("class") !== undefined ? owner.split(".").at(-1)! : "";
		if (method !== undefined) return short ? `${short}.${String(method)}` : `${String(method)}()`;
		if (short) return `new ${short}`;
	}
	return null;
}

function drawDriverJvm(pen: Pen, state: State, process: ProcessState, place: Place) {
	const job = state.jobs.at(-1);
	const stage = state.stages.at(-1);
	const call = pendingCall(state);
	const results = job?.results.count ? `${toCount(job.results.count, "task result")}, ${toSize(job.results.bytes)}` : null;
	const stages = stage && `stage ${stage.stage}: ${stage.ended} of ${toCount(stage.tasks, "task")}`;
	if (place.detail === "line") {
		pen.line(results ?? stages ?? call ?? "waits for a call");
		return pen.text("heap", heapText(process), place.y + place.height - 10, { fill: "muted" });
	}
	const isServer = process.kind === "connectServer";
	const gateways = state.channels.filter((c) => (c.kind === "py4j" || c.kind === "grpc") && c.status !== "absent");
	const gateway = gateways.find((c) => c.status === "open");
	const part = (key: string, title: string, text: string, isOn: boolean) => {
		const [x, y, width, height] = [place.x + 10, pen.y + 8, place.width - 20, 42];
		const box = pen.rect(key, { x, y, width, height, fill: "panel", stroke: isOn ? "jvm" : "hair" });
		pen.text(`${key}.title`, title, y + 17, { x: x + 8, room: width - 16, box, fill: isOn ? "ink" : "muted" });
		pen.text(`${key}.text`, text, y + 33, { x: x + 8, room: width - 16, box, fill: "muted" });
		pen.y += 50;
	};
	const listens = gateway && (gateway.port === null ? "listens" : `listens on :${gateway.port}`);
	part("gateway", isServer ? "SparkConnectService" : "Py4J GatewayServer", call ?? listens ?? (gateways.length ? "nobody is connected" : "not yet"), gateway !== undefined);
	part("scheduler", "DAGScheduler", stages ?? "no job yet", stage?.status === "running");
	if (process.tasks.length) for (const task of process.tasks.slice(0, 2)) drawTask(pen, task, place);
	if (job && results) {
		pen.y += 14;
		pen.y += drawBlocks(pen, "results", isServer ? "arrow" : job.isSql ? "unseen" : "rows", job.results.count, pen.y);
		pen.line(results);
		const isServed = state.channels.some((c) => c.kind === "resultSocket" && c.status === "closed" && c.open >= job.start);
		// What a DataFrame collects are rows of Spark's own, whatever its workers pickled.
		const isPickled = !job.isSql && state.channels.some((c) => c.kind === "workerSocket" && c.sent[1].batches > 0);
		if (!isServer) pen.line(isServed ? "handed to Python" : isPickled ? "batches still pickled" : "not in Python yet", "muted");
	}
	drawMemory(pen, state, process, place.y + place.height - gaugeHeight - 12);
}

const heapText = ({ memory: { heapUsed, heapMax } }: ProcessState) => (heapUsed === null || heapMax === null ? "" : `heap ${toMiB(heapUsed)} of ${toMiB(heapMax)} MiB`);

function drawTask(pen: Pen, task: TaskState, place: Place) {
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

const flowText = ({ rows, bytes }: { rows: number; bytes: number }, arrow: string) => `${arrow} ${rows ? toCount(rows, "row") : bytes ? toSize(bytes) : "nothing"}`;

function drawExecutor(pen: Pen, state: State, process: ProcessState, place: Place) {
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

function drawWorker(pen: Pen, process: ProcessState, place: Place) {
	const level = process.memory.rss === null ? "" : `uses ${toMiB(process.memory.rss)} MiB`;
	if (place.detail === "line") return;
	pen.line(level, "muted");
}
