/** YAML → a story bound to its recording, or everything that is wrong with it. Build only. */
import { parse } from "yaml";
import type { Recording } from "../recording/format.ts";
import { indexRecording, type RecordingIndex } from "../state/index-recording.ts";
import { toContent } from "../state/content.ts";
import { countUpTo } from "../recording/lookup.ts";
import { messageId } from "../state/messages.ts";
import { besideId } from "../state/names.ts";
import { messageAt } from "../state/state-at.ts";
import { toOther } from "./beside.ts";
import { lookUp, type References, resolveReference, toCaption, toReferences } from "./captions.ts";
import { type Expectation, type Selector, storyFile } from "./schema.ts";
import { type Anchor, findAnchors, processMatcher } from "./select.ts";
import type { ResolvedStep, ResolvedStory } from "./story.ts";

/** `references` by step: what its caption may refer to. */
export type StoryResult =
	| { story: ResolvedStory; references: ReadonlyMap<string, References>; errors?: never }
	| { story?: never; references?: never; errors: string[] };

/** A step's moment: in its own recording, and where it stands on the story's clock. */
interface Stand {
	readonly of: string | undefined;
	readonly own: Anchor;
	readonly shown: Anchor;
}

/**
 * Each error is one sentence that names the file, the step and the reason. `file` is `content/stories/collect.yaml`.
 * `beside` are the recordings that the story names so, in its order.
 */
export function readStory(yamlText: string, file: string, recording: Recording, beside: readonly Recording[] = []): StoryResult {
	let data: unknown;
	try {
		data = parse(yamlText);
	} catch (error) {
		return { errors: [`${file}: not YAML: ${(error as Error).message.split("\n")[0]}`] };
	}
	const parsed = storyFile.safeParse(data);
	if (!parsed.success) return { errors: parsed.error.issues.map((issue) => `${file}: ${stepName(data, issue.path)}${issue.message}.`) };
	const { steps, ...head } = parsed.data;
	const main = indexRecording(recording);
	const others = new Map(head.beside.flatMap((other, n) => (beside[n] ? [[other, indexRecording(beside[n])] as const] : [])));
	const errors: string[] = [];
	const resolved: ResolvedStep[] = [];
	const stands = new Map<string, Stand>();
	const references = new Map<string, References>();
	for (const step of steps) {
		const { of } = step;
		const wrong = (reason: string) => errors.push(`${file}: step ${step.name}: ${reason}`);
		if (stands.has(step.name)) wrong("another step has this name.");
		const index = of === undefined ? main : others.get(of);
		if (!index) {
			wrong(`${of} is no recording beside it.`);
			continue;
		}
		const anchors = new Map([...stands].flatMap(([name, stand]) => (stand.of === of ? [[name, stand.own] as const] : [])));
		const anchor = selectAnchor(index, step.select, anchors);
		if (typeof anchor === "string") {
			wrong(anchor);
			continue;
		}
		const shown = index === main ? anchor : toShown(main, index, anchor);
		const before = [...stands].at(-1);
		if (before && (shown.seen < before[1].shown.seen || shown.t < before[1].shown.t)) wrong(`it stands before step ${before[0]} in the recording.`);
		const own = toReferences(index, anchor);
		for (const reason of checkExpectation(index, anchor, own, step.expect, anchors)) wrong(reason);
		const caption = toCaption(step.caption, (reference) => resolveReference(reference, own, references), index.recording.run.job?.source ?? "");
		caption.errors.forEach(wrong);
		stands.set(step.name, { of, own: anchor, shown });
		references.set(step.name, own);
		resolved.push({
			...{ name: step.name, t: shown.t, seen: shown.seen, caption: caption.html, length: caption.length },
			...(shown.event !== null && shown.channel !== null && { message: shown.event }),
			look: step.look.flatMap((entity) => {
				const ids = toEntities(index, anchor, entity);
				if (!ids.length) wrong(`nothing to look at: ${entity} is no process or channel of the recording, and no part of the message.`);
				return of === undefined ? ids : ids.map((id) => besideId(of, id));
			}),
		});
	}
	const name = file.replace(/^.*\//, "").replace(/\.ya?ml$/, "");
	return errors.length ? { errors } : { story: { name, ...head, steps: resolved }, references };
}

/** Where another recording's moment stands in the story's. */
function toShown(main: RecordingIndex, index: RecordingIndex, { t, process }: Anchor): Anchor {
	const at = toOther(index, main, t);
	return { t: at, seen: countUpTo(main.times, at), event: null, process, to: null, channel: null };
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
