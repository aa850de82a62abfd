/** What the panel shows of one entity at one moment. */
import { decodeBase64 } from "../recording/lookup.ts";
import type { RecordingIndex } from "../state/recording-index.ts";
import { messageIndex } from "../state/messages.ts";
import { channelName, messageName, processLabel, processName } from "../state/names.ts";
import { toCount, toDuration, toGrouped, toMiB, toSize } from "../words/numbers.ts";
import type { ChannelState, Flow, MessageState } from "../state/channel-state.ts";
import type { ProcessState } from "../state/process-state.ts";
import type { State } from "../state/state.ts";
import { messageAt } from "../state/state-at.ts";
import type { Inspection } from "./figure.ts";

type Fact = readonly [string, string];

/** `id` as a shape's `entity` has it: of a process, a channel or a message. */
export function inspectEntity(index: RecordingIndex, state: State, id: string): Inspection | null {
	const process = state.processes.find((p) => p.id === id);
	if (process) return inspectProcess(index, state, process);
	const channel = state.channels.find((c) => c.id === id);
	if (channel) return inspectChannel(index, state, channel);
	const event = messageIndex(id);
	const message = event === null ? null : messageAt(index, event);
	return message && inspectMessage(state, message);
}

const label = (state: State, id: string) => {
	const process = state.processes.find((p) => p.id === id)!;
	return `${processLabel(process, state)}, pid ${process.pid}`;
};

function inspectProcess(index: RecordingIndex, state: State, p: ProcessState): Inspection {
	const { memory } = p;
	const facts: Fact[] = [
		["pid", String(p.pid)],
		["status", describeStatus(p)],
		["runs", p.image?.argv.join(" ") ?? "not started yet"],
		["started by", p.parent === null ? "nobody in this recording" : label(state, p.parent)],
		["started at", toDuration(p.start)],
		["machine", p.machine],
	];
	if (p.executor !== null) facts.push(["executor", p.executor]);
	if (p.line) facts.push(["line", `${p.line.number}: ${p.line.text.trim()}`]);
	for (const task of p.tasks)
		facts.push([`task ${task.task}`, `partition ${task.partition}, ${task.status}; to Python ${describeFlow(task.toPython)}; from Python ${describeFlow(task.fromPython)}`]);
	if (memory.rss !== null) facts.push(["resident memory", `${toMiB(memory.rss)} MiB`]);
	if (memory.heapUsed !== null) {
		const others = ([["committed", memory.heapCommitted], ["at most", memory.heapMax]] as const).flatMap(([what, bytes]) => (bytes === null ? [] : `, ${toMiB(bytes)} ${what}`));
		facts.push(["heap", `${toMiB(memory.heapUsed)} MiB used${others.join("")}`]);
	}
	if (memory.collections.count) facts.push(["collections so far", toGrouped(memory.collections.count)]);
	if (memory.limit) facts.push([memory.limit.what, `${toMiB(memory.limit.bytes)} MiB`]);
	if (p.exception) facts.push(["exception", `${p.exception.type}: ${p.exception.text}`]);
	facts.push(["seen by", sourceOf(index, index.processById.get(p.id)!.process.source)]);
	return { title: processLabel(p, state), facts };
}

function describeStatus(p: ProcessState): string {
	if (p.status === "absent") return "not there yet";
	if (p.status === "alive") return p.isReady ? "running" : `starting, so far: ${processName(p.image!)}`;
	const how = p.exit === null ? "" : "code" in p.exit ? `, exit code ${p.exit.code}` : `, killed by ${p.exit.signal}`;
	return `ended at ${toDuration(p.end!)}${how}`;
}

const describeFlow = (f: Flow) => `${toCount(f.count, "message")}, ${toSize(f.bytes)}${f.rows ? `, ${toCount(f.rows, "row")} in ${toCount(f.batches, "batch", "batches")}` : ""}`;

function inspectChannel(index: RecordingIndex, state: State, c: ChannelState): Inspection {
	const { counted, source } = index.channelById.get(c.id)!.channel;
	const [first, second] = c.ends;
	const facts: Fact[] = [
		["opened by", label(state, first)],
		["to", label(state, second)],
		["status", c.status === "absent" ? "not there yet" : c.status],
		["address", c.address ?? "none"],
	];
	if (c.purpose) facts.push(["purpose", c.purpose]);
	facts.push(["sent by the first so far", describeFlow(c.sent[0])], ["sent by the other so far", describeFlow(c.sent[1])]);
	facts.push(["opened at", toDuration(c.open)]);
	if (counted) facts.push(["counted in the whole run", `${toGrouped(counted.sent[0])} and ${toGrouped(counted.sent[1])} bytes, by ${counted.by}`]);
	facts.push(["seen by", sourceOf(index, source)]);
	return { title: `${channelName(c)}${c.port === null ? "" : ` :${c.port}`}`, facts };
}

function inspectMessage(state: State, m: MessageState): Inspection {
	const facts: Fact[] = [
		["from", label(state, m.from)],
		["to", label(state, m.to)],
		["over", channelName({ kind: m.channelKind })],
		["size", toCount(m.size, "byte")],
	];
	if (m.count > 1) facts.push(["stands for", toCount(m.count, "message")]);
	if (m.rows !== null) facts.push(["rows", toGrouped(m.rows)]);
	if (m.task !== null) facts.push(["task", String(m.task)]);
	if (m.first !== null) facts.push(["took", toDuration(m.at - m.first)]);
	facts.push(
		["seen at", `${toDuration(m.at)}, by its ${m.seen === "from" ? "sender" : "receiver"}`],
		["seen by", `${m.observer.what}, to within ${toDuration(m.observer.fineness)}`],
	);
	if (m.bytes === null) facts.push(["content", "not seen, only its size"]);
	if (m.replaced.length) facts.push(["private", `${toCount(m.replaced.reduce((n, [, length]) => n + length, 0), "byte")} replaced`]);
	const title = `${messageName(m)} · ${toCount(m.size, "byte")}`;
	const fields = m.fields.map(({ name, offset, size, value }) => ({ name, offset, size, value: String(value) }));
	return m.bytes === null ? { title, facts } : { title, facts, bytes: { kept: decodeBase64(m.bytes), size: m.size, fields } };
}

function sourceOf({ recording }: RecordingIndex, name: string): string {
	const { what, fineness } = recording.sources[name]!;
	return `${what}, to within ${toDuration(fineness)}`;
}
