import { describe, expect, it } from "vitest";
import { findDefaults } from "../../scripts/claims/find-defaults.ts";

const settings = {
	version: "4.3.0",
	defaults: new Map([
		["spark.rdd.compress", "true"],
		["spark.task.maxFailures", "4"],
		["spark.driver.memory", "1g"],
		["spark.task.maxDirectResultSize", "1048576b"],
		["spark.network.timeout", "120s"],
		["spark.driver.memoryOverheadFactor", "0.1"],
		["spark.sql.execution.arrow.maxRecordsPerBatch", "10000"],
		["spark.sql.execution.arrow.pyspark.enabled", "<value of spark.sql.execution.arrow.enabled>"],
		["spark.sql.execution.arrow.enabled", "true"],
		["spark.executor.pyspark.memory", "<undefined>"],
	]),
};
const find = (sentence: string) => findDefaults(sentence, settings);

describe("a default", () => {
	it.each([
		["`spark.rdd.compress` is off by default.", "spark.rdd.compress: the text says off, PySpark 4.3.0 has true"],
		["There is a switch, `spark.rdd.compress`, off by default, for that.", "spark.rdd.compress: the text says off, PySpark 4.3.0 has true"],
		["Three is the default of `spark.task.maxFailures`.", "spark.task.maxFailures: the text says Three, PySpark 4.3.0 has 4"],
		["Five failures are the default `spark.task.maxFailures`.", "spark.task.maxFailures: the text says Five, PySpark 4.3.0 has 4"],
		["`spark.driver.memory` (default 2g) is too small.", "spark.driver.memory: the text says 2g, PySpark 4.3.0 has 1g"],
		["`spark.driver.memory` of `2g`, the default, or more.", "spark.driver.memory: the text says `2g`, PySpark 4.3.0 has 1g"],
		["It compares it with `spark.task.maxDirectResultSize`, by default one kibibyte.", "spark.task.maxDirectResultSize: the text says one kibibyte, PySpark 4.3.0 has 1048576b"],
		["`spark.network.timeout` defaults to one minute.", "spark.network.timeout: the text says one minute, PySpark 4.3.0 has 120s"],
		["`spark.sql.execution.arrow.maxRecordsPerBatch` says a batch, which is 1,000 rows by default.", "spark.sql.execution.arrow.maxRecordsPerBatch: the text says 1,000, PySpark 4.3.0 has 10000"],
		["`spark.sql.execution.arrow.maxRecordsPerBatch` is 1,000 rows.", "spark.sql.execution.arrow.maxRecordsPerBatch: the text says 1,000, PySpark 4.3.0 has 10000"],
		["Since Spark 4.2 `spark.sql.execution.arrow.pyspark.enabled` is off unless you set it.", "spark.sql.execution.arrow.pyspark.enabled: the text says off, PySpark 4.3.0 has true"],
		["`spark.executor.pyspark.memory` is 1g by default.", "spark.executor.pyspark.memory: the text says 1g, PySpark 4.3.0 has <undefined>"],
		["`spark.task.maxFailures` is 4 by default, `spark.driver.memory` is 3 GiB by default.", "spark.driver.memory: the text says 3 GiB, PySpark 4.3.0 has 1g"],
	])("that is another is found: %s", (sentence, claim) => expect(find(sentence)).toEqual([expect.stringContaining(claim.replace(/ rows,/, ","))]));

	it.each([
		"`spark.rdd.compress` is on by default in this version.",
		"Four is the default of `spark.task.maxFailures`, and it counts failures of one task.",
		"`spark.driver.memory` (1 GiB by default) is the heap.",
		"It compares it with `spark.task.maxDirectResultSize`, by default one mebibyte.",
		"`spark.network.timeout` is two minutes by default.",
		"`spark.driver.memoryOverheadFactor` is 10 % by default.",
		"`spark.sql.execution.arrow.maxRecordsPerBatch` says ten thousand rows.",
		"Since Spark 4.2 `spark.sql.execution.arrow.pyspark.enabled` is on unless you set it.",
		"`spark.executor.pyspark.memory` is not set by default.",
		"If `spark.rdd.compress` is off, the blocks are larger.",
		"`spark.task.maxFailures` is 1 in this run.",
		"`spark.driver.memory` is a setting of the server.",
		"In Spark 4.1 the default of `spark.rdd.compress` is `false`.",
		"Put `spark.driver.memory` into `spark-defaults.conf`, or into spark-defaults by hand.",
		"By default the column becomes `float64`.",
	])("that is so, or of something else, is not: %s", (sentence) => expect(find(sentence)).toEqual([]));

	it("that no form states is found, and one that no jar declares", () => {
		expect(find("The default of that is what `spark.driver.memory` had.")).toEqual([expect.stringContaining("cannot be compared")]);
		expect(find("`spark.resultGetter.threads` is 4 by default.")).toEqual(["default of a setting that PySpark 4.3.0 does not declare: spark.resultGetter.threads"]);
	});
});
