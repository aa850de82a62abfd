import { expect, test } from "vitest";
import { toContent } from "../../src/state/content.ts";
import { messageAt, stateAt } from "../../src/state/state-at.ts";
import { messageText, messageWords } from "../../src/state/words.ts";
import { type FixtureName, indexFixture, momentsOf } from "./fixtures.ts";
import { type Leaves, toChanges, toLeaves, toLines } from "./golden.ts";

const fixtures: FixtureName[] = ["small", "exchange", "connect", "launch", "hostile"];

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
