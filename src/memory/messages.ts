/**
 * What the user reads, and where: the texts of PySpark 4.3.0 on Spark 4.3.0, as recorded (`content/recordings/end-*.json`,
 * `content/grid/collect-grid.json`), with this run's sizes. Folders and lines between are left out and say so. Numbers of tasks and objects
 * are those of the recorded run.
 */
import type { Run } from "./run.ts";
import type { Way } from "./settings.ts";
import { toSparkWords } from "./spark-size.ts";

export interface Message {
	/** Where it appears. */
	readonly where: string;
	/** Empty: nothing is printed. */
	readonly text: string;
	/** Index of the line that matters. */
	readonly marked: number;
}

interface Call {
	/** Frames of Python from the user's line to the call into the JVM, as printed. */
	readonly frames: readonly string[];
	/** As Py4J names what it called; the number of an object is the recorded run's. */
	readonly called: string;
	/** The JVM serves the rows in a thread of its own, and Python asks that thread afterwards what became of it. */
	readonly isServed?: boolean;
}

const frame = (file: string, line: number, name: string, code: string) => [`  File ".../${file}", line ${line}, in ${name}`, `    ${code}`];
const dataFrame = frame("pyspark/sql/classic/dataframe.py", 504, "collect", "sock_info = self._jdf.collectToPython()");
const toPandas = frame("pyspark/sql/classic/dataframe.py", 1983, "toPandas", "return PandasConversionMixin._to_pandas(self)");

const calls: Readonly<Record<Way, Call>> = {
	"rdd.collect": {
		frames: frame("pyspark/core/rdd.py", 1699, "collect", "sock_info = self.ctx._jvm.PythonRDD.collectAndServe(self._jrdd.rdd())"),
		called: "z:org.apache.spark.api.python.PythonRDD.collectAndServe",
	},
	"df.collect": { frames: dataFrame, called: "o51.collectToPython" },
	toPandas: { frames: [...toPandas, ...frame("pyspark/sql/pandas/conversion.py", 434, "_to_pandas", "rows = self.collect()"), ...dataFrame], called: "o69.collectToPython" },
	"toPandas+arrow": {
		frames: [
			...toPandas,
			...frame("pyspark/sql/pandas/conversion.py", 393, "_to_pandas", "batches = self._collect_as_arrow("),
			...frame("pyspark/sql/pandas/conversion.py", 561, "_collect_as_arrow", "jsocket_auth_server.getResult()"),
		],
		called: "o50.getResult",
		isServed: true,
	},
	take: { frames: [...frame("pyspark/sql/classic/dataframe.py", 522, "take", "return self.limit(num).collect()"), ...dataFrame], called: "o41.collectToPython" },
	toLocalIterator: { frames: frame("pyspark/util.py", 776, "__iter__", "self.jsocket_auth_server.getResult()"), called: "o61.getResult", isServed: true },
	write: { frames: frame("pyspark/sql/readwriter.py", 2099, "parquet", "self._jwrite.parquet(path)"), called: "o30.parquet" },
};

const aborted = "org.apache.spark.SparkException: Job aborted due to stage failure: ";
const lostExecutor = "Task 1 in stage 1.0 failed 4 times, most recent failure: Lost task 1.4 in stage 1.0 (TID 8) (127.0.0.5 executor 3): ExecutorLostFailure (executor 3 exited caused by one of the running tasks) Reason: Command exited with code 52";
const fullExecutor = "Task 0 in stage 1.0 failed 4 times, most recent failure: Lost task 0.5 in stage 1.0 (TID 10) (127.0.0.4 executor 4): java.lang.OutOfMemoryError: Java heap space";

/** The user's own line. */
export const lines: Readonly<Record<Way, string>> = {
	"rdd.collect": "rows = rdd.collect()",
	"df.collect": "rows = df.collect()",
	toPandas: "frame = df.toPandas()",
	"toPandas+arrow": "frame = df.toPandas()",
	take: "rows = df.take(n)",
	toLocalIterator: "for row in df.toLocalIterator():",
	write: "df.write.parquet(path)",
};
/** No array for the whole result, four times. */
const lostResult = "Task 0 in stage 23.0 failed 4 times, most recent failure: Lost task 0.3 in stage 23.0 (TID 27) (127.0.0.4 executor 1): TaskResultLost (result lost from block manager)";
/** Local mode: the executor is in the driver's JVM, and no task is tried again. */
const lostInDriver = "Task 25 in stage 1.0 failed 1 times, most recent failure: Lost task 25.0 in stage 1.0 (TID 27) (localhost executor driver): TaskResultLost (result lost from block manager)";

const omitted = "  ...";

function traceback(way: Way, frames: readonly string[], last: readonly string[], marked: number): Message {
	const head = ["Traceback (most recent call last):", '  File "job.py", line 7, in <module>', `    ${lines[way]}`, ...frames];
	return { where: "Python, at the line that you wrote", text: [...head, ...last].join("\n"), marked: head.length + marked };
}

/** `at`: the uppermost frame of the JVM. */
function javaError(way: Way, error: string, at: string): Message {
	const { frames, called, isServed } = calls[way];
	const head = [omitted, `py4j.protocol.Py4JJavaError: An error occurred while calling ${called}.`];
	if (isServed) head.push(": org.apache.spark.SparkException: Exception thrown in awaitResult: ", "\tat org.apache.spark.util.SparkThreadUtils$.awaitResult(SparkThreadUtils.scala:70)", "\t...");
	return traceback(way, frames, [...head, `${isServed ? "Caused by" : ""}: ${error}`, `\tat ${at}`, "\t..."], head.length);
}

/** Of PySpark 3.5.9 it says so: only 4.3.0's texts are here. */
export function messageOf(run: Run): Message {
	const message = messageOf43(run);
	return run.settings.spark === "3.5" && message.text.includes("File ") ? { ...message, where: `${message.where}, as PySpark 4.3.0 prints it; 3.5.9 names other files and lines` } : message;
}

function messageOf43(run: Run): Message {
	const { way, maxResultSize } = run.settings;
	const last = run.knots.at(-1)!;
	const abort = "org.apache.spark.scheduler.DAGScheduler.$anonfun$abortStage$3(DAGScheduler.scala:4568)";
	switch (run.ending) {
		case "finished":
			return { where: "", text: "", marked: -1 };
		case "maxResultSize": {
			const bytes = toSparkWords(last.tasks * run.taskResult);
			return javaError(way, `${aborted}Total size of serialized results of ${last.tasks} tasks (${bytes}) is bigger than spark.driver.maxResultSize (${toSparkWords(maxResultSize)})`, abort);
		}
		case "driverHeap":
			switch (run.death!) {
				case "hang":
					return {
						where: "The driver’s standard error, among others like it. Your line neither returns nor raises",
						text: 'Exception in thread "task-result-getter-0" java.lang.OutOfMemoryError: Java heap space\n\t...',
						marked: 0,
					};
				case "lost":
					return javaError(way, aborted + (run.settings.mode === "local" ? lostInDriver : lostResult), abort);
				case "stopped":
					return javaError(way, "org.apache.spark.SparkException: Job 1 cancelled because SparkContext was shut down", "org.apache.spark.scheduler.DAGScheduler.$anonfun$cleanUpAfterSchedulerStop$1(DAGScheduler.scala:2060)");
				case "thrown":
					return javaError(way, "java.lang.OutOfMemoryError: Java heap space", "org.apache.spark.sql.execution.SparkPlan$$anon$1._next(SparkPlan.scala:447)");
			}
		case "executorHeap":
			return javaError(way, aborted + (way === "rdd.collect" ? fullExecutor : lostExecutor), abort);
		case "memoryError":
			return way === "rdd.collect"
				? traceback(way, [...frame("pyspark/core/rdd.py", 1701, "collect", "return list(stream)"), omitted, ...frame("pyspark/serializers.py", 483, "loads", "return cloudpickle.loads(obj, encoding=encoding)")], ["MemoryError"], 0)
				: traceback(way, [omitted], ["MemoryError"], 0);
		case "pythonKilled":
			return { where: "The shell that started Python. Python itself writes nothing", text: "Killed", marked: 0 };
	}
}
