/** A story as the browser gets it: every selector resolved, every caption HTML. JSON, and bound to one recording. */
export interface ResolvedStory {
	readonly name: string;
	/** Name of the recording's file, without `.json`. */
	readonly recording: string;
	/** Names of the recordings that a comparing scene draws below it. */
	readonly beside: readonly string[];
	readonly scene: string;
	readonly title: string;
	readonly options: Readonly<Record<string, string | number | boolean | readonly string[]>>;
	/** In recorded order. */
	readonly steps: readonly ResolvedStep[];
}

export interface ResolvedStep {
	readonly name: string;
	/** Recorded µs. */
	readonly t: number;
	/** Events 0 to `seen` (not included) have happened. */
	readonly seen: number;
	/** Index of the message that it stands on: under way at the step, the last of `seen`. Absent: another event. */
	readonly message?: number;
	/** HTML of one paragraph. */
	readonly caption: string;
	/** Characters a reader sees. */
	readonly length: number;
	/** Ids of entities. */
	readonly look: readonly string[];
}
