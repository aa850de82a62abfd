import { expect, test } from "vitest";
import { stateAt } from "../../src/state/state-at.ts";
import { describeState } from "../../src/story/describe.ts";
import { inspectEntity } from "../../src/story/inspect.ts";
import { type FixtureName, indexFixture, momentsOf } from "./fixtures.ts";
import { toLines } from "./golden.ts";

/** Moments at which most of what can be inspected is there: while it runs, and when it has ended. */
const moments: [FixtureName, ...number[]][] = [
	["small", 70, 100],
	["exchange", 88],
	["connect", 37_044_196],
	["launch", 24_500, 51_000, 99_000],
	["hostile", 25_000, 650_000, 1_950_000],
];

/** `golden/inspect/NAME.json`: what the panel says of each message, and of each process and channel at these moments, where it differs from the moment before. */
test.each(moments)("%s: the panel's words for each entity", async (name, ...times) => {
	const index = indexFixture(name);
	const { processes, channels, events } = index.recording;
	const things = [...processes, ...channels].map(({ id }) => id);
	const messages = events.flatMap(({ kind }, i) => (kind.startsWith("message") ? [`message-${i}`] : []));
	const before = new Map<string, string>();
	const entries = times.flatMap((t, n) =>
		[...things, ...(n ? [] : messages)].flatMap((id) => {
			const { title, facts, bytes } = inspectEntity(index, stateAt(index, { t }), id)!;
			const shown = bytes && { bytes: [bytes.kept.length, bytes.size, ...bytes.fields.map((field) => `${field.name} at ${field.offset}, ${field.size}: ${field.value}`)] };
			const all = { ...Object.fromEntries(facts), ...shown };
			const isSame = before.get(id) === JSON.stringify(all);
			before.set(id, JSON.stringify(all));
			return isSame ? [] : [[`${id} at ${t}: ${title}`, all] as const];
		}),
	);
	expect(entries.every(([, facts]) => Object.keys(facts).length > 3)).toBe(true);
	await expect(toLines(Object.fromEntries(entries))).toMatchFileSnapshot(`golden/inspect/${name}.json`);
});

/** `golden/describe.json`: a sentence or two for each event, its message under way, and for each moment at which a process comes or goes, where they differ from those before. */
test("a state in words at each event", async () => {
	const told = moments.map(([name]) => {
		const index = indexFixture(name);
		const sentences = momentsOf(index).map(([what, t, seen]) => {
			const travel = what.includes("message") ? [{ event: seen - 1, progress: 0.5 }] : [];
			return [`${what} at ${t}`, describeState(stateAt(index, { t, seen: seen - travel.length, travel }))] as const;
		});
		return [name, Object.fromEntries(sentences.filter(([, sentence], i) => sentence !== sentences[i - 1]?.[1]))] as const;
	});
	await expect(toLines(Object.fromEntries(told))).toMatchFileSnapshot("golden/describe.json");
});
