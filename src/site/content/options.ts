/** What a story sets for its scene, against what the scene takes and the recording holds. */
import type { OptionKind, Scene } from "../../scenes/scene.ts";
import type { BoundStory } from "../../story/read-story.ts";

type Value = BoundStory["story"]["options"][string];

/** One sentence for each option that the scene does not know, or whose value it cannot use. */
export function checkOptions(bound: BoundStory, known: Scene["options"]): string[] {
	const { options, scene } = bound.story;
	const names = Object.keys(known);
	return Object.entries(options).flatMap(([name, value]) => {
		const kind = known[name];
		if (kind) return checkValue(bound, kind, value).map((reason) => `option ${name}: ${reason}.`);
		return [`the scene ${scene} has no option ${name}: ${names.length ? `one of ${names.join(", ")}` : "it has none"}.`];
	});
}

function checkValue({ index, beside }: BoundStory, kind: OptionKind, value: Value): string[] {
	const { processes, channels } = index.recording;
	const values = (typeof value === "object" ? value : [value]).map(String);
	const others = (names: readonly string[], what: string) =>
		values.filter((one) => !names.includes(one)).map((one) => `${one} is ${what}`);
	switch (kind) {
		case "flag":
			return typeof value === "boolean" ? [] : [`it is true or false, not ${values.join(", ")}`];
		case "process":
			if (values.length > 1) return ["it is one process"];
			return checkValue({ index, beside } as BoundStory, "processes", value);
		case "processes": {
			const names = processes.flatMap(({ id, images }) => [id, images.at(-1)!.kind]);
			return others(names, "no process of the recording, neither as id nor as kind");
		}
		case "channels":
			return others(
				channels.flatMap(({ id, kind }) => [id, kind]),
				"no channel of the recording, neither as id nor as kind",
			);
		case "recordings": {
			const names = [index, ...beside].map(({ run }) => run.name);
			return others(names, `no recording of the story: ${names.join(", ")}`);
		}
		case "words":
			return [];
		default:
			throw new Error(`unknown kind of option: ${kind satisfies never}`);
	}
}
