/** What one can do about it, each as a change of the settings, so that it can be tried. */
import type { Ending } from "./run.ts";
import type { Settings } from "./settings.ts";

export interface Remedy {
	readonly name: string;
	readonly label: string;
	/** Where it works, and what it costs. */
	readonly note: string;
	/** Endings that it is a remedy for. */
	readonly against: readonly Ending[];
	/** Null: it changes nothing here. */
	readonly apply: (settings: Settings) => Settings | null;
}

const GiB = 1024 ** 3;
const toRows: readonly Settings["way"][] = ["rdd.collect", "df.collect", "toPandas", "toPandas+arrow"];
const brings = (s: Settings) => toRows.includes(s.way);
const memory: readonly Ending[] = ["driverHeap", "memoryError", "pythonKilled", "maxResultSize", "executorHeap"];

export const remedies: readonly Remedy[] = [
	{
		name: "driver-memory",
		label: "Double spark.driver.memory",
		note: "In spark-defaults.conf, with --driver-memory, or in the code that starts the JVM. Set after that it is shown and ignored. Python gets none of it.",
		against: ["driverHeap"],
		apply: (s) => ({ ...s, driverMemory: Math.min(1024 * GiB, s.driverMemory * 2) }),
	},
	{
		name: "max-result-size",
		label: "Double spark.driver.maxResultSize",
		note: "The sum of the serialized results may then be larger. The heap that has to hold them stays as it is.",
		against: ["maxResultSize"],
		apply: (s) => ({ ...s, maxResultSize: s.maxResultSize * 2 }),
	},
	{
		name: "executor-memory",
		label: "Double spark.executor.memory",
		note: "An executor holds the result of each task that it runs, its serialized copies, and results that wait to be fetched.",
		against: ["executorHeap"],
		apply: (s) => (s.mode === "local" ? null : { ...s, executorMemory: Math.min(1024 * GiB, s.executorMemory * 2) }),
	},
	{
		name: "partitions",
		label: "Four times the partitions",
		note: "Each task’s result is a quarter as large. The sum is the same.",
		against: ["executorHeap", "driverHeap"],
		apply: (s) => (s.partitions * 4 <= 1e6 ? { ...s, partitions: s.partitions * 4 } : null),
	},
	{
		name: "cores",
		label: "One core an executor",
		note: "Each runs one task at a time, and fewer results are fetched at once. The job takes longer.",
		against: ["executorHeap", "driverHeap"],
		apply: (s) => (s.mode === "local" || s.cores === 1 ? null : { ...s, cores: 1 }),
	},
	{
		name: "fresh",
		label: "A new Python process first",
		note: "With it comes a new driver JVM, without what the earlier line left.",
		against: ["driverHeap"],
		apply: (s) => (s.earlier === "none" ? null : { ...s, earlier: "none" }),
	},
	{
		name: "python-memory",
		label: "Double what Python may use",
		note: "A larger container or machine: no Spark setting limits or grants the Python driver’s memory in client mode.",
		against: ["memoryError", "pythonKilled"],
		apply: (s) => (s.mode === "cluster" ? { ...s, driverMemory: s.driverMemory * 4 } : { ...s, pythonMemory: s.pythonMemory * 2 }),
	},
	{
		name: "columns",
		label: "Select fewer columns",
		note: "df.select before collect: the executors send only what you name.",
		against: memory,
		apply: (s) => (!brings(s) ? null : s.row === "wide" ? { ...s, row: "row", columns: 10 } : s.row === "row" && s.columns > 1 ? { ...s, columns: Math.ceil(s.columns / 5) } : null),
	},
	{ name: "filter", label: "Filter first: a tenth of the rows", note: "df.filter runs on the executors.", against: memory, apply: (s) => (brings(s) && s.rows >= 10 ? { ...s, rows: Math.ceil(s.rows / 10) } : null) },
	{ name: "take", label: "take(1000)", note: "One partition is read, as a rule, and a thousand rows come.", against: memory, apply: (s) => (s.way === "take" ? null : { ...s, way: "take", take: 1000 }) },
	{ name: "arrow", label: "toPandas() with Arrow", note: "Columns instead of rows: the driver JVM passes each partition on and keeps few. It is the default since Spark 4.2.", against: memory, apply: (s) => (s.way === "toPandas" || s.way === "df.collect" ? { ...s, way: "toPandas+arrow" } : null) },
	{ name: "iterate", label: "toLocalIterator()", note: "Python holds one batch at a time. Each partition is a job of its own, and in our runs the driver JVM still held them all, after the loop too.", against: memory, apply: (s) => (brings(s) ? { ...s, way: "toLocalIterator" } : null) },
	{ name: "write", label: "df.write", note: "The executors write files. No row comes to the driver.", against: memory, apply: (s) => (s.way === "write" ? null : { ...s, way: "write" }) },
];
