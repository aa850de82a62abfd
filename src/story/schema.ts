/** What may stand in `content/stories/*.yaml`. Build only: brings zod along. */
import * as z from "zod";
import { eventKinds } from "../recording/format-events.ts";

const name = z.string().regex(/^[a-z][a-z0-9-]*$/, "small letters, digits and hyphens");
const value = z.union([z.string(), z.number(), z.boolean()]);

const kinds = [...eventKinds, "start", "exec", "end", "open", "close"] as const;

/** Which event a step stands on. Every key that is given must hold. */
export const selector = z.strictObject({
	/** An event's kind; or `start`, `exec`, `end` of a process; or `open`, `close` of a channel. */
	kind: z.enum(kinds, { error: ({ input }) => `there is no kind ${String(input)}: one of ${kinds.join(", ")}` }),
	/** Kind or id of the channel. */
	channel: z.string().optional(),
	/** Kind or id of the process: either end of a message. */
	process: z.string().optional(),
	/** Kind or id of the process that sent a message, that received it. */
	from: z.string().optional(),
	to: z.string().optional(),
	/** Type of a message, or of an exception. */
	type: z.string().optional(),
	/** Decoded fields of a message by name: the whole value, or its end after a dot (`PythonRDD`). */
	fields: z.record(z.string(), value).optional(),
	task: z.int().optional(),
	stage: z.int().optional(),
	partition: z.int().optional(),
	line: z.int().optional(),
	/** `raised`, `wrapped`, `shown`. */
	role: z.string().optional(),
	/** Of an `exec`: the command that the process becomes, without its folder (`spark-submit`). Absent: its last. */
	image: z.string().optional(),
	/** Part of the text of an output or an exception. */
	text: z.string().optional(),
	/** Only messages of at least so many bytes. */
	min: z.int().optional(),
	/** Only events after this step's. */
	after: name.optional(),
	/** Which of those that match, from 1, or `last`. Absent: 1. */
	nth: z.union([z.int().positive(), z.literal("last")]).optional(),
});

/** What must hold there. */
export const expectation = z.strictObject({
	/** Kind or id of the process that the event is of: a message's sender. */
	process: z.string().optional(),
	to: z.string().optional(),
	channel: z.string().optional(),
	type: z.string().optional(),
	/** The step that comes before it, by recorded order. */
	after: name.optional(),
	/** By path, as in captions: the exact value. */
	values: z.record(z.string(), value).optional(),
});

export const storyFile = z.strictObject({
	recording: z.string(),
	/** Names of other recordings, for a scene that compares. */
	beside: z.array(z.string()).max(2).default([]),
	scene: z.string(),
	title: z.string(),
	options: z.record(z.string(), z.union([value, z.array(z.string())])).default({}),
	steps: z
		.array(
			z.strictObject({
				name,
				/** One of the recordings beside: the step stands on an event of that one, and its caption's references are to it. */
				of: z.string().optional(),
				select: selector,
				/** Short Markdown (`code`, **strong**, *emphasis*) with references: see `captions.ts`. */
				caption: z.string(),
				/** Ids or kinds of processes and channels; or `from`, `to`, `process`, `channel`, `message` of the event; or a part of its bytes, as `part:length`, `part:pickle/TUPLE2 3`. */
				look: z.array(z.string()).default([]),
				expect: expectation.optional(),
			}),
		)
		.min(1),
});

export type Selector = z.infer<typeof selector>;
export type Expectation = z.infer<typeof expectation>;
export type StoryFile = z.infer<typeof storyFile>;
