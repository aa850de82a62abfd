import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { overlaps } from "../../src/drawing/check.ts";
import { toSvg } from "../../src/drawing/svg.ts";
import { parseRecording } from "../../src/recording/parse.ts";
import { cluster } from "../../src/scenes/cluster.ts";
import { indexRecording } from "../../src/state/index-recording.ts";
import { stateAt } from "../../src/state/state-at.ts";
import { boxOverlaps } from "../unit/boxes.ts";

const index = indexRecording(parseRecording(readFileSync("tests/fixtures/recordings/small.json", "utf8"), "tests/fixtures/recordings/small.json"));
const at = (time: number) => index.recording.events.findIndex((e) => e.at === time);

/** Moments of the small recording: a call, rows on their way out, rows on their way back. */
const moments = { call: 30, out: 62, back: 92 };

for (const [name, t] of Object.entries(moments))
	for (const layout of ["wide", "narrow"] as const)
		test(`cluster ${name} ${layout}`, async () => {
			const event = at(t);
			const drawing = cluster.draw(stateAt(index, { t, seen: event, travel: [{ event, progress: 0.5 }], focus: event, look: ["driverPython"] }), layout, {});
			expect([...overlaps(drawing), ...boxOverlaps(drawing)]).toEqual([]);
			await expect(toSvg(drawing, { theme: "light", label: `cluster, ${name}` })).toMatchFileSnapshot(`cluster/${name}-${layout}.svg`);
		});

/** Two executors: a block under way between them, a block and a shuffle file that one holds. */
const exchange = indexRecording(parseRecording(readFileSync("tests/fixtures/recordings/exchange.json", "utf8"), "tests/fixtures/recordings/exchange.json"));

for (const layout of ["wide", "narrow"] as const)
	test(`cluster exchange ${layout}`, async () => {
		const event = exchange.recording.events.findIndex((e) => e.at === 88);
		const drawing = cluster.draw(stateAt(exchange, { t: 88, seen: event, travel: [{ event, progress: 0.5 }], focus: event }), layout, {});
		expect([...overlaps(drawing), ...boxOverlaps(drawing)]).toEqual([]);
		const svg = toSvg(drawing, { theme: "light", label: "cluster, exchange" });
		for (const words of ["blocks · 107 bytes", "rdd_1_0", ...(layout === "wide" ? ["file 232 bytes"] : [])]) expect(svg).toContain(words);
		await expect(svg).toMatchFileSnapshot(`cluster/exchange-${layout}.svg`);
	});
const connect = indexRecording(parseRecording(readFileSync("tests/fixtures/recordings/connect.json", "utf8"), "tests/fixtures/recordings/connect.json"));

/** Of the client's conversation with a Connect server: the plan on its way out, a batch on its way back. */
const exchanges = { plan: "ExecutePlanRequest", batch: "arrow_batch" };

for (const [name, part] of Object.entries(exchanges))
	for (const layout of ["wide", "narrow"] as const)
		test(`cluster connect-${name} ${layout}`, async () => {
			const event = connect.recording.events.findIndex((e) => e.kind === "message" && e.fields?.some((f) => f.name === part));
			const { at } = connect.recording.events[event]!;
			const drawing = cluster.draw(stateAt(connect, { t: at, seen: event, travel: [{ event, progress: 0.5 }], focus: event, look: ["connectServer"] }), layout, {});
			expect([...overlaps(drawing), ...boxOverlaps(drawing)]).toEqual([]);
			await expect(toSvg(drawing, { theme: "light", label: `cluster, connect, ${name}` })).toMatchFileSnapshot(`cluster/connect-${name}-${layout}.svg`);
		});

test("an exception and a signal mark the box that they are of", () => {
	const broken = structuredClone(index.recording);
	const worker = broken.processes.find((p) => p.images.at(-1)!.kind === "pythonWorker")!;
	worker.exit = { signal: "SIGKILL" };
	worker.end = moments.back;
	const exception = { kind: "exception", at: moments.out, source: worker.source, process: "executorJvm", role: "wrapped", type: "org.apache.spark.SparkException", text: "gone" } as const;
	const executor = broken.processes.find((p) => p.images.at(-1)!.kind === "executorJvm")!.id;
	broken.events.splice(broken.events.findIndex((e) => e.at > moments.out), 0, { ...exception, process: executor });
	const changed = indexRecording(broken);
	for (const layout of ["wide", "narrow"] as const) {
		const { shapes } = cluster.draw(stateAt(changed, { t: moments.back + 1 }), layout, {});
		const textOf = (key: string) => shapes.find((shape) => shape.key === key);
		for (const id of [executor, worker.id]) expect(textOf(`${id}.failure`)).toMatchObject({ stroke: "error" });
		expect(textOf(`${executor}.sub`)).toMatchObject({ text: expect.stringMatching(/^Spark/), fill: "error" });
	}
});
