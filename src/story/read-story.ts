/** YAML → a story bound to its recording, or everything that is wrong with it. Build only. */
import { parse } from "yaml";
import type { Recording } from "../recording/format";
import { indexRecording, type RecordingIndex } from "../state/index-recording";
import { toContent } from "../state/content";
import { messageId } from "../state/messages";
import { messageAt } from "../state/state-at";
import { lookUp, type References, resolveReference, toCaption, toReferences } from "./captions";
import { type Expectation, type Selector, storyFile } from "./schema";
import { type Anchor, findAnchors, processMatcher } from "./select";
import type { ResolvedStep, ResolvedStory } from "./story";

/** `anchors`: the moment of each step, by its name. */
export type StoryResult = { story: ResolvedStory; anchors: ReadonlyMap<string, Anchor>; errors?: never } | { story?: never; anchors?: never; errors: string[] };

/** Each error is one sentence that names the file, the step and the reason. `file` is `content/stories/collect.yaml`. */
export function readStory(yamlText: string, file: string, recording: Recording): StoryResult {
	let data: unknown;
	try {
		data = parse(yamlText);
	} catch (error) {
		return { errors: [`${file}: not YAML: ${(error as Error).message.split("\n")[0]}`] };
	}
	const parsed = storyFile.safeParse(data);
	if (!parsed.success) return { errors: parsed.error.issues.map((issue) => `${file}: ${stepName(data, issue.path)}${issue.message}.`) };
	const { steps, ...head } = parsed.data;
	const index = indexRecording(recording);
	const errors: string[] = [];
	const resolved: ResolvedStep[] = [];
	const anchors = new Map<string, Anchor>();
	const references = new Map<string, References>();
	const source = recording.run.job?.source ?? "";
	for (const step of steps) {
		const wrong = (reason: string) => errors.push(`${file}: step ${step.name}: ${reason}`);
		if (anchors.has(step.name)) wrong("another step has this name.");
		const anchor = selectAnchor(index, step.select, anchors);
		if (typeof anchor === "string") {
			wrong(anchor);
			continue;
		}
		const before = [...anchors].at(-1);
		if (before && (anchor.seen < before[1].seen || anchor.t < before[1].t)) wrong(`it stands before step ${before[0]} in the recording.`);
		const own = toReferences(index, anchor);
		for (const reason of checkExpectation(index, anchor, own, step.expect, anchors)) wrong(reason);
		const caption = toCaption(step.caption, (reference) => resolveReference(reference, own, references), source);
		caption.errors.forEach(wrong);
		anchors.set(step.name, anchor);
		references.set(step.name, own);
		const isMessage = anchor.event !== null && anchor.channel !== null;
		resolved.push({
			...{ name: step.name, t: anchor.t, seen: anchor.seen, caption: caption.html, length: caption.length },
			...(isMessage && { message: anchor.event! }),
			look: step.look.flatMap((entity) => {
				const ids = toEntities(index, anchor, entity);
				if (!ids.length) wrong(`nothing to look at: ${entity} is no process or channel of the recording, and no part of the message.`);
				return ids;
			}),
		});
	}
	const name = file.replace(/^.*\//, "").replace(/\.ya?ml$/, "");
	return errors.length ? { errors } : { story: { name, ...head, steps: resolved }, anchors };
}

function selectAnchor(index: RecordingIndex, select: Selector, earlier: ReadonlyMap<string, Anchor>): Anchor | string {
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

function checkExpectation(index: RecordingIndex, anchor: Anchor, own: References, expect: Expectation | undefined, earlier: ReadonlyMap<string, Anchor>): string[] {
	if (!expect) return [];
	const isOf = processMatcher(index.recording);
	const channel = anchor.channel === null ? undefined : index.channelById.get(anchor.channel)!.channel;
	const wrong: string[] = [];
	if (!isOf(anchor.process, expect.process)) wrong.push(`expected process ${expect.process}, and it is ${anchor.process}.`);
	if (!isOf(anchor.to, expect.to)) wrong.push(`expected to ${expect.to}, and it is ${anchor.to}.`);
	if (expect.channel !== undefined && expect.channel !== channel?.id && expect.channel !== channel?.kind) wrong.push(`expected channel ${expect.channel}, and it is ${anchor.channel}.`);
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
function toEntities(index: RecordingIndex, anchor: Anchor, entity: string): string[] {
	const { recording } = index;
	if (entity.startsWith("part:")) {
		const message = anchor.event === null ? null : messageAt(index, anchor.event);
		return message && toContent(message).parts.some(({ id }) => id === entity) ? [entity] : [];
	}
	const own: Record<string, string | null> = {
		...{ from: anchor.process, process: anchor.process, to: anchor.to, channel: anchor.channel },
		message: anchor.event === null || anchor.channel === null ? null : messageId(anchor.event),
	};
	if (Object.hasOwn(own, entity)) return own[entity] === null ? [] : [own[entity]!];
	const processes = recording.processes.filter((p) => p.id === entity || p.images.at(-1)!.kind === entity);
	const channels = recording.channels.filter((c) => c.id === entity || c.kind === entity);
	return [...processes, ...channels].map(({ id }) => id);
}

/** `step NAME: select.kind: `, or the path if there is no such step. */
function stepName(data: unknown, [first, number, ...path]: PropertyKey[]): string {
	const at = (keys: PropertyKey[]) => (keys.length ? `${keys.map(String).join(".")}: ` : "");
	const steps = (data as { steps?: { name?: unknown }[] } | null)?.steps;
	if (first !== "steps" || typeof number !== "number") return at([first, number].filter((k) => k !== undefined) as PropertyKey[]);
	return `step ${String(steps?.[number]?.name ?? number + 1)}: ${at(path)}`;
}
