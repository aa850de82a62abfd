import { globSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { parse } from "yaml";
import { describe, expect, test } from "vitest";
import { findFailure, toComparable } from "../../src/failures/match.ts";
import { printedBy, readFailure, readGeneral } from "../../src/failures/read-failures.ts";
import { groupTrace, readTrace } from "../../src/failures/trace.ts";
import type { Recording } from "../../src/recording/format.ts";
import { anyText } from "./arbitraries.ts";

const recordings = new Map<string, Recording>();
const recordingOf = (name: string) => {
	if (!recordings.has(name)) recordings.set(name, JSON.parse(readFileSync(`content/recordings/${name}.json`, "utf8")) as Recording);
	return recordings.get(name)!;
};
const stepsOf = (name: string) => {
	const { recording, steps } = parse(readFileSync(`content/stories/${name}.yaml`, "utf8")) as { recording: string; steps: { name: string }[] };
	return { recording, steps: steps.map((step) => step.name) };
};
const read = (path: string, text = readFileSync(path, "utf8")) => readFailure(text, path, recordingOf, stepsOf);
const paths = globSync("content/failures/*.yaml").sort();
const failures = paths.map((path) => read(path)).map(({ data, errors }) => {
	if (errors) throw new Error(errors.join("\n"));
	return data!;
}).sort((a, b) => a.order - b.order);
const general = readGeneral(readFileSync("content/failures-general.yaml", "utf8"), "content/failures-general.yaml", recordingOf).data!;
const find = (text: string) => findFailure(text, failures, general);
const best = (text: string) => {
	const found = find(text);
	return found.kind === "found" ? found.matches[0]!.name : found.kind;
};

/** As another day, machine, version and size would have it. */
const elsewhere = (text: string) =>
	text
		.replace(/\d+/g, (n) => String(Number(n.slice(0, 6)) + 7))
		.replaceAll("/srv/inside-pyspark", "/home/jovyan/Meine Projekte/été")
		.replaceAll("site-packages", "dist-packages")
		.replace(/127\.\d+\.\d+\.\d+|134\.\d+\.\d+\.\d+/g, "ip-10-3-44-7.eu-west-1.compute.internal");
const prefixes = ["26/01/03 10:11:12 ERROR Driver: ", "[2026-01-03, 10:11:12 UTC] {spark_submit.py:492} INFO - ", "2026-01-03T10:11:12.000000000Z stderr F ", "driver-1  | ", "> ", "\u001b[31m"];

/** Each number of a text as one of so many digits: a task's id 8 as 1234, a pid of five digits as one of one. */
const withDigits = (text: string, digits: number) => text.replace(/\d+/g, (n) => "1234567".slice(0, digits - 1) + n.at(-1));

/** Ends that were brought about from outside, to see who follows whom: lesson two-processes shows them, and no message calls for them. */
const staged = ["end-jvm-sigkill", "end-python-fork", "end-python-sigkill", "end-stdin-closed"];
/** A failure in other circumstances, which lesson wreck shows beside it. */
const elsewise = { "end-udf-exception-local": "udf-exception", "end-rdd-exception": "udf-exception" };

describe("every recorded failure", () => {
	test("there are some, each with a place of its own", () => {
		expect(failures.length).toBeGreaterThanOrEqual(16);
		expect(new Set(failures.map(({ order }) => order)).size).toBe(failures.length);
		const ends = globSync("content/recordings/end-*.json").map((path) => path.replace(/^.*\/|\.json$/g, ""));
		const told = failures.map(({ recording }) => recording);
		expect(told).toEqual(expect.arrayContaining(["closure-unpicklable", "launch-pyspark-app"]));
		expect(ends.filter((name) => !told.includes(name) && !staged.includes(name) && !(name in elsewise))).toEqual([]);
	});
	test.each(Object.entries(elsewise))("%s is found as %s", (recording, name) => expect(best(printedBy(recordingOf(recording)))).toBe(name));

	for (const failure of failures) {
		const printed = (failure.printed || failure.silent)!;
		test(`${failure.name}: its printed text`, () => expect(best(printed.replaceAll("`", "\n"))).toBe(failure.name));
		test(`${failure.name}: all that the run printed`, () => {
			const all = printedBy(recordingOf(failure.recording));
			if (!failure.silent) expect(best(all)).toBe(failure.name);
		});
		test(`${failure.name}: elsewhere`, () => expect(best(elsewhere(printed).replaceAll("`", "\n"))).toBe(failure.name));
		test(`${failure.name}: with numbers of other lengths`, () => {
			for (const digits of [1, 2, 4, 7]) expect(best(withDigits(printed, digits).replaceAll("`", "\n"))).toBe(failure.name);
		});
		if (failure.says === undefined) continue;
		const line = failure.printed.split("\n").find((line) => line.includes(failure.says!))!;
		const others = failures.filter(({ printed, name }) => name !== failure.name && toComparable(printed).includes(toComparable(line)));
		test(`${failure.name}: its one line`, () => {
			for (const text of [line, elsewhere(line), line.toUpperCase(), line.replaceAll(" ", "  \t"), ...prefixes.map((prefix) => prefix + line)]) {
				const found = find(text);
				const names = found.kind === "found" ? found.matches.map(({ name }) => name) : [];
				// A line that two of them print finds both.
				if (others.length) expect(names).toContain(failure.name);
				else expect(names[0]).toBe(failure.name);
			}
		});
		test(`${failure.name}: in log lines, in the middle of a log`, () => {
			const noise = "26/01/03 10:11:12 INFO BlockManagerInfo: Removed broadcast_7_piece0 on 10.0.0.3:41231 in memory\n".repeat(500);
			for (const prefix of prefixes) expect(best(noise + elsewhere(failure.printed).replace(/^/gm, prefix) + noise)).toBe(failure.name);
		});
		test(`${failure.name}: with Windows' and wrapped lines`, () => {
			expect(best(failure.printed.replaceAll("\n", "\r\n"))).toBe(failure.name);
			expect(best(failure.printed.replace(/(.{60,80}) /g, "$1\n"))).toBe(failure.name);
		});
	}
});

describe("other texts", () => {
	test("lines that come with many failures name none", () => {
		expect(best("py4j.protocol.Py4JJavaError: An error occurred while calling o51.collectToPython.")).toBe("general");
		expect(best("Traceback (most recent call last):\n  File \"x.py\", line 3")).toBe("general");
	});
	test.each(["hello", "", "   \n\t ", "ModuleNotFoundError: No module named 'nump'", "SIGKILL", "memoryerror?", "…", "我的程序崩溃了", "<script>alert(1)</script>", "\0\0\0", "^(a+)+$"])("%j is not known", (text) =>
		expect(best(text)).toBe(text.trim().replace(/\0/g, "x") ? "unknown" : "empty"));
	test("the line is given as it was pasted, cut where it is long", () => {
		const found = find(`x\n  26/01/01 <b>Python worker exited unexpectedly</b> ${"y".repeat(5000)}\nz`);
		expect(found.kind === "found" && found.matches[0]!.line).toMatch(/^26\/01\/01 <b>Python worker exited unexpectedly<\/b> y+ …$/);
	});
	test("any text has an answer", () => fc.assert(fc.property(anyText(1000), (text) => void find(text)), { numRuns: 40 }), 60_000);
	test("any pieces of the recorded texts have an answer", () => {
		const pieces = failures.flatMap(({ printed }) => printed.split("\n")).filter(Boolean);
		fc.assert(fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 60 }), (lines) => void find(lines.join("\n"))), { numRuns: 40 });
	});
	test("a megabyte takes no time to speak of, whatever is in it", () => {
		const hard = ["a".repeat(1e6), "cannot pickle ".repeat(7e4), "\n".repeat(1e6), "1,".repeat(5e5), "Traceback (most recent call last):\n".repeat(3e4), "\u001b[".repeat(5e5), "  ".repeat(5e5), "from the python worker ".repeat(45e3), "File \"".repeat(160e3)];
		for (const text of hard) {
			const before = process.cpuUsage();
			find(text);
			groupTrace(readTrace(text.split("\n").slice(0, 300).join("\n")));
			const { user, system } = process.cpuUsage(before);
			expect((user + system) / 1000).toBeLessThan(1500);
		}
	}, 60_000);
	test("at both ends of far too much", () => {
		expect(best(`Python worker exited unexpectedly${"\nx".repeat(3e6)}`)).toBe("worker-killed");
		expect(best(`${"x\n".repeat(3e6)}Python worker exited unexpectedly`)).toBe("worker-killed");
	}, 60_000);
});

describe("whose line is whose", () => {
	const owners = (name: string) => groupTrace(readTrace(failures.find((f) => f.name === name)!.printed)).map(({ owner }) => owner);
	test("an exception in a function", () => expect(owners("udf-exception")).toEqual(["driverPython", "pythonWorker", "driverPython", "pythonWorker"]));
	test("an exception in a function of an RDD, whose trace has no heading before the driver's frames", () => {
		const printed = printedBy(recordingOf("end-rdd-exception"));
		const lines = readTrace(printed.slice(printed.lastIndexOf("Traceback (most recent call last):", printed.indexOf("Py4JJavaError"))));
		expect(groupTrace(lines).map(({ owner }) => owner)).toEqual(["driverPython", "driverJvm", "pythonWorker", "executorJvm", "driverJvm"]);
		const ownerOf = (part: string) => lines.find(({ text }) => text.includes(part))!.owner;
		expect(ownerOf("Executor$TaskRunner.run(")).toBe("executorJvm");
		expect(ownerOf("at org.apache.spark.api.python.PythonRDD.collectAndServe(")).toBe("driverJvm");
	});
	test("a worker that vanished", () => expect(owners("worker-killed")).toEqual(["driverPython", "driverJvm", "executorJvm", "driverJvm", "executorJvm"]));
	test("results refused", () => expect(owners("max-result")).toEqual(["driverPython", "driverJvm"]));
	test("a lock in the function", () => expect(owners("lock")).toEqual(["driverPython"]));
	test("no Java", () => expect(owners("no-java")).toEqual(["shell", "driverPython"]));
	test("a log before the traceback", () => {
		const lines = readTrace(printedBy(recordingOf("end-udf-exception")));
		const at = lines.findIndex(({ text }) => text.startsWith("Traceback"));
		expect(new Set(lines.slice(0, at).map(({ owner }) => owner))).toEqual(new Set(["none", "driverJvm", "pythonWorker", "executorJvm"]));
		expect(lines[at]!.owner).toBe("driverPython");
	});
	test("no line is lost or changed", () => {
		for (const { printed } of failures) {
			const groups = groupTrace(readTrace(printed));
			expect(groups.flatMap(({ parts }) => parts.flatMap(({ lines }) => lines.map(({ text }) => text))).join("\n")).toBe(printed);
		}
		fc.assert(fc.property(anyText(500), (text) => groupTrace(readTrace(text)).flatMap(({ parts }) => parts.flatMap(({ lines }) => lines.map((l) => l.text))).join("\n") === text), { numRuns: 40 });
	});
	test("the reader's own lines", () => {
		const own = readTrace(failures.find((f) => f.name === "udf-exception")!.printed).filter(({ isOwn }) => isOwn).map(({ text }) => text.trim());
		expect(own).toEqual(expect.arrayContaining(["return 1 / n"]));
		expect(own.join("\n")).not.toMatch(/captured\.py|get_return_value/);
	});
});

describe("a wrong file is told in words", () => {
	const good = readFileSync("content/failures/worker-killed.yaml", "utf8");
	const wrong = (from: string | RegExp, to: string) => read("content/failures/x.yaml", good.replace(from, to)).errors?.join("\n");
	test("each", () => {
		expect(wrong(/says: .*/, "says: Python worker left")).toBe("content/failures/x.yaml: the recording does not hold: Python worker left");
		expect(wrong("step: killed", "step: dead")).toBe("content/failures/x.yaml: story wreck-worker-killed has no step dead.");
		expect(wrong("story: wreck-worker-killed", "story: wreck")).toMatch("story wreck is of recording end-udf-exception, not end-worker-killed.");
		expect(wrong('- "Python worker exited unexpectedly"', '- "Python worker went out"')).toBe("content/failures/x.yaml: the recording does not hold “python worker went out”, and the pattern has no source.");
		expect(wrong("order: 120", "order: soon")).toMatch(/^content\/failures\/x.yaml: order: /);
		expect(wrong("order: 120", "order: [")).toMatch(/^content\/failures\/x.yaml: not YAML: /);
	});
});

