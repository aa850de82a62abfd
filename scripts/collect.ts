/** The sandbox's model on the command line: `npm run --silent collect -- --rows 5e6 --row string100 --way rdd.collect --json`. */
import { parseArgs } from "node:util";
import { messageOf } from "../src/memory/messages.ts";
import { fields, readSettings, writeSettings } from "../src/memory/read-settings.ts";
import { peaksOf, runModel } from "../src/memory/run.ts";
import { defaults } from "../src/memory/settings.ts";
import { toSparkWords } from "../src/memory/spark-size.ts";
import { toVerdict } from "../src/memory/words.ts";

const options = Object.fromEntries(Object.keys(fields).map((name) => [name, { type: "string" as const }]));

function fail(sentence: string): never {
	console.error(sentence);
	process.exit(2);
}

/** `--rows -3` as `--rows=-3`: a value may begin with a hyphen. */
function joined(args: string[]): string[] {
	return args.flatMap((arg, i) => {
		const takes = (name: string | undefined) => name !== undefined && Object.hasOwn(fields, name.slice(2)) && name.startsWith("--");
		if (takes(args[i - 1])) return [];
		return takes(arg) && args[i + 1] !== undefined ? [`${arg}=${args[i + 1]}`] : [arg];
	});
}

function readArguments(): { json: boolean; words: Record<string, string> } {
	try {
		const { json = false, ...words } = parseArgs({ args: joined(process.argv.slice(2)), options: { ...options, json: { type: "boolean" } } }).values;
		return { json: json as boolean, words: words as Record<string, string> };
	} catch (error) {
		return fail(`${(error as Error).message.split(/[.\n]/)[0]}. Options: ${Object.keys(fields).map((name) => `--${name}`).join(" ")} --json.`);
	}
}

const { json, words } = readArguments();
const { settings, wrong } = readSettings(words, defaults);
if (wrong.length) fail(wrong.map(({ field, error }) => `--${field}: ${error}`).join("\n"));
const run = runModel(settings);
const peaks = peaksOf(run);
const message = messageOf(run);
if (json) {
	const said = { settings, outcome: run.ending, appears: run.appears, deaths: run.deaths, peaks, limits: run.limits, taskResult: run.taskResult, message: message.text };
	console.log(JSON.stringify(said, null, 2));
} else {
	console.log(`${Object.entries(writeSettings(settings, defaults)).map(([name, value]) => `${name} ${value}`).join(", ") || "the defaults"}: ${run.ending}`);
	for (const [name, limit] of Object.entries(run.limits)) console.log(`${name.padEnd(9)}peak ${toSparkWords(peaks[name as keyof typeof peaks]).padStart(12)} of ${toSparkWords(limit)}`);
	console.log(toVerdict(run));
	if (message.text) console.log(`${message.where}:\n${message.text}`);
}
