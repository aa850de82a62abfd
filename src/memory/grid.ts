/** The grid of real runs (`content/grid/collect-grid.json`, written by the recorder) beside the model's. Not for the browser. */
import { readFileSync } from "node:fs";
import { type Death, deathKey, type Deaths, type Next, withDeath } from "./deaths.ts";
import { pythonBase } from "./fitted.ts";
import { arrowBytes, pickledBytes, unsafeBytes } from "./rows.ts";
import { type Ending, peaksOf, runModel, sumOf } from "./run.ts";
import { defaults, type Settings } from "./settings.ts";
import { parseSize } from "./spark-size.ts";

export interface RealRun {
	readonly rows: number;
	readonly outcome: Ending | "unknown";
	readonly appears: string;
	readonly message: string | null;
	readonly text: string | null;
	/** After a run that raised: `runs`, or the error of the session's next line. */
	readonly next_line?: string;
	readonly driver: { readonly base: number | null; readonly peak: number | null; readonly hand_over?: number | null; readonly after: number | null; readonly heap: number; readonly region: number; readonly collector: string } | null;
	/** Of all executors the highest level after a full collection; null: local mode. */
	readonly executor: { readonly peak: number; readonly started: number } | null;
	readonly python: { readonly before: number | null; readonly peak: number | null };
	/** Serialized task results, bytes. */
	readonly results: { readonly count: number; readonly bytes: number; readonly largest: number };
}

export interface Entry {
	readonly kind: "level" | "bracket";
	readonly held_out: boolean;
	readonly settings: Readonly<Record<string, string | number | boolean | null>>;
	readonly runs: readonly RealRun[];
}

export interface Grid {
	/** What each environment of the recorder had, and when it ran last. */
	readonly environments: Readonly<Record<string, Readonly<Record<"date" | "spark" | "python" | "pandas" | "pyarrow" | "java", string>>>>;
	readonly entries: readonly Entry[];
}

export const readGrid = (path = "content/grid/collect-grid.json"): Grid => JSON.parse(readFileSync(path, "utf8")) as Grid;

/** A Python with room: what the machine had. Where the kernel limits it, the cgroup counts only what comes after Python has joined it, so what it has already is added. */
const room = 16 * 1024 ** 3;

export function settingsOf({ settings: s }: Entry, rows: number): Settings {
	const size = (name: string) => parseSize(String(s[name])).bytes!;
	return {
		...defaults,
		...{ rows, row: s["row"] as Settings["row"], columns: Number(s["columns"]), partitions: Number(s["partitions"]), way: s["way"] as Settings["way"], take: Number(s["take"]) },
		...{ cores: Number(s["cores"]), earlier: s["earlier"] === "toLocalIterator" ? ("toLocalIterator" as const) : ("none" as const), earlierRows: Number(s["earlier_rows"]) },
		...{ spark: s["environment"] === "3.5" ? ("3.5" as const) : ("4.3" as const), pandas: s["environment"] === "pandas3" ? ("3" as const) : ("2" as const) },
		...{ executors: Math.max(1, Number(s["executors"])), mode: s["executors"] === 0 ? ("local" as const) : ("client" as const), limiter: s["limit_by"] === "kernel" ? ("kernel" as const) : ("address-space" as const) },
		...{ driverMemory: size("driver_memory"), executorMemory: size("executor_memory"), maxResultSize: size("max_result_size"), pythonMemory: s["python_memory"] === null ? room : Number(s["python_memory"]) + (s["limit_by"] === "kernel" ? pythonBase(s["environment"] === "3.5" ? "3.5" : "4.3", s["way"] as Settings["way"]) : 0) },
	};
}

/**
 * Between which numbers of rows the limit lies: the most that finished and the least that did not. Where real runs contradict
 * each other, as near a limit they can, the first is the larger. Null: not both were seen.
 */
export function brackets({ kind, runs }: Entry): readonly [number, number] | null {
	if (kind !== "bracket") return null;
	const good = runs.filter((r) => r.outcome === "finished").map((r) => r.rows);
	const bad = runs.filter((r) => r.outcome !== "finished").map((r) => r.rows);
	return good.length && bad.length ? [Math.max(...good), Math.min(...bad)] : null;
}

/** Rows from which the model no longer finishes; null: beyond a hundred times what was run. */
export function limitOf(entry: Entry): number | null {
	let [low, high] = [1, Math.max(...entry.runs.map((r) => r.rows)) * 100];
	const fails = (rows: number) => runModel(settingsOf(entry, Math.round(rows))).ending !== "finished";
	if (!fails(high)) return null;
	while (high / low > 1.002) {
		const middle = Math.sqrt(low * high);
		if (fails(middle)) high = middle;
		else low = middle;
	}
	return high;
}

const toPandas = (way: unknown) => String(way).startsWith("toPandas");

/** What the model is held against separately. */
export const groups: Readonly<Record<string, (entry: Entry) => boolean>> = {
	"1 executor": ({ settings: s }) => s["executors"] === 1,
	"2 executors": ({ settings: s }) => s["executors"] === 2 && s["environment"] === "4",
	"3 executors": ({ settings: s }) => s["executors"] === 3,
	"pandas 2": ({ settings: s }) => s["environment"] === "4" && toPandas(s["way"]),
	"pandas 3": ({ settings: s }) => s["environment"] === "pandas3",
	"Spark 3.5.9": ({ settings: s }) => s["environment"] === "3.5",
	"executors that die": ({ settings: s }) => s["executor_memory"] === "512m",
	"after an earlier line": ({ settings: s }) => s["earlier"] !== null,
};

export interface Compared {
	readonly what: string;
	readonly model: number;
	readonly real: number;
}

/** Task results from this size on take so long to make and to fetch that collections half a second apart find them, bytes. */
const large = 32 * 1024 ** 2;

/**
 * Levels that a real run measured, beside the model's, bytes.
 *
 * Driver, of a run with forced collections: the highest level after a full collection, which is what is held; where the
 * whole result is handed over at once (`rdd.collect`, `df.collect`, `toPandas`) a collection was forced at just that
 * moment. Of a run in which it died: what was held when the request failed. Python: highest resident memory of a run
 * that finished. What only passes through between two collections no measure sees, so it is tested through the limits.
 */
export function levels(entry: Entry): Compared[] {
	return entry.runs.flatMap((real) => {
		const run = runModel(settingsOf(entry, real.rows));
		// Near a limit the model may end otherwise, as real runs of one setting do; `score` counts that where it matters.
		if (run.ending !== real.outcome) return [];
		const what = (memory: string) => `${entry.settings["row"]} × ${entry.settings["way"]}, ${real.rows} rows: ${memory}`;
		const found: Compared[] = [];
		const held = Math.max(...run.knots.map(({ driver, phase }) => driver.base + (phase === "decode" ? 0 : driver.held)));
		const peak = real.driver?.hand_over ?? real.driver?.peak;
		if (peak && entry.settings["collections"] === true) found.push({ what: what("driver"), model: held, real: peak });
		else if (peak && real.outcome === "driverHeap") found.push({ what: what("driver, as it died"), model: sumOf(run.knots.at(-1)!.driver), real: peak });
		const onExecutor = real.executor?.peak;
		if (onExecutor && real.outcome === "executorHeap") found.push({ what: what("executor, as it died"), model: sumOf(run.knots.at(-1)!.executor), real: onExecutor });
		else if (onExecutor && entry.settings["collections"] === true && run.taskResult >= large) found.push({ what: what("executor"), model: peaksOf(run).executor, real: onExecutor });
		if (real.python.peak && real.outcome === "finished") found.push({ what: what("Python"), model: peaksOf(run).python, real: real.python.peak });
		return found;
	});
}

export interface Seen {
	readonly ends: Readonly<Record<string, Deaths>>;
	readonly next: Readonly<Record<string, Next>>;
}

/** Of all runs whose driver's heap was full, how that showed, and what became of the next line, by `deathKey`. */
export function deathsOf(grid: Grid): Seen {
	const ends: Record<string, Deaths> = {};
	const next: Record<string, Next> = {};
	for (const entry of grid.entries)
		for (const real of entry.runs) {
			if (real.outcome !== "driverHeap") continue;
			const settings = settingsOf(entry, real.rows);
			const said = `${real.text} ${real.message}`;
			const death: Death = real.appears === "hang" ? "hang" : said.includes("TaskResultLost") ? "lost" : said.includes("SparkContext was shut down") ? "stopped" : "thrown";
			const key = deathKey(settings, endsWhileDecoding(settings) ? "decode" : "collect");
			ends[key] = withDeath(ends[key], death);
			const { ran, raised } = next[key] ?? { ran: 0, raised: 0 };
			if (real.next_line) next[key] = real.next_line === "runs" ? { ran: ran + 1, raised } : { ran, raised: raised + 1 };
		}
	const sorted = <T>(found: Record<string, T>): Record<string, T> => Object.fromEntries(Object.entries(found).toSorted(([a], [b]) => (a < b ? -1 : 1)));
	return { ends: sorted(ends), next: sorted(next) };
}

/** Rows of these ways are decoded once all results are there, and take more then. */
const endsWhileDecoding = ({ way }: Settings) => way === "df.collect" || way === "toPandas" || way === "take";

/** How far a real run must be from the limit that real runs bracket, for its outcome to count. */
const margin = 1.1;

export interface Score {
	readonly outcomes: { readonly counted: number; readonly model: number; readonly succeeds: number; readonly raw: number; readonly wrong: readonly string[]; readonly contradict: readonly string[] };
	/** Errors of peaks, as shares, rising. */
	readonly errors: readonly (Compared & { readonly error: number })[];
}

/** Rows as bytes that nobody has copied, compressed or made objects of, against the smallest limit. */
function rawSays(s: Settings): boolean {
	if (s.way === "take" || s.way === "write") return true;
	const row = s.way === "rdd.collect" ? pickledBytes(s, s.rows) : s.way === "toPandas+arrow" ? arrowBytes(s) : unsafeBytes(s);
	return s.rows * row < Math.min(s.driverMemory, s.pythonMemory, s.maxResultSize || Infinity);
}

export function score(entries: readonly Entry[]): Score {
	const outcomes = { counted: 0, model: 0, succeeds: 0, raw: 0, wrong: [] as string[], contradict: [] as string[] };
	for (const entry of entries) {
		const bracket = brackets(entry);
		if (bracket && bracket[0] > bracket[1]) outcomes.contradict.push(`${entry.settings["row"]} × ${entry.settings["way"]}, ${entry.settings["partitions"]} partitions: ${bracket[1]} rows did not finish, ${bracket[0]} did`);
		for (const real of entry.runs) {
			if (entry.kind === "bracket" && (!bracket || (real.rows > Math.min(...bracket) / margin && real.rows < Math.max(...bracket) * margin))) continue;
			const settings = settingsOf(entry, real.rows);
			const { ending } = runModel(settings);
			outcomes.counted++;
			if (ending === real.outcome) outcomes.model++;
			else outcomes.wrong.push(`${settings.row} × ${settings.way}, ${real.rows} rows: ${ending}, really ${real.outcome}`);
			if (real.outcome === "finished") outcomes.succeeds++;
			if (rawSays(settings) === (real.outcome === "finished")) outcomes.raw++;
		}
	}
	const errors = entries.flatMap(levels).map((c) => ({ ...c, error: Math.abs(c.model / c.real - 1) }));
	return { outcomes, errors: errors.sort((a, b) => a.error - b.error) };
}

export const medianOf = (errors: Score["errors"]) => errors[Math.floor(errors.length / 2)]?.error ?? 0;

export function toTable(title: string, { outcomes: o, errors }: Score): string {
	const percent = (x: number) => `${(100 * x).toFixed(1)} %`;
	const worst = errors.slice(-5).reverse();
	return [
		`${title}: ${o.counted} outcomes further than 10 % from a limit, ${errors.length} peaks`,
		`  outcomes right   model ${o.model}, “always succeeds” ${o.succeeds}, “raw bytes < limit” ${o.raw}`,
		...o.wrong.map((line) => `    wrong: ${line}`),
		...o.contradict.map((line) => `    not counted, real runs contradict each other: ${line}`),
		`  error of peaks   median ${percent(medianOf(errors))}, worst ${percent(worst[0]?.error ?? 0)}`,
		...worst.map((w) => `    ${percent(w.error).padStart(7)}  ${w.what}: ${Math.round(w.model / 2 ** 20)} MiB, really ${Math.round(w.real / 2 ** 20)}`),
	].join("\n");
}
