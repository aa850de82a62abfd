/** The parts of the map: every kind of process and of channel, and where each stands in content/map.yaml. */
import { parse } from "yaml";
import * as z from "zod";

export const processParts = ["driverPython", "driverJvm", "executorJvm", "pythonDaemon", "pythonWorker", "shell", "launcherJvm", "clusterMaster", "clusterWorker", "connectServer"] as const;
export const channelParts = ["py4j", "stdinPipe", "file", "resultSocket", "accumulatorSocket", "rpc", "block", "daemonPipe", "workerSocket", "grpc"] as const;
export type Part = (typeof processParts)[number] | (typeof channelParts)[number];

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

/** Throws an Error with a line for each thing that is wrong. `toStories` knows the stories of a lesson's figures; null: no such lesson. */
export function readMap(yaml: string, file: string, toStories: (lesson: string) => string[] | null, hasStep: (step: string) => boolean): Record<Part, MapPart> {
	const parts = [...processParts, ...channelParts];
	const result = z.strictObject(Object.fromEntries(parts.map((part) => [part, entry]))).safeParse(parse(yaml));
	if (!result.success) throw new Error(result.error.issues.map(({ path, message }) => `${file}: ${path.join(".") || "parts"}: ${message}`).join("\n"));
	const problems: string[] = [];
	const read = Object.entries(result.data).map(([part, { does, at }]) => {
		const chosen = at.find(({ lesson }) => toStories(lesson)) ?? null;
		if (chosen?.step) {
			const { lesson, step } = chosen;
			if (!hasStep(step)) problems.push(`${part}: no story has the step ${step}`);
			else if (!toStories(lesson)!.includes(step.split(".")[0]!)) problems.push(`${part}: the lesson ${lesson} has no figure of the story ${step.split(".")[0]}`);
		}
		return [part, { does, link: chosen }] as const;
	});
	if (problems.length) throw new Error(problems.map((problem) => `${file}: ${problem}`).join("\n"));
	return Object.fromEntries(read) as Record<Part, MapPart>;
}
