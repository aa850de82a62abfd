/** One run of the model: which memory holds how much as the rows come back, and how it ends. See README.md for the equations. */
import { fitted } from "./fitted.ts";
import { arrayBytes, chunkBytes, regionSize } from "./heap.ts";
import { type Limits, toLimits } from "./limits.ts";
import { arrowBytes, compressedBytes, decodedBytes, pandasBytes, pickledBytes, pyrolitePickledBytes, pythonRddBytes, pythonRowBytes } from "./rows.ts";
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
	/** How the driver's heap shows its end: in the thread that called, or in one that fetches results, and then the job hangs. */
	readonly appears: "result" | "exception" | "hang" | "killed";
	/** Serialized result of one task, bytes. */
	readonly taskResult: number;
}

const MiB = 1024 ** 2;
/** Up to this size a result comes in the message that the task has ended (`spark.task.maxDirectResultSize`, Spark 4.2dev). */
const direct = MiB;
/** A task's result adds this to what it carries: accumulators and metrics. */
const taskOverhead = 4000;

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
	const serialize = (result: number) => fitted.copies * chunkBytes(result, own);
	/** Batches of one row, of two, of four, … up to `most`, or all of `most`. */
	const inBatches = (row: number, rows: number, most: number, r: number, doubles = true) => {
		let [bytes, rest] = [0, rows];
		for (let batch = doubles ? 1 : most; rest > 0 && batch < most; batch *= 2) {
			bytes += arrayBytes(row * Math.min(batch, rest), r);
			rest -= batch;
		}
		if (rest > 0) bytes += Math.floor(rest / most) * arrayBytes(row * most, r) + (rest % most ? arrayBytes(row * (rest % most), r) : 0);
		return bytes * fitted.fragmentation;
	};
	switch (s.way) {
		case "rdd.collect": {
			const row = pickledBytes(s, s.rows);
			const result = n * row + taskOverhead;
			const most = batchRows(row, n);
			return { result, held: inBatches(row, n, most, region), fetch: fetching(result), decoded: 0, partition: inBatches(row, n, most, own), serializing: serialize(result) };
		}
		case "df.collect":
		case "toPandas": {
			const result = n * compressedBytes(s) + taskOverhead;
			const capacity = s.rows ? 2 ** Math.ceil(Math.log2(Math.max(16, s.rows))) : 0;
			const decoded = s.rows * (decodedBytes(s) + 4) + 4 * capacity;
			return { result, held: chunkBytes(result, region), fetch: fetching(result), decoded, partition: chunkBytes(result, own), serializing: serialize(result) };
		}
		case "toPandas+arrow": {
			const row = arrowBytes(s);
			const result = n * row + taskOverhead;
			return { result, held: inBatches(row, n, 10_000, region, false), fetch: fetching(result), decoded: 0, partition: inBatches(row, n, 10_000, own, false), serializing: serialize(result) };
		}
		case "toLocalIterator": {
			const row = pyrolitePickledBytes(s, s.rows);
			const result = n * row + taskOverhead;
			const most = 2 ** Math.ceil(Math.log2(MiB / row));
			return { result, held: inBatches(row, n, most, region), fetch: fetching(result), decoded: 0, partition: inBatches(row, n, most, own), serializing: serialize(result) };
		}
		case "take": {
			const result = Math.min(s.take, n) * compressedBytes(s) + taskOverhead;
			return { result, held: chunkBytes(result, region), fetch: 0, decoded: Math.min(s.take, s.rows) * (decodedBytes(s) + 8), partition: chunkBytes(result, own), serializing: serialize(result) };
		}
		case "write":
			return { result: taskOverhead, held: 0, fetch: 0, decoded: 0, partition: fitted.writer, serializing: 0 };
	}
}

const rowsOfTask = (s: Settings) => Math.ceil(s.rows / s.partitions);

/** Tasks whose results the driver asks for at once, and keeps at once. */
function tasksOf(s: Settings): { all: number; together: number; counted: number } {
	const all = s.way === "take" ? 1 : s.partitions;
	if (s.way === "take") return { all, together: 1, counted: 1 };
	// Each partition is a job of its own, but the results of those before stay on the heap: measured, in every run of the grid.
	if (s.way === "toLocalIterator") return { all, together: all, counted: 1 };
	if (s.way === "toPandas+arrow") return { all, together: Math.min(all, fitted.arrowWindow), counted: all };
	return { all, together: all, counted: all };
}

/** Bytes of Python per row once all is there, and once the DataFrame is made. */
function pythonSizes(s: Settings): { row: number; frame: number } {
	switch (s.way) {
		case "rdd.collect":
			return { row: pythonRddBytes(s), frame: 0 };
		case "df.collect":
		case "take":
			return { row: pythonRowBytes(s), frame: 0 };
		case "toPandas":
			return { row: pythonRowBytes(s), frame: fitted.records * 8 * columnsOf(s) };
		case "toPandas+arrow": {
			const isObject = s.row.startsWith("string") || s.row === "bytes1024";
			return { row: arrowBytes(s), frame: pandasBytes(s) + (isObject ? fitted.deduplicate : fitted.consolidate * 8 * columnsOf(s)) };
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
	const { all, together, counted } = tasksOf(s);
	const python = pythonSizes(s);
	const streams = isStream(s.way);
	const brought = s.way === "write" ? 0 : s.way === "take" ? Math.min(s.take, s.rows) : s.rows;
	const isLocal = s.mode === "local";
	const fetches = s.way === "toLocalIterator" ? 1 : Math.min(fitted.fetches, all);
	const driverBase = fitted.driverBase + fitted.columnBase * columnsOf(s) * Number(s.way !== "rdd.collect");

	const executor = (): Level => (isLocal ? none : { base: fitted.executorBase, held: sizes.partition, passing: sizes.serializing });
	const inJvm = isLocal ? 2 * (sizes.partition + sizes.serializing) : 0;
	const knots: Knot[] = [];
	const phases = (["collect", "decode", "serve", "frame"] as const).filter(
		(p) => p === "collect" || (p === "decode" && sizes.decoded) || (p === "serve" && !streams && s.way !== "write") || (p === "frame" && python.frame),
	);
	const whole = phases.reduce((sum, p) => sum + weights[p], 0);
	let at = 0;
	let ended: Omit<Run, "settings" | "limits" | "knots" | "taskResult"> | null = null;

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
				? { base: driverBase, held: keeps, passing: all ? fetches * sizes.fetch + inJvm : 0 }
				: phase === "decode"
					? { base: driverBase, held: share * sizes.decoded, passing: blocks }
					: { base: driverBase, held: streams ? 0 : sizes.decoded || blocks, passing: 0 };
		const rows = pythonRows * brought;
		return {
			phase,
			executor: early ? executor() : isLocal ? none : { base: fitted.executorBase, held: 0, passing: 0 },
			driver,
			python: {
				base: fitted.pythonBase,
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
		const death = firstDeath(s, limits, sizes, all, counted, (share) => levels(phase, share), phase);
		if (death) {
			add(phase, death.share, at);
			ended = death;
			break;
		}
		add(phase, 1, at);
		at += weights[phase] / whole;
	}
	const { ending, appears } = ended ?? { ending: "finished" as const, appears: "result" as const };
	return { settings, limits, knots, ending, appears, taskResult: sizes.result };
}

/** A request that goes over the limit is refused, so that no level does. */
function upTo(limit: number, { base, held, passing }: Level): Level {
	const stays = Math.min(held, Math.max(0, limit - base));
	return { base, held: stays, passing: Math.min(passing, Math.max(0, limit - base - stays)) };
}

const isStream = (way: Way) => way === "toPandas+arrow" || way === "toLocalIterator";

const none: Level = { base: 0, held: 0, passing: 0 };
export const sumOf = ({ base, held, passing }: Level) => base + held + passing;

interface Death {
	readonly share: number;
	readonly ending: Ending;
	readonly appears: Run["appears"];
}

/** Levels rise straight within a phase, so that the share at which one meets its limit is a division. */
function firstDeath(s: Settings, limits: Limits, sizes: Sizes, all: number, counted: number, levels: (share: number) => Omit<Knot, "at">, phase: PhaseName): Death | null {
	const deaths: Death[] = [];
	const [a, b] = [levels(0), levels(1)];
	/** The share at which a level that goes from `from` to `to` passes `limit`. */
	const meets = (from: number, to: number, limit: number): number | null => (from > limit ? 0 : to > limit ? (limit - from) / (to - from) : null);
	const meet = (share: number | null, ending: Ending, appears: Run["appears"]) => share !== null && deaths.push({ share, ending, appears });
	if (phase === "collect") {
		if (s.mode !== "local" && sumOf(a.executor) > limits.executor * fitted.usable) deaths.push({ share: 0, ending: "executorHeap", appears: "exception" });
		if (s.maxResultSize && counted * sizes.result > s.maxResultSize) {
			const tasks = Math.min(counted, Math.floor(s.maxResultSize / sizes.result) + 1);
			deaths.push({ share: tasks / all, ending: "maxResultSize", appears: "exception" });
		}
		const together = tasksOf(s).together;
		// What streams reaches its window after a few tasks, and stays there.
		const share = meets(sumOf(a.driver), sumOf(b.driver), limits.driver * fitted.usable);
		meet(share === null ? null : (share * together) / all, "driverHeap", s.mode === "local" ? "exception" : "hang");
	} else meet(meets(sumOf(a.driver), sumOf(b.driver), limits.driver * fitted.usable), "driverHeap", "exception");
	const isKilled = s.limiter === "kernel" || s.mode === "cluster";
	meet(meets(sumOf(a.python), sumOf(b.python), limits.python), isKilled ? "pythonKilled" : "memoryError", isKilled ? "killed" : "exception");
	return deaths.reduce<Death | null>((first, d) => (first === null || d.share < first.share ? d : first), null);
}

/** Highest level of each memory in a run, bytes. */
export function peaksOf({ knots }: Run): Record<"executor" | "driver" | "python", number> {
	const most = (of: (knot: Knot) => Level) => Math.max(...knots.map((knot) => sumOf(of(knot))));
	return { executor: most((k) => k.executor), driver: most((k) => k.driver), python: most((k) => k.python) };
}

