/** Settings as words: of a link, a command line, a field or `spark-defaults.conf`. What is wrong is said in a sentence, and the value before stays. */
import { earlierWays, limiters, modes, type NumberSetting, pandases, ranges, rowKinds, type Settings, sparks, ways } from "./settings.ts";
import { parseHeap, parseSize, toSparkSize, type Size } from "./spark-size.ts";

interface Field {
	readonly setting: keyof Settings;
	/** As errors name it. */
	readonly label: string;
	/** Key of Spark's configuration, where there is one. */
	readonly conf?: string;
	readonly read: (text: string) => { value: Settings[keyof Settings]; error?: undefined } | { error: string };
	readonly write: (settings: Settings) => string;
}

const MiB = 1024 ** 2;

/** `5e6`, `5,000,000`, `5_000_000`. */
function count(setting: NumberSetting, label: string, conf?: string): Field {
	const [least, most] = ranges[setting];
	return {
		...{ setting, label, conf },
		read(text) {
			const plain = text.trim().replace(/(?<=\d)[ _,](?=\d)/g, "");
			const value = /^\d+(\.\d+)?(e\d+)?$/i.test(plain) ? Number(plain) : Number.NaN;
			if (!Number.isInteger(value) || value < least || value > most) return { error: `${label} must be a whole number from ${toGrouped(least)} to ${toGrouped(most)}, as in ${toGrouped(Math.max(least, 20))}.` };
			return { value };
		},
		write: (settings) => String(settings[setting]),
	};
}

function size(setting: NumberSetting, label: string, parse: (text: string) => Size, conf?: string): Field {
	const [least, most] = ranges[setting];
	return {
		...{ setting, label, conf },
		read(text) {
			const { bytes, error } = parse(text);
			if (error !== undefined) return { error };
			if (bytes < least) return { error: `${label} must be at least ${toSparkSize(least)}${least === ranges.driverMemory[0] ? ", or Spark does not start" : ""}.` };
			if (bytes > most) return { error: `${label} can be at most ${toSparkSize(most)} here.` };
			return { value: bytes };
		},
		write: (settings) => toSparkSize(settings[setting] as number),
	};
}

/** `old`: names that links had before. */
function choice(setting: keyof Settings, label: string, among: readonly string[], old: Readonly<Record<string, string>> = {}): Field {
	return {
		...{ setting, label },
		read(text) {
			const value = Object.hasOwn(old, text) ? old[text]! : text;
			return among.includes(value) ? { value: value as Settings[keyof Settings] } : { error: `${label} must be one of ${among.join(", ")}.` };
		},
		write: (settings) => String(settings[setting]),
	};
}

const toGrouped = (x: number) => (x >= 1e9 ? x.toExponential().replace("e+", "e") : String(x).replace(/\B(?=(\d{3})+$)/g, ","));

/** By their names in links and on the command line. */
export const fields: Readonly<Record<string, Field>> = {
	rows: count("rows", "Rows"),
	row: choice("row", "A row", rowKinds),
	columns: count("columns", "Columns"),
	partitions: count("partitions", "Partitions"),
	executors: count("executors", "Executors"),
	cores: count("cores", "Cores of an executor", "spark.executor.cores"),
	mode: choice("mode", "Deploy mode", modes),
	way: choice("way", "The way back", ways),
	take: count("take", "n of take(n)"),
	"driver-memory": size("driverMemory", "spark.driver.memory", parseHeap, "spark.driver.memory"),
	"executor-memory": size("executorMemory", "spark.executor.memory", (text) => parseSize(text, MiB), "spark.executor.memory"),
	"max-result-size": size("maxResultSize", "spark.driver.maxResultSize", parseSize, "spark.driver.maxResultSize"),
	"python-memory": size("pythonMemory", "Python’s memory", parseSize),
	limiter: choice("limiter", "What ends Python", limiters, { rlimit: "address-space" }),
	spark: choice("spark", "Spark’s line", sparks),
	pandas: choice("pandas", "pandas’ line", pandases),
	earlier: choice("earlier", "The earlier line", earlierWays),
	"earlier-rows": count("earlierRows", "Rows of the earlier line"),
};

export interface Wrong {
	/** Name of the field, or the line of the configuration. */
	readonly field: string;
	readonly error: string;
}

export interface Read {
	readonly settings: Settings;
	readonly wrong: readonly Wrong[];
}

/** `from` with what `words` say, by the names of `fields`. */
export function readSettings(words: Readonly<Record<string, string>>, from: Settings): Read {
	const wrong: Wrong[] = [];
	const settings: Record<string, unknown> = { ...from };
	for (const [name, text] of Object.entries(words)) {
		if (!Object.hasOwn(fields, name)) {
			wrong.push({ field: name, error: `There is no setting ${name.slice(0, 24)}: there are ${Object.keys(fields).join(", ")}.` });
			continue;
		}
		const field = fields[name]!;
		const result = field.read(text);
		if (result.error !== undefined) wrong.push({ field: name, error: result.error });
		else settings[field.setting] = result.value;
	}
	return { settings: settings as unknown as Settings, wrong };
}

/** What differs from `from`, by the names of `fields`. */
export function writeSettings(settings: Settings, from: Settings): Record<string, string> {
	return Object.fromEntries(Object.entries(fields).flatMap(([name, field]) => (settings[field.setting] === from[field.setting] ? [] : [[name, field.write(settings)]])));
}

/**
 * The lines of `spark-defaults.conf` that the sandbox knows. As Spark reads them: a key and its value with white space,
 * `=` or `:` between, `#` for a comment (`java.util.Properties`); what comes later wins.
 */
export function readConf(text: string, from: Settings): Read {
	const wrong: Wrong[] = [];
	let settings = from;
	for (const [i, line] of text.split("\n").entries()) {
		const [, key, value] = /^\s*([^\s=:#!]+)[\s=:]+(.*?)\s*$/.exec(line) ?? [];
		if (/^\s*([#!].*)?$/.test(line)) continue;
		const where = `line ${i + 1}`;
		const found = Object.values(fields).find(({ conf }) => conf !== undefined && conf === key);
		if (key === undefined || value === undefined || value === "") {
			wrong.push({ field: where, error: `Line ${i + 1} is no setting: write a key, a space and a value, as spark.driver.memory 4g.` });
			continue;
		}
		if (!found) {
			wrong.push({ field: where, error: `Line ${i + 1}: ${key.slice(0, 40)} does not change this picture. It knows ${confKeys.join(", ")}.` });
			continue;
		}
		const result = found.read(value);
		if (result.error !== undefined) wrong.push({ field: where, error: `Line ${i + 1}: ${result.error}` });
		else settings = { ...settings, [found.setting]: result.value };
	}
	return { settings, wrong };
}

const confKeys = Object.values(fields).flatMap(({ conf }) => conf ?? []);

export function writeConf(settings: Settings): string {
	const width = Math.max(...confKeys.map((key) => key.length)) + 2;
	return Object.values(fields)
		.flatMap(({ conf, write }) => (conf ? [`${conf.padEnd(width)}${write(settings)}`] : []))
		.join("\n");
}
