/** Defaults of settings that a sentence states, against those that the jars of the pinned PySpark declare (index_settings.py). */

export interface Settings {
	/** Of PySpark. */
	version: string;
	/** Key → default as Spark words it. */
	defaults: ReadonlyMap<string, string>;
}

const numbers: Record<string, number> = { zero: 0, one: 1, two: 2, three: 3, four: 4, five: 5, six: 6, seven: 7, eight: 8, nine: 9, ten: 10, twelve: 12, twenty: 20, thirty: 30, sixty: 60, hundred: 100, thousand: 1000, million: 1e6 };
const sizes: Record<string, number> = { b: 1, byte: 1, bytes: 1, k: 1024, kb: 1024, kib: 1024, kibibyte: 1024, kibibytes: 1024, mb: 2 ** 20, mib: 2 ** 20, mebibyte: 2 ** 20, mebibytes: 2 ** 20, g: 2 ** 30, gb: 2 ** 30, gib: 2 ** 30, gibibyte: 2 ** 30, gibibytes: 2 ** 30, t: 2 ** 40 };
const times: Record<string, number> = { ms: 1, s: 1000, second: 1000, seconds: 1000, min: 60_000, minute: 60_000, minutes: 60_000, h: 3_600_000, hour: 3_600_000, hours: 3_600_000, d: 86_400_000, day: 86_400_000, days: 86_400_000 };
const words: Record<string, Value> = { on: true, true: true, enabled: true, off: false, false: false, disabled: false, unset: null, "not set": null, empty: "" };

/** Null: not set. A number comes with what it counts: bytes, ms or just a number. */
type Value = boolean | null | string | { n: number; unit: "bytes" | "ms" | "" };

const numberWord = `(?:${Object.keys(numbers).join("|")})`;
const unit = `(?:${[...Object.keys(sizes), ...Object.keys(times)].sort((a, b) => b.length - a.length).join("|")})`;
const value = `(?:\`[^\`]+\`|-?\\d[\\d,_]*(?:\\.\\d+)?(?: ?(?:${unit}\\b|%))?|\\b${numberWord}(?: ${numberWord})*\\b(?: ${unit}\\b)?|\\b(?:${Object.keys(words).join("|")})\\b)`;
const key = /`(spark(?:\.[A-Za-z][\w-]*){2,})`/g;

/** How a sentence states a default. `#` is a setting in code; of other forms it is the nearest one. */
const forms = [
	`(V)(?: [a-z]+){0,2},? by default\\b`,
	`\\bby default,? (V)`,
	`\\bdefault(?:s to|:| is| of|,)? (V)`,
	`(V)(?: [a-z]+)?, the default\\b`,
	`(V)\\b[^,.;:]*? (?:is|are) the default\\b`,
	`# (?:is|says|stands at) (V)(?: [a-z]+){0,2},? unless\\b`,
].map((form) => new RegExp(form.replaceAll("V", value).replaceAll("#", "`spark[\\w.-]+`"), "gi"));
/** `spark.x` says ten thousand rows: a default unless it is a condition or speaks of a run. */
const plain = new RegExp(`(?<!\\b(?:if|when|while|unless|once|where|until|whether|with|as long as)(?: [\\w’']+){0,3} )\`spark[\\w.-]+\` (?:is|says|stands at) (${value})`, "gi");
const ofRun = /\b(?:here|this run|this job|in the run|recorded|job above)\b/i;

function parseValue(text: string): Value {
	const bare = text.replace(/^`|`$/g, "").replace(/(?<=\d)[,_](?=\d)/g, "").trim().toLowerCase();
	if (Object.hasOwn(words, bare)) return words[bare]!;
	const [, digits, after] = /^(-?\d+(?:\.\d+)?) ?([a-z]+|%)?$/.exec(bare) ?? [];
	if (digits !== undefined) return withUnit(Number(digits), after);
	const parts = bare.split(/[ -]/);
	const last = parts.at(-1)!;
	const counted = parts.filter((part) => Object.hasOwn(numbers, part));
	if (counted.length && counted.length >= parts.length - 1) return withUnit(counted.reduce((product, part) => product * numbers[part]!, 1), Object.hasOwn(numbers, last) ? undefined : last);
	return bare;
}

function withUnit(n: number, unit: string | undefined): Value {
	if (unit === undefined) return { n, unit: "" };
	if (unit === "%") return { n: n / 100, unit: "" };
	if (Object.hasOwn(sizes, unit)) return { n: n * sizes[unit]!, unit: "bytes" };
	if (Object.hasOwn(times, unit)) return { n: n * times[unit]!, unit: "ms" };
	// `m` is MiB in a size and a minute in a time; Spark prints minutes as `min`.
	return unit === "m" ? { n: n * 2 ** 20, unit: "bytes" } : `${n}${unit}`;
}

/** What a setting is if nobody sets it; undefined: the jars do not declare it. */
function defaultOf(key: string, { defaults }: Settings): string | undefined {
	const found = defaults.get(key);
	const other = /^<value of (\S+)>$/.exec(found ?? "")?.[1];
	return other === undefined || other === key ? found : defaultOf(other, { version: "", defaults });
}

const isEqual = (said: Value, real: Value): boolean => {
	if (said === null || real === null || typeof said !== "object" || typeof real !== "object") return said === real;
	return said.n === real.n && (said.unit === real.unit || said.unit === "");
};

/** Each default that the sentence states wrongly, or in a way that cannot be compared, in words. */
export function findDefaults(sentence: string, settings: Settings): string[] {
	const keys = [...sentence.matchAll(key)].map(({ 1: name, index }) => ({ name: name!, index, end: index + name!.length + 2 }));
	if (!keys.length || isOfAnother(sentence, settings.version)) return [];
	// A setting behind a comma belongs to the next clause.
	const gap = (key: (typeof keys)[0], at: number, end: number) => (key.end <= at ? at - key.end : Math.max(0, key.index - end) + (sentence.slice(end, key.index).includes(",") ? sentence.length : 0));
	const nearest = (at: number, end: number) => keys.toSorted((a, b) => gap(a, at, end) - gap(b, at, end))[0]!;
	const stated = [...forms, ...(ofRun.test(sentence) ? [] : [plain])].flatMap((form) =>
		[...sentence.matchAll(form)].filter(([, said]) => !said!.startsWith("`spark.")).map(({ 0: whole, 1: said, index }) => ({ said: said!, key: nearest(index, index + whole.length).name })),
	);
	if (!stated.length) return /\bdefaults?\b(?!\.conf)/i.test(sentence.replace(/`[^`]*`/g, "").replace(/\bspark-defaults\b/g, "")) ? [`default that cannot be compared, write "\`spark.x\` is VALUE by default" or "(VALUE by default)": ${keys.map(({ name }) => name).join(", ")}`] : [];
	return [...new Set(stated.flatMap(({ said, key }) => wrong(said, key, settings)))];
}

function wrong(said: string, key: string, settings: Settings): string[] {
	const real = defaultOf(key, settings);
	if (real === undefined) return [`default of a setting that PySpark ${settings.version} does not declare: ${key}`];
	const expected: Value = real === "<undefined>" ? null : parseValue(real);
	return isEqual(parseValue(said), expected) ? [] : [`default of ${key}: the text says ${said}, PySpark ${settings.version} has ${real}`];
}

/** Speaks of the default in another version: "In Spark 4.1 …", "before Spark 4.2". */
const isOfAnother = (sentence: string, version: string) =>
	[...sentence.matchAll(/\b(in|until|up to|before) (?:Py)?Spark (\d+\.\d+)/gi)].some(([, word, spark]) => word!.toLowerCase() !== "in" || !version.startsWith(`${spark}.`));
