/** A reader's own command and what it printed beside a real run: `content/observations/NAME.json`, written only by the recorder. */
import { z } from "zod";

const observation = z.strictObject({
	name: z.string().min(1),
	command: z.string().min(1),
	output: z.string(),
	/** False: the output was shortened, and a `…` stands for each part left out. */
	isWhole: z.boolean(),
	run: z.strictObject({
		spark: z.string(),
		python: z.string(),
		java: z.string(),
		date: z.iso.date(),
		/** The command that started the run. */
		start: z.string(),
		job: z.strictObject({ file: z.string(), source: z.string() }).nullable(),
		/** Workers of a standalone cluster; 0: local. */
		cluster: z.int().min(0),
		conf: z.record(z.string(), z.string()),
		/** The job is the client of a Spark Connect server, and that has the master. */
		connect: z.literal(true).optional(),
	}),
});

export type Observation = z.infer<typeof observation>;

/** Throws an Error with one sentence that names the file, what is wrong, and how to make it anew. */
export function readObservation(text: string, file: string): Observation {
	let json: unknown;
	try {
		json = JSON.parse(text);
	} catch {
		throw new Error(`${file}: is not JSON`);
	}
	const { data, error } = observation.safeParse(json);
	if (data) return data;
	const { path, message } = error.issues[0]!;
	throw new Error(`${file}: ${path.join(".") || "the file"}: ${message}. Only the recorder writes it: npm run record -- --observe NAME`);
}

/** What ran when the command was typed, as a sentence's end: `while slow.py ran on a standalone cluster with two workers`. */
export function toCircumstances({ run: { start, cluster, conf, connect } }: Observation): string {
	const where = connect ? "as client of a Spark Connect server on `local[2]`" : cluster ? `on a standalone cluster with ${cluster === 1 ? "one worker" : `${cluster} workers`}` : "on `local[2]`";
	const settings = Object.entries(conf).map(([key, value]) => `\`${key}=${value}\``);
	return `\`${start}\` ran ${where}${settings.length ? `, with ${settings.join(", ")}` : ""}`;
}
