/**
 * What the user reads, and where: the texts of PySpark 4.3.0 on Spark 4.3.0, as recorded (`content/recordings/end-*.json`,
 * `content/grid/collect-grid.json`), with this run's numbers. Lines between are left out and say so.
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
	/** Frames of Python from the user's line to the call into the JVM. */
	readonly frames: readonly string[];
	/** As Py4J names what it called. */
	readonly called: string;
}

const frame = (file: string, name: string, code: string) => [`  File ".../pyspark/${file}", in ${name}`, `    ${code}`];
const dataFrame = frame("sql/classic/dataframe.py", "collect", "sock_info = self._jdf.collectToPython()");

const calls: Readonly<Record<Way, Call>> = {
	"rdd.collect": { frames: frame("core/rdd.py", "collect", "sock_info = self.ctx._jvm.PythonRDD.collectAndServe(self._jrdd.rdd())"), called: "z:org.apache.spark.api.python.PythonRDD.collectAndServe" },
	"df.collect": { frames: dataFrame, called: "o51.collectToPython" },
	toPandas: { frames: [...frame("sql/pandas/conversion.py", "toPandas", "rows = self.collect()"), ...dataFrame], called: "o51.collectToPython" },
	"toPandas+arrow": { frames: frame("sql/pandas/conversion.py", "_collect_as_arrow", "jsocket_auth_server.getResult()"), called: "o51.getResult" },
	take: { frames: [...frame("sql/classic/dataframe.py", "take", "return self.limit(num).collect()"), ...dataFrame], called: "o51.collectToPython" },
	toLocalIterator: { frames: frame("serializers.py", "load_stream", "for obj in serializer.load_stream(sockfile):"), called: "o51.getResult" },
	write: { frames: frame("sql/readwriter.py", "parquet", "self._jwrite.parquet(path)"), called: "o51.parquet" },
};

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

function traceback(way: Way, frames: readonly string[], last: readonly string[], marked: number): Message {
	const head = ["Traceback (most recent call last):", '  File "job.py", in <module>', `    ${lines[way]}`, ...frames];
	return { where: "Python, at the line that you wrote", text: [...head, ...last].join("\n"), marked: head.length + marked };
}

function javaError(way: Way, error: readonly string[]): Message {
	const { frames, called } = calls[way];
	return traceback(way, frames, [`py4j.protocol.Py4JJavaError: An error occurred while calling ${called}.`, ...error], 1);
}

export function messageOf(run: Run): Message {
	const { way, maxResultSize } = run.settings;
	const last = run.knots.at(-1)!;
	switch (run.ending) {
		case "finished":
			return { where: "", text: "", marked: -1 };
		case "maxResultSize": {
			const bytes = last.tasks * run.taskResult;
			return javaError(way, [
				`: org.apache.spark.SparkException: Job aborted due to stage failure: Total size of serialized results of ${last.tasks} tasks (${toSparkWords(bytes)}) is bigger than spark.driver.maxResultSize (${toSparkWords(maxResultSize)})`,
				"\tat org.apache.spark.scheduler.DAGScheduler.$anonfun$abortStage$3(DAGScheduler.scala:4568)",
				"\t...",
			]);
		}
		case "driverHeap":
			if (run.appears === "hang")
				return {
					where: "The driver’s standard error. Your line neither returns nor raises",
					text: 'Exception in thread "task-result-getter-0" java.lang.OutOfMemoryError: Java heap space\n\t...',
					marked: 0,
				};
			return javaError(way, [": java.lang.OutOfMemoryError: Java heap space", "\tat org.apache.spark.sql.execution.SparkPlan$$anon$1._next(SparkPlan.scala:447)", "\t..."]);
		case "executorHeap":
			return javaError(way, [
				": org.apache.spark.SparkException: Job aborted due to stage failure: Task 0 in stage 0.0 failed 4 times, most recent failure: Lost task 0.3 in stage 0.0 (TID 6) (127.0.0.2 executor 3): ExecutorLostFailure (executor 3 exited caused by one of the running tasks) Reason: Command exited with code 52",
				"\tat org.apache.spark.scheduler.DAGScheduler.$anonfun$abortStage$3(DAGScheduler.scala:4568)",
				"\t...",
			]);
		case "memoryError":
			return way === "rdd.collect"
				? traceback(way, [...frame("core/rdd.py", "collect", "return list(stream)"), "  ...", ...frame("serializers.py", "loads", "return cloudpickle.loads(obj, encoding=encoding)")], ["MemoryError"], 0)
				: traceback(way, ["  ..."], ["MemoryError"], 0);
		case "pythonKilled":
			return { where: "The shell that started Python. Python itself writes nothing", text: "Killed", marked: 0 };
	}
}
