/**
 * What no format and no source says. `npm run fit` fits these to the runs of the grid that are not held out, prints how
 * well, and writes `fitted.json`.
 */
import values from "./fitted.json" with { type: "json" };
import type { RowKind } from "./settings.ts";

export interface Fitted {
	/** Heap that a driver's JVM, an executor's and resident memory that a Python driver hold before the job, bytes. */
	readonly driverBase: number;
	readonly executorBase: number;
	readonly pythonBase: number;
	/** Heap that planning a DataFrame takes for each column, bytes. */
	readonly columnBase: number;
	/** Share of a heap that objects can fill before a request fails. */
	readonly usable: number;
	/** Arrays that are smaller than half a region, with what their region's rest wastes, over their size. */
	readonly fragmentation: number;
	/** Results that the driver fetches at one time, at most four (`spark.resultGetter.threads`). */
	readonly fetches: number;
	/** Serialized copies of a task's result that an executor holds at one time. */
	readonly copies: number;
	/** Partitions that wait in the driver for an Arrow stream to Python. */
	readonly arrowWindow: number;
	/** Compressed size of a DataFrame's rows over their size. */
	readonly compression: Readonly<Record<RowKind, number>>;
	/** Bytes of a row that Arrow's messages add, that Pyrolite adds, and that a `Row` object takes without its values. */
	readonly arrowExtra: number;
	readonly pyroliteRow: number;
	readonly rowObject: number;
	/** Bytes of a value while pyarrow looks for equal objects; copies of a number's column, and of a reference's in `from_records`. */
	readonly deduplicate: number;
	readonly consolidate: number;
	readonly records: number;
	/** Heap of an executor that writes Parquet, bytes. */
	readonly writer: number;
}

export const fitted: Fitted = values;
