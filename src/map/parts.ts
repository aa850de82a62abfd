/** The parts of the map: every kind of process and of channel, and where each stands in content/map.yaml. */
import * as z from "zod";
import type { ChannelKind } from "../recording/format.ts";
import { channelKinds, type ShownKind, shownKinds } from "../state/kinds.ts";
import { type Read, readYaml } from "../yaml/read-yaml.ts";

export type Part = ShownKind | ChannelKind;

const link = z.strictObject({
	/** Slug of a lesson. */
	lesson: z.string(),
	/** `story.step` of one of the lesson's figures. Absent: the lesson as a whole. */
	step: z.string().regex(/^[\w-]+\.[\w-]+$/, "step must be written story.step").optional(),
});

const entry = z.strictObject({
	/** What it does, a few words of inline Markdown. */
	does: z.string().trim().min(1),
	/** Where it is explained, the best place first: the first whose lesson there is counts. */
	at: z.array(link).min(1),
});

export interface MapPart {
	does: string;
	/** Null: no lesson explains it yet. */
	link: z.infer<typeof link> | null;
}

/** `toStories` knows the stories of a lesson's figures; null: no such lesson. */
export function readMap(
	yaml: string,
	file: string,
	toStories: (lesson: string) => readonly string[] | null,
	hasStep: (step: string) => boolean,
): Read<Record<Part, MapPart>> {
	const parts = [...shownKinds, ...channelKinds];
	const schema = z.strictObject(Object.fromEntries(parts.map((part) => [part, entry])));
	const { data, errors } = readYaml(schema, yaml, file, ({ path, message }) => `${path.join(".") || "parts"}: ${message}`);
	if (!data) return { errors };
	const problems: string[] = [];
	const read = Object.entries(data).map(([part, { does, at }]) => {
		const chosen = at.find(({ lesson }) => toStories(lesson)) ?? null;
		if (chosen?.step) {
			const { lesson, step } = chosen;
			const [story] = step.split(".") as [string];
			if (!hasStep(step)) problems.push(`${file}: ${part}: no story has the step ${step}`);
			else if (!toStories(lesson)!.includes(story))
				problems.push(`${file}: ${part}: the lesson ${lesson} has no figure of the story ${story}`);
		}
		return [part, { does, link: chosen }] as const;
	});
	return problems.length ? { errors: problems } : { data: Object.fromEntries(read) as Record<Part, MapPart> };
}
