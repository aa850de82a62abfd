/** One step of a story against its recording: where it stands, what it expects, what it looks at. Build only. */
import type { RecordingIndex } from "../state/recording-index.ts";
import { toContent } from "../state/content.ts";
import { messageId } from "../state/messages.ts";
import { messageAt } from "../state/state-at.ts";
import { lookUp, type References } from "./captions.ts";
import type { Expectation, Selector } from "./schema.ts";
import { type Anchor, findAnchors, processMatcher } from "./select.ts";

/** The moment that a step selects, or why there is none. `earlier`: the steps before it on the same recording. */
export function selectAnchor(index: RecordingIndex, select: Selector, earlier: ReadonlyMap<string, Anchor>): Anchor | string {
	const { nth = 1, after, ...rest } = select;
	const shown = JSON.stringify(rest).replaceAll('"', "");
	let found = findAnchors(index, select);
	if (after !== undefined) {
		const anchor = earlier.get(after);
		if (!anchor) return `there is no step ${after} before it.`;
		found = found.filter((a) => a.seen > anchor.seen || (a.seen === anchor.seen && a.t > anchor.t));
	}
	const anchor = nth === "last" ? found.at(-1) : found[nth - 1];
	if (anchor) return anchor;
	const where = after === undefined ? "" : ` after step ${after}`;
	return found.length ? `${shown} matches ${found.length}${where}, and nth asks for ${nth}.` : `${shown} matches nothing${where}.`;
}

/** What does not hold of what a step expects. */
export function checkExpectation(
	index: RecordingIndex,
	anchor: Anchor,
	own: References,
	expect: Expectation | undefined,
	earlier: ReadonlyMap<string, Anchor>,
): string[] {
	if (!expect) return [];
	const isOf = processMatcher(index.recording);
	const channel = anchor.channel === null ? undefined : index.channelById.get(anchor.channel)!.channel;
	const wrong: string[] = [];
	if (!isOf(anchor.process, expect.process)) wrong.push(`expected process ${expect.process}, and it is ${anchor.process}.`);
	if (!isOf(anchor.to, expect.to)) wrong.push(`expected to ${expect.to}, and it is ${anchor.to}.`);
	if (expect.channel !== undefined && expect.channel !== channel?.id && expect.channel !== channel?.kind)
		wrong.push(`expected channel ${expect.channel}, and it is ${anchor.channel}.`);
	if (expect.type !== undefined && own["type"] !== expect.type) wrong.push(`expected type ${expect.type}, and it is ${String(own["type"])}.`);
	if (expect.after !== undefined) {
		const before = earlier.get(expect.after);
		if (!before) wrong.push(`expected after ${expect.after}, and there is no such step before it.`);
		else if (anchor.seen < before.seen || anchor.t < before.t) wrong.push(`expected after ${expect.after}, and it stands before it.`);
	}
	for (const [path, value] of Object.entries(expect.values ?? {})) {
		const found = lookUp(own, path);
		if (found !== value) wrong.push(`expected ${path} ${value}, and it is ${String(found)}.`);
	}
	return wrong;
}

/** Ids of what a name in `look` stands for. */
export function toEntities(index: RecordingIndex, anchor: Anchor, entity: string): string[] {
	const { recording } = index;
	if (entity.startsWith("part:")) {
		const message = anchor.event === null ? null : messageAt(index, anchor.event);
		return message && toContent(message).parts.some(({ id }) => id === entity) ? [entity] : [];
	}
	const own: Record<string, string | null> = {
		from: anchor.process,
		process: anchor.process,
		to: anchor.to,
		channel: anchor.channel,
		message: anchor.event === null || anchor.channel === null ? null : messageId(anchor.event),
	};
	if (Object.hasOwn(own, entity)) return own[entity] === null ? [] : [own[entity]!];
	const processes = recording.processes.filter((p) => p.id === entity || p.images.at(-1)!.kind === entity);
	const channels = recording.channels.filter((c) => c.id === entity || c.kind === entity);
	return [...processes, ...channels].map(({ id }) => id);
}
