/** One run of the model: which memory holds how much as the rows come back, and how it ends. See README.md for the equations. */
import { type Death, type Deaths, deathsLike, mostLikely } from "./deaths.ts";
import { fitted, pythonBase } from "./fitted.ts";
import { arrayBytes, chunkBytes, regionSize } from "./heap.ts";
import { type Limits, toLimits } from "./limits.ts";
import { arrowBytes, compressedBytes, decodedBytes, pandasBytes, pickledBytes, pyrolitePickledBytes, pythonRddBytes, pythonRowBytes, textLength } from "./rows.ts";
import { columnsOf, type Settings, type Way } from "./settings.ts";

export type Ending = "finished" | "maxResultSize" | "driverHeap" | "memoryError" | "pythonKilled" | "executorHeap";

/** What is under way: `collect`: task results come to the driver JVM; `decode`: it makes rows of them; `serve`: Python reads; `frame`: Python makes a DataFrame. */
export type PhaseName = "collect" | "decode" | "serve" | "frame";

/** Bytes, by what they are for. */
export interface Level {
	/** What was there before the job. */
	readonly base: number;
	/** What stays until the end of the phase. */
	readonly held: number;
	/** What is only passing: buffers, copies. */
	readonly passing: number;
}

export interface Knot {
	/** Share of the whole way, 0 to 1. No seconds: the model knows sizes, not speeds. */
	readonly at: number;
	readonly phase: PhaseName;
	/** Levels of one executor JVM, the driver's JVM and Python, straight from one knot to the next. */
	readonly executor: Level;
	readonly driver: Level;
	readonly python: Level;
	/** Serialized results that the driver has counted so far, in tasks and bytes. */
	readonly tasks: number;
	readonly results: number;
	/** Rows that Python has. */
	readonly rows: number;
}

export interface Run {
	readonly settings: Settings;
	readonly limits: Limits;
	readonly knots: readonly Knot[];
	readonly ending: Ending;
	/** How the end shows. */
	readonly appears: "result" | "exception" | "hang" | "killed";
	/** Where the driver's heap was full: what that was most often in real runs like this one, and how often each was seen; null: it was not. */
	readonly death: Death | null;
	readonly deaths: Deaths | null;
	/** Serialized result of one task, bytes. */
	readonly taskResult: number;
}

const MiB = 1024 ** 2;
/** Up to this size a result comes in the message that the task has ended (`spark.task.maxDirectResultSize`, Spark 4.2dev). */
const direct = MiB;
/** Threads that fetch results (`spark.resultGetter.threads`, `TaskResultGetter`, Spark 4.2dev). */
const getters = 4;
/** Threads of `local[2]`. */
const localThreads = 2;
/** Bytes of an executor's heap that are in no pool, and the share of the rest that blocks may take (`UnifiedMemoryManager`, `spark.memory.fraction`, Spark 4.2dev). */
const [reserved, pool] = [300 * MiB, 0.6];

interface Sizes {
	/** Serialized result of one task. */
	readonly result: number;
	/** Of one task's result, what stays on the driver's heap until the job has ended. */
	readonly held: number;
	/** What fetching one result takes besides, while it is under way. */
	readonly fetch: number;
	/** All rows decoded on the driver's heap, and the arrays of references to them; 0: nobody decodes. */
	readonly decoded: number;
	/** What the executor holds of one partition, and what serializing takes besides. */
	readonly partition: number;
	readonly serializing: number;
}

/** Rows of a batch of `AutoBatchedSerializer`: it doubles until a pickle has 64 KiB (`pyspark/serializers.py`, PySpark 4.3.0). */
const batchRows = (row: number, most: number) => Math.max(1, Math.min(2 ** Math.ceil(Math.log2(65536 / row)), most));

function toSizes(s: Settings, limits: Limits): Sizes {
	const n = rowsOfTask(s);
	const region = regionSize(limits.driver);
	const own = regionSize(limits.executor);
	/** The one array that a fetched block arrives in, then the chunks of the task's result read from it. */
	const fetching = (result: number) => (result > direct ? arrayBytes(result, region) : 0) + chunkBytes(result, region);
	/** What an executor needs beside a partition: its value is serialized, let go, and the task's result made of those chunks (`Executor.scala`, `DirectTaskResult.writeExternal`). */
	const onExecutor = (result: number, partition: number) => ({ partition, serializing: Math.max(chunkBytes(result, own), 2 * chunkBytes(result, own) - partition) });
	const overhead = fitted.taskOverhead[s.way];
	/** Batches of one row, of two, of four, … up to `most`, or all of `most`. */
	const inBatches = (row: number, rows: number, most: number, r: number, doubles = true) => {
		/** Only arrays that share a region waste its rest. */
		const array = (length: number) => arrayBytes(length, r) * (length > r / 2 ? 1 : fitted.fragmentation);
		let [bytes, rest] = [0, rows];
		for (let batch = doubles ? 1 : most; rest > 0 && batch < most; batch *= 2) {
			bytes += array(row * Math.min(batch, rest));
			rest -= batch;
		}
		return rest > 0 ? bytes + Math.floor(rest / most) * array(row * most) + (rest % most ? array(row * (rest % most)) : 0) : bytes;
	};
	switch (s.way) {
		case "rdd.collect": {
			const row = pickledBytes(s, s.rows);
			const result = n * row + overhead;
			const most = batchRows(row, n);
			return { result, held: inBatches(row, n, most, region), fetch: fetching(result), decoded: 0, ...onExecutor(result, inBatches(row, n, most, own)) };
		}
		case "df.collect":
		case "toPandas": {
			const result = n * compressedBytes(s) + overhead;
			const capacity = s.rows ? 2 ** Math.ceil(Math.log2(Math.max(16, s.rows))) : 0;
			const decoded = s.rows * (decodedBytes(s) + 4) + 4 * capacity;
			return { result, held: chunkBytes(result, region), fetch: fetching(result), decoded, ...onExecutor(result, chunkBytes(result, own)) };
		}
		case "toPandas+arrow": {
			const row = arrowBytes(s);
			const result = n * row + overhead;
			return { result, held: inBatches(row, n, 10_000, region, false), fetch: fetching(result), decoded: 0, ...onExecutor(result, inBatches(row, n, 10_000, own, false)) };
		}
		case "toLocalIterator": {
			const row = pyrolitePickledBytes(s, s.rows);
			const result = n * row + overhead;
			const most = 2 ** Math.ceil(Math.log2(MiB / row));
			return { result, held: inBatches(row, n, most, region), fetch: fetching(result), decoded: 0, ...onExecutor(result, inBatches(row, n, most, own)) };
		}
		case "take": {
			const result = Math.min(s.take, n) * compressedBytes(s) + overhead;
			return { result, held: chunkBytes(result, region), fetch: 0, decoded: Math.min(s.take, s.rows) * (decodedBytes(s) + 8), ...onExecutor(result, chunkBytes(result, own)) };
		}
		case "write":
			return { result: overhead, held: 0, fetch: 0, decoded: 0, partition: fitted.writer, serializing: 0 };
	}
}

const rowsOfTask = (s: Settings) => Math.ceil(s.rows / s.partitions);

/** Heap that an earlier line of the session left: its results, which the driver's JVM holds on to, as measured. Of `rdd.collect` and `df.collect` the next job found nothing that stayed. */
function leftBytes(s: Settings, limits: Limits): number {
	if (s.earlier === "none") return 0;
	const before = { ...s, way: s.earlier, rows: s.earlierRows };
	return s.partitions * toSizes(before, limits).held;
}

interface Tasks {
	readonly all: number;
	/** Whose results the driver keeps at once. */
	readonly together: number;
	/** Whose results count towards `spark.driver.maxResultSize` together. */
	readonly counted: number;
	/** Results that are fetched at one time. */
	readonly fetched: number;
	/** That one executor runs at once, and at most as many results that wait on it. */
	readonly running: number;
	readonly waiting: number;
}

function tasksOf(s: Settings, result: number): Tasks {
	const one = s.way === "take" || s.way === "toLocalIterator";
	const all = s.way === "take" ? 1 : s.partitions;
	const slots = s.mode === "local" ? localThreads : s.executors * s.cores;
	const atOnce = one ? 1 : Math.min(all, slots);
	const fetched = Math.min(getters, atOnce);
	const running = Math.ceil(atOnce / (s.mode === "local" ? 1 : Math.min(s.executors, atOnce)));
	const later = one ? 0 : Math.ceil(all / s.executors) - running;
	const waiting = result > direct && s.mode !== "local" ? Math.max(0, Math.min(fitted.waiting, later)) : 0;
	const counts = { all, fetched, running, waiting };
	if (s.way === "take") return { ...counts, together: 1, counted: 1 };
	// Each partition is a job of its own, but the results of those before stay on the heap: measured, in every run of the grid.
	if (s.way === "toLocalIterator") return { ...counts, together: all, counted: 1 };
	if (s.way === "toPandas+arrow") return { ...counts, together: Math.min(all, fetched + fitted.arrowWindow), counted: all };
	return { ...counts, together: all, counted: all };
}

/** Bytes of Python per row once all is there, and once the DataFrame is made. */
function pythonSizes(s: Settings): { row: number; frame: number } {
	const isText = s.row.startsWith("string");
	// pandas 3 keeps texts in Arrow's columns (dtype str).
	const isArrowText = isText && s.pandas === "3";
	switch (s.way) {
		case "rdd.collect":
			return { row: pythonRddBytes(s), frame: 0 };
		case "df.collect":
		case "take":
			return { row: pythonRowBytes(s), frame: 0 };
		case "toPandas":
			return { row: pythonRowBytes(s), frame: fitted.records * 8 * columnsOf(s) + (isArrowText ? fitted.textCopies * textLength(s) : 0) };
		case "toPandas+arrow": {
			if (isArrowText) return { row: arrowBytes(s), frame: fitted.wideOffsets };
			return { row: arrowBytes(s), frame: pandasBytes(s) + (isText || s.row === "bytes1024" ? fitted.deduplicate[s.spark] : fitted.consolidate[s.pandas] * 8 * columnsOf(s)) };
		}
		default:
			return { row: 0, frame: 0 };
	}
}

const weights: Record<PhaseName, number> = { collect: 0.45, decode: 0.15, serve: 0.3, frame: 0.1 };

export function runModel(settings: Settings): Run {
	const s = settings;
	const limits = toLimits(s);
	const sizes = toSizes(s, limits);
	const { all, together, counted, fetched, running, waiting } = tasksOf(s, sizes.result);
	const python = pythonSizes(s);
	const streams = isStream(s.way);
	const brought = s.way === "write" ? 0 : s.way === "take" ? Math.min(s.take, s.rows) : s.rows;
	const isLocal = s.mode === "local";
	const driverBase = fitted.driverBase[s.spark] + fitted.columnBase * columnsOf(s) * Number(s.way !== "rdd.collect") + leftBytes(s, limits);
	const region = regionSize(limits.executor);
	// What has no room among the blocks goes to the disk.
	const waits = Math.min(waiting * chunkBytes(sizes.result, region), chunkBytes(Math.max(0, pool * (limits.executor - reserved)), region));
	const executor = (): Level => (isLocal ? none : { base: fitted.executorBase, held: running * sizes.partition + waits, passing: running * sizes.serializing });
	// One is whole, in all its forms; of each of the others its own rows are not there yet, and of the rest a share.
	const fetching = sizes.fetch + (fetched - 1) * Math.max(0, fitted.overlap * sizes.fetch - sizes.held);
	const inJvm = isLocal ? running * (sizes.partition + sizes.serializing) : 0;
	const knots: Knot[] = [];
	const phases = (["collect", "decode", "serve", "frame"] as const).filter(
		(p) => p === "collect" || (p === "decode" && sizes.decoded) || (p === "serve" && !streams && s.way !== "write") || (p === "frame" && python.frame),
	);
	const whole = phases.reduce((sum, p) => sum + weights[p], 0);
	let at = 0;
	let ended: End | null = null;

	/** Levels at a share of a phase. */
	const levels = (phase: PhaseName, share: number): Omit<Knot, "at"> => {
		const early = phase === "collect";
		const done = early ? share : 1;
		const tasks = early ? Math.round(share * all) : all;
		const keeps = Math.min(share * all, together) * sizes.held;
		const pythonRows = streams ? (early ? share : 1) : phase === "serve" ? share : phase === "frame" ? 1 : 0;
		const blocks = together * sizes.held;
		const driver: Level =
			phase === "collect"
				? { base: driverBase, held: keeps, passing: all ? fetching + inJvm : 0 }
				: phase === "decode"
					? { base: driverBase, held: share * sizes.decoded, passing: blocks }
					: { base: driverBase, held: streams ? 0 : sizes.decoded || blocks, passing: 0 };
		const rows = pythonRows * brought;
		return {
			phase,
			executor: early ? executor() : isLocal ? none : { base: fitted.executorBase, held: 0, passing: 0 },
			driver,
			python: {
				base: pythonBase(s.spark, s.way),
				held: s.way === "toLocalIterator" ? 0 : rows * python.row + (phase === "frame" ? share * brought * python.frame : 0),
				passing: s.way === "toLocalIterator" ? Math.min(rowsOfTask(s), 2 ** Math.ceil(Math.log2(MiB / pyrolitePickledBytes(s, s.rows)))) * pythonRowBytes(s) : 0,
			},
			tasks,
			results: done * (counted * sizes.result),
			rows,
		};
	};
	const add = (phase: PhaseName, share: number, from: number) => {
		const { executor, driver, python, ...rest } = levels(phase, share);
		const held = { executor: upTo(limits.executor, executor), driver: upTo(limits.driver, driver), python: upTo(limits.python, python) };
		knots.push({ ...rest, ...held, at: from + (share * weights[phase]) / whole });
	};

	for (const phase of phases) {
		add(phase, 0, at);
		const end = firstEnd(s, limits, sizes, { all, counted, together }, (share) => levels(phase, share), phase);
		if (end) {
			add(phase, end.share, at);
			ended = end;
			break;
		}
		add(phase, 1, at);
		at += weights[phase] / whole;
	}
	const { ending, appears } = ended ?? { ending: "finished" as const, appears: "result" as const };
	const deaths = ending === "driverHeap" ? deathsLike(s, knots.at(-1)!.phase) : null;
	const death = deaths && mostLikely(deaths);
	return { settings, limits, knots, ending, appears: death ? (death === "hang" ? "hang" : "exception") : appears, death, deaths, taskResult: sizes.result };
}

/** A request that goes over the limit is refused, so that no level does. */
function upTo(limit: number, { base, held, passing }: Level): Level {
	const stays = Math.min(held, Math.max(0, limit - base));
	return { base, held: stays, passing: Math.min(passing, Math.max(0, limit - base - stays)) };
}

const isStream = (way: Way) => way === "toPandas+arrow" || way === "toLocalIterator";

const none: Level = { base: 0, held: 0, passing: 0 };
export const sumOf = ({ base, held, passing }: Level) => base + held + passing;

interface End {
	readonly share: number;
	readonly ending: Ending;
	readonly appears: Run["appears"];
}

/** Levels rise straight within a phase, so that the share at which one meets its limit is a division. */
function firstEnd(s: Settings, limits: Limits, sizes: Sizes, { all, counted, together }: Pick<Tasks, "all" | "counted" | "together">, levels: (share: number) => Omit<Knot, "at">, phase: PhaseName): End | null {
	const ends: End[] = [];
	const [a, b] = [levels(0), levels(1)];
	/** The share at which a level that goes from `from` to `to` passes `limit`. */
	const meets = (from: number, to: number, limit: number): number | null => (from > limit ? 0 : to > limit ? (limit - from) / (to - from) : null);
	const meet = (share: number | null, ending: Ending, appears: Run["appears"]) => share !== null && ends.push({ share, ending, appears });
	if (phase === "collect") {
		if (s.mode !== "local" && sumOf(a.executor) > limits.executor - chunkBytes(MiB, regionSize(limits.executor))) ends.push({ share: 0, ending: "executorHeap", appears: "exception" });
		if (s.maxResultSize && counted * sizes.result > s.maxResultSize) {
			const tasks = Math.min(counted, Math.floor(s.maxResultSize / sizes.result) + 1);
			ends.push({ share: tasks / all, ending: "maxResultSize", appears: "exception" });
		}
		// What streams reaches its window after a few tasks, and stays there.
		const share = meets(sumOf(a.driver), sumOf(b.driver), limits.driver * fitted.usable);
		meet(share === null ? null : (share * together) / all, "driverHeap", "exception");
	} else meet(meets(sumOf(a.driver), sumOf(b.driver), limits.driver * fitted.usable), "driverHeap", "exception");
	const isKilled = s.limiter === "kernel" || s.mode === "cluster";
	meet(meets(sumOf(a.python), sumOf(b.python), limits.python), isKilled ? "pythonKilled" : "memoryError", isKilled ? "killed" : "exception");
	return ends.reduce<End | null>((first, d) => (first === null || d.share < first.share ? d : first), null);
}

/** Highest level of each memory in a run, bytes. */
export function peaksOf({ knots }: Run): Record<"executor" | "driver" | "python", number> {
	const most = (of: (knot: Knot) => Level) => Math.max(...knots.map((knot) => sumOf(of(knot))));
	return { executor: most((k) => k.executor), driver: most((k) => k.driver), python: most((k) => k.python) };
}

