/**
 * What no format and no source says. `npm run fit` fits these to the runs of the grid that are not held out, prints how
 * well, and writes `fitted.json`.
 */
import values from "./fitted.json" with { type: "json" };
import type { Pandas, RowKind, Spark, Way } from "./settings.ts";

export interface Fitted {
	/** Heap that a driver's JVM, an executor's and resident memory that a Python driver hold before the job, bytes. */
	readonly driverBase: Readonly<Record<Spark, number>>;
	readonly executorBase: number;
	readonly pythonBase: Readonly<Record<Spark, number>>;
	/** What pandas and PyArrow add to a Python driver of 3.5; one of 4.3 has them from the start. */
	readonly pandasImport: number;
	/** Heap that planning a DataFrame takes for each column, bytes. */
	readonly columnBase: number;
	/** Share of a heap that objects can fill before a request fails. */
	readonly usable: number;
	/** Arrays that are smaller than half a region, with what their region's rest wastes, over their size. */
	readonly fragmentation: number;
	/** Bytes of a task's result beside what it carries: accumulators and metrics. */
	readonly taskOverhead: Readonly<Record<Way, number>>;
	/** Of each further result that is fetched at the same time, the share of its block and its chunks that is on the heap while the first takes most. */
	readonly overlap: number;
	/** Results that wait on an executor until the driver has fetched them, beside those that its tasks are making. How many do depends on which of the two is faster: see README.md. */
	readonly waiting: number;
	/** Partitions that wait in the driver for an Arrow stream to Python, beside those being fetched. */
	readonly arrowWindow: number;
	/** Compressed size of a DataFrame's rows over their size. */
	readonly compression: Readonly<Record<RowKind, number>>;
	/** Bytes of a row that Arrow's messages add, that Pyrolite adds, and that a `Row` object takes without its values. */
	readonly arrowExtra: number;
	readonly pyroliteRow: number;
	readonly rowObject: number;
	/** Bytes of a value while pyarrow looks for equal objects, with PyArrow 21 beside 4.3 and 17 beside 3.5; copies of a number's column, and of a reference's in `from_records`. */
	readonly deduplicate: Readonly<Record<Spark, number>>;
	readonly consolidate: Readonly<Record<Pandas, number>>;
	readonly records: number;
	/** pandas 3: bytes of a text beside its Arrow column, whose offsets become wider; copies of its characters when it is made from objects. */
	readonly wideOffsets: number;
	readonly textCopies: number;
	/** Heap of an executor that writes Parquet, bytes. */
	readonly writer: number;
}

export const fitted: Fitted = values;

/** Resident memory of a Python driver before the job, bytes. */
export const pythonBase = (spark: Spark, way: Way): number => fitted.pythonBase[spark] + (spark === "3.5" && way.startsWith("toPandas") ? fitted.pandasImport : 0);
