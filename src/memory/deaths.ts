/**
 * How a driver's heap that is full shows itself. It depends on which allocation fails, in which thread:
 *
 * - `hang`: in `ChunkedByteBuffer.readExternal` or after it, in a `task-result-getter`. `TaskResultGetter` catches what is
 *   `NonFatal`, and an OutOfMemoryError is not, so that the thread ends and the scheduler never hears of the result.
 * - `lost`: in `BlockTransferService.fetchBlockSync`, where the whole block needs one array. The fetch counts as failed, the
 *   task runs again, and with its last try (four; in local mode one) the job is aborted with TaskResultLost.
 * - `stopped`: in a thread whose uncaught error stops the SparkContext. The job is cancelled, the session is gone.
 * - `thrown`: in the thread that serves the call.
 *
 * Which it is differs from run to run of the same settings, so the sandbox says how often each was seen: `npm run fit`
 * counts the runs of the grid, all of them, into `deaths.json`, and of those that raised, in how many the session's next
 * line ran. Sources: Spark 4.2dev, and those runs' stack traces.
 */
import counts from "./deaths.json" with { type: "json" };
import type { Settings, Way } from "./settings.ts";

export const deaths = ["hang", "lost", "stopped", "thrown"] as const;
export type Death = (typeof deaths)[number];
export type Deaths = Readonly<Record<Death, number>>;

const seen = counts.ends as Record<string, Deaths>;

/** Partitions up to which a run counts among those with few. */
const few = 8;

/** The runs that are like one: by mode, way back, and whether it has few partitions. `decode`: the heap filled as rows were made of all results. */
export function deathKey(s: Pick<Settings, "mode" | "way" | "partitions">, phase: string): string {
	const mode = s.mode === "local" ? "local" : "client";
	return phase === "collect" ? `${mode} ${s.way} ${s.partitions <= few ? "few" : "many"}` : `${mode} ${phase}`;
}

const none: Deaths = { hang: 0, lost: 0, stopped: 0, thrown: 0 };

/** How often each was seen while a cluster's results came, in all runs of a way back. */
export const deathsOfWay = (way: Way): Deaths => sumUp((key) => key.startsWith(`client ${way} `));

/** How often each was seen in runs like this one. None like it: in all of its mode while results came. */
export function deathsLike(s: Pick<Settings, "mode" | "way" | "partitions">, phase: string): Deaths {
	const key = deathKey(s, phase);
	if (Object.hasOwn(seen, key)) return seen[key]!;
	const [mode] = key.split(" ");
	return sumUp((other) => other.startsWith(`${mode} `) && other.split(" ").length === key.split(" ").length);
}

const sumUp = (belongs: (key: string) => boolean): Deaths =>
	Object.entries(seen)
		.filter(([key]) => belongs(key))
		.reduce<Deaths>((sum, [, found]) => Object.fromEntries(deaths.map((death) => [death, sum[death] + found[death]])) as unknown as Deaths, none);

export interface Next {
	/** The next line of the session ran, or raised too. */
	readonly ran: number;
	readonly raised: number;
}

/** What became of the next line, in the runs like this one that raised; null: there were none whose next line was tried. */
export function nextLineAfter(s: Pick<Settings, "mode" | "way" | "partitions">, phase: string): Next | null {
	const after = counts.next as Record<string, Next>;
	const key = deathKey(s, phase);
	return Object.hasOwn(after, key) ? after[key]! : null;
}

/** The most frequent; of equals the first. */
export const mostLikely = (seen: Deaths): Death => deaths.reduce((best, death) => (seen[death] > seen[best] ? death : best));

export const sumOfDeaths = (seen: Deaths): number => deaths.reduce((sum, death) => sum + seen[death], 0);

/** Counts with one more. */
export const withDeath = (seen: Deaths | undefined, death: Death): Deaths => ({ ...none, ...seen, [death]: (seen?.[death] ?? 0) + 1 });
