/** What the reader may set, and what a run of the model is a pure function of. Sizes in bytes. */
export const rowKinds = ["int", "string10", "string100", "row", "wide", "bytes1024"] as const;
export const ways = ["rdd.collect", "df.collect", "toPandas", "toPandas+arrow", "take", "toLocalIterator", "write"] as const;
export const modes = ["client", "local", "cluster"] as const;
export const limiters = ["kernel", "address-space"] as const;
export const sparks = ["4.3", "3.5"] as const;
export const pandases = ["2", "3"] as const;
export const earlierWays = ["none", "toLocalIterator"] as const;

export type RowKind = (typeof rowKinds)[number];
export type Way = (typeof ways)[number];
/**
 * `client`: executors are JVMs of their own. `local`: driver and executor are one JVM. `cluster`: the driver runs in a
 * container of the cluster; from Spark's source, not recorded: standalone refuses it for Python.
 */
export type Mode = (typeof modes)[number];
/**
 * What ends a Python that needs too much. `kernel`: a container or a machine is full. `address-space`: `RLIMIT_AS`, set in
 * Python itself (`resource.prlimit`) once Spark runs, to what is mapped then and as much more as leaves `pythonMemory`
 * resident. `ulimit -v` in the shell is another thing: it binds the JVM too, which then may not start.
 */
export type Limiter = (typeof limiters)[number];
/** The line of Spark: 4.3.0, or 3.5.9. */
export type Spark = (typeof sparks)[number];
/** pandas 2.3.3, or 3.1.1: texts are Arrow's, and no column of numbers is copied. */
export type Pandas = (typeof pandases)[number];
/** What an earlier line of the same session did, with a result that Python has dropped: only what leaves something on the driver's heap that the next job finds there. */
export type Earlier = (typeof earlierWays)[number];

export interface Settings {
	readonly rows: number;
	readonly row: RowKind;
	/** Columns of a `row`; a `wide` one has 100. */
	readonly columns: number;
	readonly partitions: number;
	/** In local mode there is none: two threads of the driver's JVM do their work. */
	readonly executors: number;
	/** Of one executor (`spark.executor.cores`): the tasks that it runs at once. */
	readonly cores: number;
	readonly mode: Mode;
	readonly way: Way;
	/** n of `take(n)`. */
	readonly take: number;
	/** `spark.driver.memory`. */
	readonly driverMemory: number;
	/** `spark.executor.memory`. */
	readonly executorMemory: number;
	/** `spark.driver.maxResultSize`; 0: no limit. */
	readonly maxResultSize: number;
	/** What the Python driver may use in all. In cluster mode the container's overhead decides instead. */
	readonly pythonMemory: number;
	readonly limiter: Limiter;
	readonly spark: Spark;
	readonly pandas: Pandas;
	readonly earlier: Earlier;
	/** Rows of the same kind, in as many partitions, that the earlier line brought. */
	readonly earlierRows: number;
}

const MiB = 1024 ** 2;
const GiB = 1024 ** 3;

export const defaults: Settings = {
	...{ rows: 5_000_000, row: "string100", columns: 10, partitions: 32, executors: 2, cores: 1, mode: "client", way: "rdd.collect", take: 1000 },
	...{ driverMemory: GiB, executorMemory: GiB, maxResultSize: GiB, pythonMemory: 4 * GiB, limiter: "kernel" },
	...{ spark: "4.3", pandas: "2", earlier: "none", earlierRows: 2_000_000 },
};

/** The least heap that a driver starts with: 1.5 × 300 MiB (`UnifiedMemoryManager`, `INVALID_DRIVER_MEMORY`, Spark 4.2dev). */
export const leastHeap = 1.5 * 300 * MiB;

/** Whole numbers, from and to. */
export const ranges = {
	rows: [0, 1e12],
	columns: [1, 2000],
	partitions: [1, 1e6],
	executors: [1, 1000],
	cores: [1, 64],
	take: [0, 1e9],
	earlierRows: [0, 1e12],
	driverMemory: [leastHeap, 1024 * GiB],
	executorMemory: [leastHeap, 1024 * GiB],
	maxResultSize: [0, 1024 * 1024 * GiB],
	pythonMemory: [256 * MiB, 1024 * 1024 * GiB],
} as const satisfies Partial<Record<keyof Settings, readonly [number, number]>>;

export type NumberSetting = keyof typeof ranges;

export const columnsOf = ({ row, columns }: Pick<Settings, "row" | "columns">) => (row === "wide" ? 100 : row === "row" ? columns : 1);
