/**
 * What opening and seeking cost: a synthetic recording of many events, and the largest story drawn picture by picture.
 * `npm run bench` prints it. Times are this machine's, in ms.
 */
import { readFileSync } from "node:fs";
import type { Recording } from "../src/recording/format.ts";
import { parseRecording } from "../src/recording/parse.ts";
import { loadFigure, storyNames } from "../src/site/content/index.ts";
import { indexRecording } from "../src/state/index-recording.ts";
import { stateAt } from "../src/state/state-at.ts";

const executors = 2;

/** A valid recording: tasks one after another on each executor, each with batches there and back, and memory samples. */
function syntheticRecording(count: number): Recording {
	const json = JSON.parse(readFileSync("tests/fixtures/recordings/small.json", "utf8")) as Recording;
	const [driverPython, driverJvm, executorJvm, pythonDaemon, pythonWorker] = json.processes as [never, never, Recording["processes"][0], Recording["processes"][0], Recording["processes"][0]];
	const of = (process: Recording["processes"][0], n: number, parent: string | null) => ({ ...process, id: `${process.id}-${n}`, parent, start: 10, end: null, exit: null, images: [{ ...process.images[0]!, at: 10 }] });
	const numbers = Array.from({ length: executors }, (_, n) => n);
	const processes = [driverPython, driverJvm, ...numbers.flatMap((n) => [of(executorJvm, n, null), of(pythonDaemon, n, `executorJvm-${n}`), of(pythonWorker, n, `pythonDaemon-${n}`)])];
	const channels: Recording["channels"] = numbers.map((n) => ({ ...json.channels[1]!, id: `worker-${n}`, ends: [`executorJvm-${n}`, `pythonWorker-${n}`], open: 10, close: null, sent: [0, 0] }));
	const events: Recording["events"] = [];
	const perTask = 20;
	for (let i = 0; i < count; i++) {
		const task = Math.floor(i / perTask);
		const n = task % executors;
		const base = { at: 20 + i * 7, source: "tap" };
		const who = { task, stage: 0, stageAttempt: 0, partition: task, attempt: 0, process: `executorJvm-${n}` };
		if (i % perTask === 0) events.push({ kind: "taskStart", ...base, ...who });
		else if (i % perTask === perTask - 1) events.push({ kind: "taskEnd", ...base, ...who, ok: true, metrics: { resultSize: 1000 } });
		else {
			const way = i % 2;
			channels[n]!.sent[way as 0 | 1] += 100 + (i % 50);
			events.push({ kind: "message", ...base, channel: `worker-${n}`, from: channels[n]!.ends[way as 0 | 1], seen: "from", type: "batch", size: 100 + (i % 50), rows: 10, task });
		}
	}
	const at = Array.from({ length: Math.floor(count / 10) }, (_, i) => 20 + i * 70);
	const memory = ["driverJvm", "executorJvm-0", "executorJvm-1"].map((process) => ({ process, measure: "heapUsed" as const, source: "procfs", every: 10, at, value: at.map((t) => t * 1000) }));
	return { ...json, run: { ...json.run, duration: 20 + count * 7 }, processes, channels, events, memory };
}

interface Cost {
	readonly events: number;
	readonly open: number;
	readonly seekMedian: number;
	readonly seekMax: number;
}

/** Opens the recording from its text (the middle of three times counts), then seeks to `seeks` moments all over it. */
function measure(count: number, seeks = 300): Cost {
	const text = JSON.stringify(syntheticRecording(count));
	const opens = timesOf(3, () => stateAt(indexRecording(parseRecording(text, "synthetic")), { t: 0 }));
	const index = indexRecording(parseRecording(text, "synthetic"));
	const open = opens[1]!;
	const times = timesOf(seeks, (i) => stateAt(index, { t: ((i * 7919) % seeks) * (index.run.duration / seeks) }));
	return { events: count, open, seekMedian: times[Math.floor(seeks / 2)]!, seekMax: times.at(-1)! };
}

/** Of each run, rising. */
function timesOf(runs: number, work: (i: number) => unknown): number[] {
	return Array.from({ length: runs }, (_, i) => {
		const begin = performance.now();
		work(i);
		return performance.now() - begin;
	}).sort((a, b) => a - b);
}

function benchStories(): void {
	for (const name of storyNames()) {
		const figure = loadFigure(name);
		for (const layout of ["wide", "narrow"] as const) {
			const times = timesOf(601, (i) => figure.draw((((i * 7919) % 601) * figure.duration) / 601, layout));
			console.log(`${name} ${layout}: a picture takes ${times[300]!.toFixed(2)} ms (median), ${times.at(-1)!.toFixed(2)} ms at most`);
		}
	}
}

/** `npm run bench` */
function main(): void {
	measure(1000);
	for (const count of [1000, 10_000, 100_000]) {
		const { open, seekMedian, seekMax } = measure(count);
		console.log(`${count} events: opens in ${open.toFixed(0)} ms, seeks in ${seekMedian.toFixed(3)} ms (median), ${seekMax.toFixed(3)} ms at most`);
	}
	benchStories();
}

main();
