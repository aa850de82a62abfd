/** What the sandbox calls things. */
import type { Ending, PhaseName, Run } from "./run.ts";
import type { Earlier, Limiter, Mode, Pandas, RowKind, Settings, Spark, Way } from "./settings.ts";

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
	"rdd.collect": "an rdd.collect()",
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
	const isLocal = s.mode === "local";
	switch (ending) {
		case "finished":
			return s.way === "write" ? "The executors wrote the rows. The driver held none of them." : "It finishes: every row is where you asked for it.";
		case "maxResultSize":
			return `Spark counted the serialized results as they were announced and stopped the job at task ${grouped(run.knots.at(-1)!.tasks)} of ${grouped(s.partitions)}. Nothing died.`;
		case "driverHeap":
			if (isLocal && run.knots.at(-1)!.phase === "collect")
				return "The heap of the one JVM was full while it ran tasks and kept the results of others. The job fails; what the message names differs from run to run.";
			return run.appears === "hang"
				? `The driver JVM’s heap was full while it fetched task results. The thread that fetched died of it, the scheduler did not, and your line waits for results that nobody will bring. Not each such run of the grid hung: some raised an error.`
				: "The driver JVM’s heap was full while it decoded the rows, in the thread that your call runs in. Py4J carries the error to Python; the JVM lives on.";
		case "executorHeap":
			return "An executor could not hold one partition’s result and its serialized copies. It exits with code 52; after four tries Spark gives up.";
		case "memoryError":
			return "Python could not get more address space while it built its objects. The JVM still holds the whole result.";
		case "pythonKilled":
			return s.mode === "cluster" ? "The container was full, so it was killed, and Python with it." : "The kernel killed Python. No exception, no traceback, exit code 137.";
	}
}

export const grouped = (x: number) => String(Math.round(x)).replace(/\B(?=(\d{3})+(?!\d))/g, ",");

export const toMiB = (bytes: number) => (bytes >= 10 * 1024 ** 3 ? `${(bytes / 1024 ** 3).toFixed(1)} GiB` : `${grouped(bytes / 1024 ** 2)} MiB`);

/** What differs between two settings, in words. */
export function toChanges(before: Settings, after: Settings, write: (settings: Settings) => Record<string, string>): string {
	const [a, b] = [write(before), write(after)];
	const names = [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((name) => a[name] !== b[name]);
	return names.map((name) => `${name} ${a[name]} → ${b[name]}`).join(", ") || "nothing changed";
}
