/** Where each memory ends, bytes. */
import type { Settings } from "./settings.ts";

export interface Limits {
	/** Heap of the driver's JVM, and of an executor's; in local mode they are one. */
	readonly driver: number;
	readonly executor: number;
	readonly python: number;
}

const MiB = 1024 ** 2;

/**
 * In cluster mode Python lives in what the container has beside the heap: a tenth of `spark.driver.memory`, at least
 * 384 MiB (`spark.driver.memoryOverhead`, Spark 4.2dev `internal/config/package.scala`; a Kubernetes job that is not
 * of a JVM takes four tenths).
 */
export const driverOverhead = (driverMemory: number) => Math.max(384 * MiB, Math.floor(driverMemory * 0.1));

export function toLimits(s: Settings): Limits {
	return {
		driver: s.driverMemory,
		executor: s.mode === "local" ? s.driverMemory : s.executorMemory,
		python: s.mode === "cluster" ? driverOverhead(s.driverMemory) : s.pythonMemory,
	};
}
