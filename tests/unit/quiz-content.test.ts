import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { EventOf, Recording } from "../../src/recording/format.ts";
import { loadQuiz, quizNames } from "../../src/site/content/index.ts";

describe("each quiz of content", () => {
	it.each(quizNames())("%s can be read and has five questions or more", (name) =>
		void expect(loadQuiz(name).length).toBeGreaterThanOrEqual(5));
});

/** What the quiz states as fact and no caption binds to the recording. */
describe("the quiz of collect says what was recorded", () => {
	const { events, processes, channels } = JSON.parse(readFileSync("content/recordings/collect.json", "utf8")) as Recording;
	const messages = events.filter((event): event is EventOf<"message"> => event.kind === "message");
	const kindOf = (id: string) => processes.find((process) => process.id === id)!.images.at(-1)!.kind;
	const of = (kind: string) => channels.filter((channel) => channel.kind === kind).map(({ id }) => messages.filter(({ channel }) => channel === id));
	const rows = (from: string) => of("workerSocket").map((said) => said.filter((m) => m.type === "batch" && kindOf(m.from) === from).map((m) => m.rows!));
	const sum = (numbers: number[]) => numbers.reduce((a, b) => a + b, 0);

	it("ten batches in, fourteen out, the same rows", () => {
		const [ins, outs] = [rows("executorJvm"), rows("pythonWorker")];
		for (const [i, batches] of ins.entries()) {
			expect([batches.length, outs[i]!.length]).toEqual([10, 14]);
			expect(sum(batches)).toBe(sum(outs[i]!));
			expect(Math.max(...batches)).toBe(1024);
			expect(Math.max(...outs[i]!)).toBe(4 * 1024);
			expect(outs[i]!.slice(0, 12)).toEqual(Array.from({ length: 12 }, (_, n) => 2 ** n));
		}
	});

	it("the order on the worker socket", () => {
		for (const said of of("workerSocket")) {
			const seen = said.map((m) => `${m.type} ${kindOf(m.from)}`);
			const places = ["header executorJvm", "function executorJvm", "batch executorJvm", "batch pythonWorker", "timing pythonWorker", "endOfStream pythonWorker"].map(
				(what) => seen.indexOf(what),
			);
			expect(places).toEqual(places.toSorted((a, b) => a - b));
			expect(places[0]).toBeGreaterThanOrEqual(0);
			const ofTask = said.filter((m) => m.task !== undefined).at(-1)!;
			expect(`${ofTask.type} ${kindOf(ofTask.from)}`).toBe("endOfStream pythonWorker");
		}
	});

	it("who started whom, and who is connected to the Python program", () => {
		const parent = (kind: string) =>
			processes.filter((process) => kindOf(process.id) === kind).map((process) => process.parent && kindOf(process.parent));
		expect(new Set(parent("pythonWorker"))).toEqual(new Set(["pythonDaemon"]));
		expect(new Set(parent("pythonDaemon"))).toEqual(new Set(["executorJvm"]));
		const children = processes.filter((process) => process.parent && kindOf(process.parent) === "driverPython");
		expect(children.map(({ id }) => kindOf(id))).toEqual(["driverJvm"]);
		const partners = channels.filter(({ ends }) => ends.includes("driverPython")).flatMap(({ ends }) => ends);
		expect(new Set(partners.map(kindOf))).toEqual(new Set(["driverPython", "driverJvm"]));
	});

	it("what Py4J carries between the start of collect() and its end", () => {
		const line = (number: number) => events.find((event) => event.kind === "line" && event.line === number)!.at;
		const said = of("py4j").flat().filter(({ at }) => at > line(8) && at < line(10));
		const largest = said.toSorted((a, b) => b.size - a.size)[0]!;
		expect(largest.fields!.find(({ name }) => name === "class")!.value).toBe("org.apache.spark.api.python.SimplePythonFunction");
		const call = said.findIndex(({ fields }) => fields?.some(({ name, value }) => name === "method" && value === "collectAndServe"));
		const answers = said.slice(call).filter(({ type }) => type === "answer").flatMap(({ fields }) => fields!.map(({ value }) => String(value)));
		const array = answers.findIndex((answer) => answer.startsWith("!yt"));
		expect(answers.slice(array + 1)).toContain("!yi3");
		const port = channels.find(({ kind }) => kind === "resultSocket")!.address!.split(":")[1];
		expect(answers).toContain(`!yi${port}`);
		expect(of("resultSocket")[0]![0]!.at).toBeGreaterThan(said[call]!.at);
	});
});
