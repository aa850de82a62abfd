/** Settings that tell something. `before`: what it is compared with. */
import { defaults, type Settings } from "./settings.ts";

export interface Preset {
	readonly name: string;
	readonly label: string;
	readonly says: string;
	readonly settings: Settings;
	readonly before?: Settings;
}

const GiB = 1024 ** 3;
const preset = (name: string, label: string, says: string, more: Partial<Settings>, before?: Partial<Settings>): Preset => ({
	...{ name, label, says, settings: { ...defaults, ...more } },
	...(before && { before: { ...defaults, ...more, ...before } }),
});

export const presets: readonly Preset[] = [
	preset("notebook", "The 3 a.m. notebook", "Five million rows to pandas, everything at its default but Arrow, which somebody switched off.", { way: "toPandas", row: "string100", rows: 5_000_000 }),
	preset("twice", "Works on 1 GB, dies on 2", "The same job, the same settings, twice the rows.", { way: "rdd.collect", row: "string100", rows: 20_000_000, driverMemory: 2 * GiB, maxResultSize: 0, executorMemory: 2 * GiB, pythonMemory: 8 * GiB }, { rows: 10_000_000 }),
	preset("saved", "maxResultSize saves you", "More than the heap could hold. Spark counts before it fetches.", { way: "rdd.collect", row: "string100", rows: 25_000_000, driverMemory: 2 * GiB, executorMemory: 2 * GiB, pythonMemory: 8 * GiB, partitions: 64 }),
	preset("local", "Local mode: it does not", "The same limit, but each result first takes its place in the same heap.", { way: "rdd.collect", row: "string100", rows: 15_000_000, mode: "local", partitions: 8, pythonMemory: 8 * GiB }),
	preset("python", "Python goes first", "A heap with room, in a container without.", { way: "df.collect", row: "row", columns: 10, rows: 4_000_000, driverMemory: 4 * GiB, pythonMemory: 2 * GiB }),
	preset("partition", "One large partition", "Nothing reaches the driver at all.", { way: "rdd.collect", row: "string100", rows: 6_000_000, partitions: 2, driverMemory: 4 * GiB, pythonMemory: 8 * GiB }),
];
