/** Selector → the one moment of a recording that it names. */
import type { Event, Process, Recording } from "../recording/format.ts";
import { countUpTo } from "../recording/lookup.ts";
import type { RecordingIndex } from "../state/recording-index.ts";
import type { Selector } from "./schema.ts";

/** A moment to stand on. `seen` counts the events up to it, its own included. */
export interface Anchor {
	readonly t: number;
	readonly seen: number;
	/** Index of its event; null: the start, exec or end of a process, the opening or closing of a channel. */
	readonly event: number | null;
	/** Ids. A message's process is its sender. */
	readonly process: string | null;
	readonly to: string | null;
	readonly channel: string | null;
}

/** Every anchor that matches, in recorded order. `nth` and `after` are the caller's. */
export function findAnchors(index: RecordingIndex, select: Selector): Anchor[] {
	const { recording, times } = index;
	const isOf = processMatcher(recording);
	const kindOf = new Map(recording.channels.map((c) => [c.id, c.kind]));
	const isChannel = (id: string, wanted: string | undefined) => wanted === undefined || wanted === id || wanted === kindOf.get(id);
	const at = (t: number, process: string | null, channel: string | null): Anchor => ({ t, seen: countUpTo(times, t), event: null, process, to: null, channel });
	switch (select.kind) {
		case "start":
			return recording.processes.filter((p) => isOf(p.id, select.process)).map((p) => at(p.start, p.id, null));
		case "exec":
			return recording.processes
				.filter((p) => isOf(p.id, select.process))
				.flatMap((p) => execs(p, select.image).map((image) => at(image.at, p.id, null)))
				.sort((a, b) => a.t - b.t);
		case "end":
			return recording.processes.flatMap((p) => (isOf(p.id, select.process) && p.end !== null ? [at(p.end, p.id, null)] : []));
		case "open":
			return recording.channels.filter((c) => isChannel(c.id, select.channel)).map((c) => at(c.open, c.ends[0], c.id));
		case "close":
			return recording.channels.flatMap((c) => (isChannel(c.id, select.channel) && c.close !== null ? [at(c.close, c.ends[0], c.id)] : []));
	}
	const channels = index.channelById;
	const otherEnd = (e: { channel: string; from: string }) => {
		const [a, b] = channels.get(e.channel)!.channel.ends;
		return e.from === a ? b : a;
	};
	return recording.events.flatMap((event, i): Anchor[] => {
		if (event.kind !== select.kind || !isEvent(event, select)) return [];
		const isMessage = event.kind === "message" || event.kind === "messages";
		const process = isMessage ? event.from : "process" in event ? event.process : null;
		const to = isMessage ? otherEnd(event) : null;
		const channel = isMessage ? event.channel : null;
		if (!isOf(process, select.from) || !isOf(to, select.to)) return [];
		if (!isOf(process, select.process) && !(isMessage && isOf(to, select.process))) return [];
		if (select.channel !== undefined && (channel === null || !isChannel(channel, select.channel))) return [];
		return [{ t: event.at, seen: i + 1, event: i, process, to, channel }];
	});
}

/** Images that a process became by exec: those of a command, or only its last. */
function execs({ images }: Process, command: string | undefined): Process["images"] {
	const later = images.slice(1);
	return command === undefined ? later.slice(-1) : later.filter(({ argv }) => argv[0]?.split("/").at(-1) === command);
}

/** Whether a process has an id or a kind. */
export function processMatcher(recording: Recording): (id: string | null, wanted: string | undefined) => boolean {
	const kinds = new Map(recording.processes.map((p) => [p.id, p.images.at(-1)!.kind as string]));
	return (id, wanted) => wanted === undefined || (id !== null && (id === wanted || kinds.get(id) === wanted));
}

function isEvent(event: Event, select: Selector): boolean {
	const has = event as Partial<Record<string, unknown>>;
	for (const key of ["type", "task", "stage", "partition", "line", "role"] as const)
		if (select[key] !== undefined && has[key] !== select[key]) return false;
	if (select.min !== undefined && !(Number(has["size"]) >= select.min)) return false;
	if (select.text !== undefined && !String(has["text"]).includes(select.text)) return false;
	if (!select.fields) return true;
	const fields = event.kind === "message" ? (event.fields ?? []) : [];
	return Object.entries(select.fields).every(([name, wanted]) =>
		fields.some((f) => f.name === name && (f.value === wanted || String(f.value) === String(wanted) || String(f.value).endsWith(`.${wanted}`))),
	);
}
