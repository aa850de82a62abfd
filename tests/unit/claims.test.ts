import { describe, expect, it } from "vitest";
import { findClaims, findUnversioned, findVersions, type Names, normalize, toEvidence } from "../../scripts/claims/find-claims.ts";
import { readProse, toPiece } from "../../scripts/claims/prose.ts";

const job = `from pyspark.sql import SparkSession

numbers = list(range(20_000))
rows = spark.sparkContext.parallelize(numbers, 2).collect()
`;
const evidence = toEvidence([job, "spark.master=local[2]"], ["Total size of serialized results of 4 tasks (5.2 MiB) is bigger than spark.driver.maxResultSize (4.0 MiB)"], ["Spark 4.3.0", "PySpark 4.3.0", "Python 3.11.2", "pandas 2.3.3", "PyArrow 21.0.0"]);
const names: Names = {
	version: "4.3.0",
	tokens: new Set(["RDD", "collect", "collectAndServe", "PythonRDD", "map", "rdd", "spark.driver.memory", "_wrap_function"]),
	text: normalize("Python in worker has different version than that in driver"),
	members: new Map([["RDD", new Set(["collect", "map"])], ["PythonRDD", new Set(["collectAndServe"])]]),
	files: new Set(["pyspark/core/rdd.py", "PythonRDD.scala"]),
};

/** What is found in a lesson's text, without its sentences. */
const find = (text: string) => readProse(text).pieces.flatMap((piece) => findClaims(piece, evidence, names));

describe("a digit", () => {
	it.each([
		["A batch has 1,024 rows.", ["digit without a source: 1,024"]],
		["A batch has 1,024 rows.[^a] It takes 64 KiB.", ["digit without a source: 64"]],
		["First 5, then 6.", ["digit without a source: 5", "digit without a source: 6"]],
		["See line 9.", ["digit without a source: 9"]],
		["Since Spark 3.4 this is so.", ["digit without a source: 3.4"]],
		["With pandas 3 it is a view.", ["digit without a source: 3"]],
		["PyArrow 21.0.1 does it.", ["digit without a source: 21.0.1"]],
		["- one with 7 items\n- one with 8 items[^a]\n", ["digit without a source: 7"]],
		["| a | 16 |\n| b | 32[^a] |\n", ["digit without a source: 16"]],
		["## In 12 steps\n\nText.", ["digit without a source: 12"]],
		['<Predict name="p" question="How many of 99?" choices={["70", "80"]} answer={2}>All 60.</Predict>', ["digit without a source: 99", "digit without a source: 80", "digit without a source: 60"]],
	])("without a source is found: %j", (text, claims) => expect(find(text)).toEqual(claims));

	it.each([
		"A batch has 1,024 rows.[^a]",
		'Its <Recorded story="collect" value="batches-out:rows" /> rows came.',
		"The list has 20,000 numbers, in 2 partitions.",
		"Lines 3 and 4 do it, and line 1 does not.",
		"Py4J, UTF-8, G1 and base64 are names. It ran on Spark 4.3.0 and Python 3.11.",
		"So it is with pandas 2.3.3, with pandas 2, and with PyArrow 21.",
		"With pandas 3 it is a view.[^a]",
		"The limit was 5.2 MiB.",
		"```python\nx = 77\n```\n\n{/* 88 */}",
	])("that is on record is not: %j", (text) => expect(find(text)).toEqual([]));
});

describe("a quoted message", () => {
	it("that nothing said is found", () => expect(find("It ends with “Total size of all results is too big”.")).toEqual(["quotation that nothing said: Total size of all results is too big"]));
	it.each([
		"It ends with “Total size of serialized results of … is bigger than spark.driver.maxResultSize”.",
		"It says “Python in worker has different version than that in driver”.",
		"The “one-shot” socket.",
		"It says “Whatever a newer version may say”.[^a]",
	])("that was recorded, is PySpark's, is short or has a source, is not: %j", (text) => expect(find(text)).toEqual([]));
});

describe("a name in code", () => {
	it.each([
		["It calls `collectAndServed`.", ["name that nothing knows: collectAndServed"]],
		["It calls `RDD.collectAndServe`.", ["name that nothing knows: RDD.collectAndServe"]],
		["Set `spark.driver.memoryFraction=1`.", ["name that nothing knows: spark.driver.memoryFraction"]],
		["A source does not help: `pyspark/core/rdds.py`.[^a]", ["name that nothing knows: pyspark/core/rdds.py"]],
	])("that nothing knows is found: %j", (text, claims) => expect(find(text)).toEqual(claims));

	it.each([
		"`PythonRDD.collectAndServe` and `rdd.map(…).collect()`, `numbers`, `spark.driver.memory=2g`",
		"`pyspark/core/rdd.py`, `core/src/main/scala/org/apache/spark/api/python/PythonRDD.scala`, `docs/configuration.md`",
		"`ps --forest -ef | grep nothing`",
	])("that PySpark, the job or the shell knows is not: %j", (text) => expect(find(text)).toEqual([]));

	it("is left to PySpark where there is none", () => expect(findClaims(toPiece("`collectAndServe`", 1), evidence, null)).toEqual(["name left to PySpark: collectAndServe"]));
});

it("footnotes, lines and sentences are read as they stand", () => {
	const { pieces, notes } = readProse('---\ntitle: A\n---\n\nOne `a.b. C`. Two.[^x]\nThree <Step story="s" name="n">four</Step>.\n\n[^x]: `RDD`, PySpark 4.3.0.\n[^y]: Other.\n');
	expect(pieces.map(({ line, text, notes }) => [line, text, notes])).toEqual([[2, "A", []], [5, "One \uE001.", []], [5, "Two.", ["x"]], [6, "Three four.", []]]);
	expect([...notes].map(([name, { line, code }]) => [name, line, code])).toEqual([["x", 8, ["RDD"]], ["y", 9, []]]);
});

describe("what pandas makes of values", () => {
	const unversioned = (text: string) => findUnversioned(readProse(text).pieces);
	it("needs a version on the page", () => {
		expect(unversioned("First.\n\nA pandas UDF gets a copy of the column.")).toEqual(["3: says what pandas makes of values, and the page names no version of pandas"]);
		expect(unversioned("In a Series each string is an object.")).toHaveLength(1);
	});
	it.each(["A pandas UDF gets a copy. This is so in pandas 2.3.3.", "A pandas UDF gets Arrow batches.", "The JVM makes a copy."])("that is on the page, or that it does not need: %s", (text) => expect(unversioned(text)).toEqual([]));
});

it("a version of pandas or PyArrow is one that ran, footnote or not", () => {
	const versions = (text: string) => readProse(text).pieces.flatMap((piece) => findVersions(piece, evidence.versions));
	expect(versions("With pandas 3.1 and PyArrow 21 it is a view.[^a]")).toEqual(["pandas 3.1"]);
	expect(versions("With pandas 2.3 it copies. Spark 4.1 is no matter.")).toEqual([]);
});
