/**
 * Sizes as Spark writes and reads them.
 *
 * Sources: `JavaUtils.byteStringAs`, `common/utils-java/…/network/util/JavaUtils.java`, and `Utils.bytesToString`,
 * `core/…/util/Utils.scala`, Spark 4.2dev. `spark.driver.memory` goes to the JVM as it is, as `-Xmx…`
 * (`SparkSubmitCommandBuilder`), and OpenJDK 17 takes digits and one letter: `1gb` ends with
 * `Invalid maximum heap size: -Xmx1gb`, tried with PySpark 4.3.0.
 */
const suffixes: Readonly<Record<string, number>> = {
	...{ b: 0, k: 1, kb: 1, m: 2, mb: 2, g: 3, gb: 3, t: 4, tb: 4, p: 5, pb: 5 },
};

export type Size = { readonly bytes: number; readonly error?: undefined } | { readonly bytes?: undefined; readonly error: string };

/** The largest that fits a Java long. */
const most = 2 ** 63;

/** By Spark's rule. `unit`: what a number without a suffix counts, in bytes. The error is one sentence. */
export function parseSize(text: string, unit = 1): Size {
	const lower = text.trim().toLowerCase();
	const [, digits, suffix] = /^(\d+)([a-z]+)?$/.exec(lower) ?? [];
	if (digits === undefined) {
		if (/^\d+\.\d+[a-z]*$/.test(lower)) return { error: `Spark takes no fractions: write ${toWhole(lower)} instead of ${quote(text)}.` };
		return { error: `${quote(text)} is no size to Spark: write a whole number and a unit, as 512m or 4g.` };
	}
	if (suffix !== undefined && !Object.hasOwn(suffixes, suffix)) return { error: `Spark knows no unit ${quote(suffix)}: it takes b, k, m, g, t and p, as in 512m or 4g.` };
	const bytes = Number(digits) * (suffix === undefined ? unit : 1024 ** suffixes[suffix]!);
	if (bytes >= most) return { error: `${quote(text)} is more than Spark can count: the largest is 8191p.` };
	return { bytes };
}

/** As the JVM reads `-Xmx`: digits and one of k, m, g, t. Without a letter they are bytes. */
export function parseHeap(text: string): Size {
	const size = parseSize(text);
	if (size.error !== undefined) return size;
	if (!/^\d+[kmgt]?$/i.test(text)) {
		const fixed = /^\s*(\d+)\s*([kmgt])b?\s*$/i.exec(text);
		return { error: `The JVM would not start with -Xmx${shorten(text)}: ${fixed ? `write ${fixed[1]}${fixed[2]!.toLowerCase()}` : "write digits and one of k, m, g, t, as 4g"}.` };
	}
	return size;
}

const quote = (text: string) => `“${shorten(text)}”`;
const shorten = (text: string) => (text.length > 24 ? `${[...text].slice(0, 24).join("")}…` : text);

function toWhole(text: string): string {
	const [, number, suffix = "b"] = /^([\d.]+)([a-z]*)$/.exec(text)!;
	const power = suffixes[suffix || "b"] ?? 0;
	const [finer, letter] = power ? [1024, "bkmgtp"[power - 1]!] : [1, "b"];
	return `${Math.round(Number(number) * finer)}${letter}`;
}

/** Bytes in the shortest of Spark's forms that loses nothing: `512m`, `4g`, `0`. */
export function toSparkSize(bytes: number): string {
	if (bytes === 0) return "0";
	const power = [5, 4, 3, 2, 1].find((p) => bytes % 1024 ** p === 0) ?? 0;
	return `${bytes / 1024 ** power}${power ? "bkmgtp"[power] : "b"}`;
}

/** As Spark's messages say it (`Utils.bytesToString`): the largest unit of which there are at least two, one decimal. */
export function toSparkWords(bytes: number): string {
	const units: [string, number][] = [["EiB", 6], ["PiB", 5], ["TiB", 4], ["GiB", 3], ["MiB", 2], ["KiB", 1]];
	for (const [name, power] of units) if (bytes >= 2 * 1024 ** power) return `${(bytes / 1024 ** power).toFixed(1)} ${name}`;
	return `${bytes.toFixed(1)} B`;
}
