/**
 * The film of a story: when each message leaves and arrives, in ms without the pauses for reading. A message crosses
 * the picture in story time only; it was seen at one end at one moment, and the recorded clock stands still meanwhile.
 *
 * Messages travel in recorded order and arrive in that order. Neighbours of one kind on channels of one kind run as a
 * stream; a long stream shows some of its messages and counts the others as they pass.
 */
import type { ResolvedStory } from "./story.ts";
import type { RecordingIndex } from "../state/recording-index.ts";
import { toMessageKind } from "../state/messages.ts";

/** ms that a message takes across the picture: on its way to a step, and between steps. */
const conceptual = 900;
const passing = 520;
/** ms between two messages of a stream, at most, and from the first of a stream to its last, at most. */
const gap = { conceptual: 260, passing: 70 };
const stream = { conceptual: 3000, passing: 500 };
/** ms between streams, and around a step that stands on no message. */
const breath = 160;
/** Messages that a stream shows, and streams between two steps, at most. */
const shownOfStream = 24;
const streamsOfTransition = 14;

export interface Film {
	/** Index of each message shown, in order, and when it leaves and arrives, film ms. Both rise. */
	readonly events: number[];
	readonly leaves: number[];
	readonly arrives: number[];
	/** When each step is reached: its message half way. */
	readonly steps: number[];
	readonly duration: number;
}

interface Mark {
	event: number;
	step?: number;
}

export function toFilm(index: RecordingIndex, story: Pick<ResolvedStory, "steps">): Film {
	const film = { events: [] as number[], leaves: [] as number[], arrives: [] as number[], steps: [] as number[] };
	let cursor = 0;
	let from = story.steps[0]?.message ?? story.steps[0]?.seen ?? 0;
	let waiting: Mark[] = [];
	const play = () => {
		const all = toStreams(index, waiting);
		const streams = all.length <= streamsOfTransition ? all : merge(all);
		for (const marks of streams) cursor = addStream(film, marks, cursor);
		waiting = [];
	};
	story.steps.forEach(({ seen, message }, step) => {
		const until = message ?? seen;
		for (; from < until; from++) if (isMessage(index, from)) waiting.push({ event: from });
		if (message === undefined) {
			play();
			cursor = Math.max(cursor, (film.arrives.at(-1) ?? 0) + breath);
			film.steps[step] = cursor;
			cursor += breath;
		} else if (from === message) {
			waiting.push({ event: message, step });
			from++;
			if (story.steps[step + 1]?.message === undefined) play();
		} else if (waiting.at(-1)?.event === message) {
			// Two steps on one message.
			waiting.push({ event: message, step });
		}
	});
	play();
	for (let step = 1; step < story.steps.length; step++) film.steps[step] = Math.max(film.steps[step] ?? 0, film.steps[step - 1]!);
	return { ...film, duration: Math.max(cursor, film.arrives.at(-1) ?? 0) };
}

const isMessage = ({ recording }: RecordingIndex, at: number) => recording.events[at]!.kind.startsWith("message");

/** Cut where kind of channel or kind of message changes. */
function toStreams(index: RecordingIndex, marks: Mark[]): Mark[][] {
	const streams: Mark[][] = [];
	let before = "";
	for (const mark of marks) {
		const event = index.recording.events[mark.event]!;
		if (event.kind !== "message" && event.kind !== "messages") continue;
		const { channel } = index.channelById.get(event.channel)!;
		const kind = toMessageKind(event, channel);
		// A step stands on one call or answer alone, but on a batch among others.
		const isAlone = mark.step !== undefined && kind !== "rows" && kind !== "arrow";
		const group = isAlone ? `step ${mark.event}` : `${channel.kind} ${kind}`;
		if (group !== before) streams.push([]);
		streams.at(-1)!.push(mark);
		before = group;
	}
	return streams;
}

/** Too many streams to watch: those that lead to no step flow together, evenly. */
function merge(streams: Mark[][]): Mark[][] {
	const size = Math.ceil(streams.length / streamsOfTransition);
	const merged: Mark[][] = [];
	let room = 0;
	for (const marks of streams) {
		if (room === 0 || marks.some((m) => m.step !== undefined)) merged.push([...marks]);
		else for (const mark of marks) merged.at(-1)!.push(mark);
		room = room > 0 ? room - 1 : size - 1;
		if (marks.some((m) => m.step !== undefined)) room = 0;
	}
	return merged;
}

/** Returns when the next stream may begin. */
function addStream(film: Omit<Film, "duration">, marks: Mark[], cursor: number): number {
	const isStep = marks.some((m) => m.step !== undefined);
	const mode = isStep ? "conceptual" : "passing";
	const travel = isStep ? conceptual : passing;
	const every = Math.ceil(marks.length / shownOfStream);
	const shown = marks.filter((m, i) => i % every === 0 || m.step !== undefined || i === marks.length - 1);
	const apart = Math.min(gap[mode], stream[mode] / Math.max(1, shown.length - 1));
	let leave = Math.max(cursor, (film.arrives.at(-1) ?? -Infinity) + (isStep ? breath : apart) - travel);
	if (isStep) leave = Math.max(leave, film.arrives.at(-1) ?? 0);
	for (const { event, step } of shown) {
		if (film.events.at(-1) !== event) {
			film.events.push(event);
			film.leaves.push(leave);
			film.arrives.push(leave + travel);
		}
		if (step !== undefined) film.steps[step] = (film.leaves.at(-1)! + film.arrives.at(-1)!) / 2;
		leave += apart;
	}
	return film.leaves.at(-1)! + (isStep ? travel + breath : breath);
}
