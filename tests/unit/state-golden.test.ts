import { expect, test } from "vitest";
import { countUpTo } from "../../src/recording/lookup.ts";
import type { RecordingIndex } from "../../src/state/recording-index.ts";
import { toContent } from "../../src/state/content.ts";
import { messageAt, stateAt } from "../../src/state/state-at.ts";
import { messageText, messageWords } from "../../src/state/words.ts";
import { type FixtureName, indexFixture } from "./fixtures.ts";
import { type Leaves, toChanges, toLeaves, toLines } from "./golden.ts";

const fixtures: FixtureName[] = ["small", "exchange", "connect", "launch", "hostile"];

/** Each event, and the moments between at which a process or a channel comes, changes or goes: its name, t and how many events have happened. */
function momentsOf({ recording: { events, processes, channels, run }, times }: RecordingIndex): (readonly [string, number, number])[] {
	const lives = [...processes.flatMap(({ images, end }) => [...images.map(({ at }) => at), end]), ...channels.flatMap(({ open, close }) => [open, close])];
	const between = [...new Set([0, ...lives.filter((t) => t !== null), run.duration])].filter((t) => !times.includes(t));
	const moments = [...between.map((t) => ["no event", t, countUpTo(times, t)] as const), ...events.map(({ kind, at }, i) => [`${i} ${kind}`, at, i + 1] as const)];
	return moments.sort((a, b) => a[1] - b[1] || a[2] - b[2]);
}

/** `golden/state/NAME.json`, to be read by people: what changed in the state from one moment to the next. */
test.each(fixtures)("%s: what each event changes", async (name) => {
	const index = indexFixture(name);
	let before: Leaves = {};
	const entries = momentsOf(index).map(([what, t, seen]) => {
		const after = toLeaves(stateAt(index, { t, seen }));
		const changes = toChanges(before, after);
		before = after;
		return [`${what} at ${t}`, changes] as const;
	});
	await expect(toLines(Object.fromEntries(entries))).toMatchFileSnapshot(`golden/state/${name}.json`);
});

/** `golden/messages/NAME.json`: each message with all that is known of it, and the parts of its bytes. */
test.each(["small", "py4j", "hostile"] as const)("%s: each message and its parts", async (name) => {
	const index = indexFixture(name);
	const entries = index.recording.events.flatMap((event, i) => {
		const message = messageAt(index, i);
		if (!message) return [];
		const { fields: _fields, bytes: _bytes, schema, observer, id, ...rest } = message;
		const { kept, parts } = toContent(message);
		const said = { says: messageWords(message), text: event.kind === "message" && rest.channelKind === "py4j" ? messageText(message) : null };
		const all = { ...rest, observer: observer.what, kept: kept?.length ?? null, schema: schema?.length ?? null, ...said };
		return [[id, { is: all, ...Object.fromEntries(parts.map(({ id, offset, size, depth, value, meaning }) => [id, [offset, size, depth, value, meaning]])) }] as const];
	});
	await expect(toLines(Object.fromEntries(entries))).toMatchFileSnapshot(`golden/messages/${name}.json`);
});
