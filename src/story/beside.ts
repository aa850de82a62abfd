/** Recordings beside each other run on one clock, which begins with the first job of each. */
import type { RecordingIndex } from "../state/recording-index.ts";

/** When the first job of a recording started, µs; 0: it ran none. */
export const firstJob = ({ jobs }: RecordingIndex) => jobs.things[0]?.start.at ?? 0;

/** A moment of one recording, µs, as one of another. */
export const toOther = (from: RecordingIndex, to: RecordingIndex, t: number) => Math.max(0, t - firstJob(from) + firstJob(to));
