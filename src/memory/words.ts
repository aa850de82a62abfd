/** What the sandbox calls things. */
import { type Death, type Deaths, deaths, nextLineAfter, sumOfDeaths } from "./deaths.ts";
import type { Ending, PhaseName, Run } from "./run.ts";
import type { Earlier, Limiter, Mode, Pandas, RowKind, Settings, Spark, Way } from "./settings.ts";
import { toGrouped } from "../words/numbers.ts";

export const rowNames: Readonly<Record<RowKind, string>> = {
	int: "an int",
	string10: "a string of 10 characters",
	string100: "a string of 100 characters",
	row: "a dict or Row of some int columns",
	wide: "a wide row: 100 int columns",
	bytes1024: "1,024 random bytes",
};

export const wayNames: Readonly<Record<Way, string>> = {
	"rdd.collect": "rdd.collect()",
	"df.collect": "df.collect()",
	toPandas: "df.toPandas(), Arrow off",
	"toPandas+arrow": "df.toPandas(), with Arrow",
	take: "df.take(n)",
	toLocalIterator: "df.toLocalIterator()",
	write: "df.write",
};

export const modeNames: Readonly<Record<Mode, string>> = {
	client: "client: executors of their own",
	local: "local[2]: one JVM for all",
	cluster: "cluster: driver in a container",
};

export const limiterNames: Readonly<Record<Limiter, string>> = {
	kernel: "the kernel kills it (container, machine)",
	"address-space": "it gets no more (RLIMIT_AS, set in Python)",
};

export const sparkNames: Readonly<Record<Spark, string>> = { "4.3": "Spark 4.3.0", "3.5": "Spark 3.5.9" };
export const pandasNames: Readonly<Record<Pandas, string>> = { "2": "pandas 2.3.3", "3": "pandas 3.1.1" };

export const earlierNames: Readonly<Record<Earlier, string>> = {
	none: "nothing",
	toLocalIterator: "a df.toLocalIterator(), read to its end",
};

export const endingNames: Readonly<Record<Ending, string>> = {
	finished: "It finishes",
	maxResultSize: "Spark aborts it: maxResultSize",
	driverHeap: "The driver JVM’s heap is full",
	memoryError: "Python raises MemoryError",
	pythonKilled: "The kernel kills Python",
	executorHeap: "An executor’s heap is full",
};

export const phaseNames: Readonly<Record<PhaseName, string>> = {
	collect: "Task results come to the driver JVM",
	decode: "The driver JVM decodes the rows",
	serve: "Python reads the rows",
	frame: "pandas makes its columns",
};

export const memoryNames = { executor: "Executor JVM’s heap", driver: "Driver JVM’s heap", python: "Python driver" } as const;
export type MemoryName = keyof typeof memoryNames;

/** One sentence: what happened, in which memory. */
export function toVerdict(run: Run): string {
	const { settings: s, ending } = run;
	switch (ending) {
		case "finished":
			return s.way === "write" ? "The executors wrote the rows. The driver held none of them." : "It finishes: every row is where you asked for it.";
		case "maxResultSize":
			return `Spark counted the serialized results as they were announced and stopped the job at task ${toGrouped(Math.round(run.knots.at(-1)!.tasks))} of ${toGrouped(s.partitions)}. Nothing died.`;
		case "driverHeap":
			return `${toDeath(run)} ${toOdds(run.deaths!)}${toNext(run)}`;
		case "executorHeap":
			return "An executor could not hold the results of the tasks that it ran, their serialized copies, and what the driver had not fetched yet. By default it exits with code 52, and Spark gives up after four tries.";
		case "memoryError":
			return "Python could not get more address space while it built its objects. The JVM still holds the whole result.";
		case "pythonKilled":
			return s.mode === "cluster" ? "The container was full, so it was killed, and Python with it." : "The kernel killed Python. No exception, no traceback, exit code 137.";
	}
}

function toDeath({ settings: s, death, knots }: Run): string {
	const local = s.mode === "local" ? "The heap of the one JVM was full while it ran tasks and kept the results of others." : "The driver JVM’s heap was full while it fetched task results.";
	switch (death!) {
		case "hang":
			return `${local} The thread that fetched died of it, the scheduler did not, and your line waits for results that nobody will bring.`;
		case "lost":
			return `${local} No array was to be had for a whole result, so the fetch counted as failed. ${s.mode === "local" ? "Local mode tries a task once" : "The task ran four times"}, then Spark aborted the job.`;
		case "stopped":
			return `${local} A thread died whose end stops the SparkContext: the job is cancelled, and the session is gone.`;
		case "thrown":
			return knots.at(-1)!.phase === "collect" ? `${local} The thread that serves your call got no more, and Py4J carries its error to Python.` : "The driver JVM’s heap was full while it decoded the rows, in the thread that your call runs in. Py4J carries the error to Python.";
	}
}

export const deathNames: Readonly<Record<Death, string>> = {
	hang: "the line hung",
	lost: "it raised TaskResultLost",
	stopped: "the SparkContext was stopped with it",
	thrown: "it raised OutOfMemoryError",
};

/** `in 7 the line hung, in 3 it raised TaskResultLost`: what was seen most often first. */
export function toCounts(seen: Deaths): string {
	const found = deaths.filter((death) => seen[death] > 0).toSorted((a, b) => seen[b] - seen[a]);
	return found.map((death) => `in ${seen[death]} ${deathNames[death]}`).join(", ");
}

/** How often each end was seen in real runs like it. */
function toOdds(seen: Deaths): string {
	const all = sumOfDeaths(seen);
	return `Of ${all} such real ${all === 1 ? "run" : "runs"}: ${toCounts(seen)}.`;
}

/** Whether the session outlives it, as far as it was tried. */
function toNext({ settings, knots, death }: Run): string {
	const next = death === "hang" ? null : nextLineAfter(settings, knots.at(-1)!.phase);
	if (!next) return "";
	const tried = next.ran + next.raised;
	return ` In ${next.ran} of ${tried} ${tried === 1 ? "run" : "runs"} where it was tried, the session’s next line ran.`;
}

/** What differs between two settings, in words. */
export function toChanges(before: Settings, after: Settings, write: (settings: Settings) => Record<string, string>): string {
	const [a, b] = [write(before), write(after)];
	const names = [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((name) => a[name] !== b[name]);
	return names.map((name) => `${name} ${a[name]} → ${b[name]}`).join(", ") || "nothing changed";
}

/**
 * What the model leaves out, and in which direction it is wrong there. Measured with PySpark 4.3.0 and OpenJDK 17; the
 * other collectors with heaps of 700 MiB in four runs each.
 */
export const beyond: readonly string[] = [
	"Every number here is for G1, the collector that OpenJDK 17 chooses on a machine with two processors or more and at least 1,792 MB; with less it chooses Serial, which was not run.",
	"With -XX:+UseParallelGC the heap is full earlier, and the line raised where G1 made it hang: the last full collections before the error left 517 and 568 MiB of 700, with G1 691 to 698. Near a limit the sandbox then says too often that a job finishes.",
	"With -XX:+UseZGC an array of 1 MiB takes no second region, so that more fits: two jobs with 1.35 times the rows of the model’s limit finished, although 11 and 12 % more was held.",
	"ulimit -v in the shell limits the JVM too, and is not what the sandbox means: with ulimit -v 716800, java -Xmx1g does not start (“Could not reserve enough space for 1048576KB object heap”).",
];
