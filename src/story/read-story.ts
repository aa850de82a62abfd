/** YAML → a story bound to its recordings, or everything that is wrong with it. Build only. */
import { countUpTo } from "../recording/lookup.ts";
import type { RecordingIndex } from "../state/recording-index.ts";
import { besideId } from "../state/names.ts";
import { readYaml, toFileName } from "../yaml/read-yaml.ts";
import { toOther } from "./beside.ts";
import { type References, resolveReference, toReferences } from "./captions.ts";
import { checkExpectation, selectAnchor, toEntities } from "./check-step.ts";
import { toCaption } from "./markdown.ts";
import { storyFile } from "./schema.ts";
import type { Anchor } from "./select.ts";
import type { ResolvedStep, ResolvedStory } from "./story.ts";

/** A story with all that it was made from. */
export interface BoundStory {
	readonly story: ResolvedStory;
	/** By step: what its caption may refer to. */
	readonly references: ReadonlyMap<string, References>;
	readonly index: RecordingIndex;
	/** Of the recordings beside it, in the story's order. */
	readonly beside: readonly RecordingIndex[];
}

export type StoryResult = { data: BoundStory; errors?: never } | { data?: never; errors: string[] };

/** A step's moment: in its own recording, and where it stands on the story's clock. */
interface Stand {
	readonly of: string | undefined;
	readonly own: Anchor;
	readonly shown: Anchor;
}

/**
 * Each error is one sentence that names the file, the step and the reason. `file` is `content/stories/collect.yaml`.
 * `open` gives a recording by its name; null: there is none.
 */
export function readStory(yaml: string, file: string, open: (recording: string) => RecordingIndex | null): StoryResult {
	const { data, errors } = readYaml(storyFile, yaml, file, ({ path, message }, data) => `${placeOf(data, path)}${message}.`);
	if (!data) return { errors };
	const { steps, ...head } = data;
	const indexes = new Map([head.recording, ...head.beside].map((name) => [name, open(name)]));
	const lost = [...indexes].flatMap(([name, index]) => (index ? [] : [`${file}: there is no recording ${name} in content/recordings.`]));
	if (lost.length) return { errors: lost };
	const story = bindSteps(steps, file, indexes.get(head.recording)!, new Map(head.beside.map((name) => [name, indexes.get(name)!])));
	if (story.errors.length) return { errors: story.errors };
	return {
		data: {
			story: { name: toFileName(file), ...head, steps: story.steps },
			references: story.references,
			index: indexes.get(head.recording)!,
			beside: head.beside.map((name) => indexes.get(name)!),
		},
	};
}

type Steps = ReturnType<typeof storyFile.parse>["steps"];

function bindSteps(steps: Steps, file: string, main: RecordingIndex, others: ReadonlyMap<string, RecordingIndex>) {
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
		if (before && (shown.seen < before[1].shown.seen || shown.t < before[1].shown.t))
			wrong(`it stands before step ${before[0]} in the recording.`);
		const own = toReferences(index, anchor);
		for (const reason of checkExpectation(index, anchor, own, step.expect, anchors)) wrong(reason);
		const source = index.recording.run.job?.source ?? "";
		const caption = toCaption(step.caption, (reference) => resolveReference(reference, own, references), source);
		caption.errors.forEach(wrong);
		stands.set(step.name, { of, own: anchor, shown });
		references.set(step.name, own);
		const look = step.look.flatMap((entity) => {
			const ids = toEntities(index, anchor, entity);
			if (!ids.length)
				wrong(`nothing to look at: ${entity} is no process or channel of the recording, and no part of the message.`);
			return of === undefined ? ids : ids.map((id) => besideId(of, id));
		});
		resolved.push({
			name: step.name,
			t: shown.t,
			seen: shown.seen,
			caption: caption.html,
			length: caption.length,
			...(shown.event !== null && shown.channel !== null && { message: shown.event }),
			look,
		});
	}
	return { errors, steps: resolved, references };
}

/** Where another recording's moment stands in the story's. */
function toShown(main: RecordingIndex, index: RecordingIndex, { t, process }: Anchor): Anchor {
	const at = toOther(index, main, t);
	return { t: at, seen: countUpTo(main.times, at), event: null, process, to: null, channel: null };
}

/** `step NAME: select.kind: `, or the path if there is no such step. */
function placeOf(data: unknown, [first, number, ...path]: PropertyKey[]): string {
	const at = (keys: PropertyKey[]) => (keys.length ? `${keys.map(String).join(".")}: ` : "");
	const steps = (data as { steps?: { name?: unknown }[] } | null)?.steps;
	if (first !== "steps" || typeof number !== "number")
		return at([first, number].filter((key) => key !== undefined));
	return `step ${String(steps?.[number]?.name ?? number + 1)}: ${at(path)}`;
}
