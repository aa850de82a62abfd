/** What stands in the box of a driver JVM or a Connect server: who asks it, what it schedules, what it has received. */
import { gaugeHeight } from "../../drawing/parts.ts";
import type { ProcessState } from "../../state/process-state.ts";
import type { State } from "../../state/state.ts";
import { toCount, toMiB, toSize } from "../../words/numbers.ts";
import { drawBlocks, drawMemory, type Pen } from "./pen.ts";
import type { Place } from "./places.ts";
import { drawTask } from "./task-slot.ts";

/** What Python asked the JVM for and waits to hear: `PythonRDD.collectAndServe`, or of a Connect server `ExecutePlan`. */
function pendingCall(state: State): string | null {
	for (const channel of state.channels) {
		if (channel.kind === "grpc" && channel.status === "open" && channel.count) {
			const calls = Array.from({ length: channel.count }, (_, n) => channel.message(n));
			const asked = calls.findLast((m) => m.type === "request" && m.fields[0]?.name === "ExecutePlanRequest");
			const isDone = asked && calls.some((m) => m.at > asked.at && m.fields.some((f) => f.name === "result_complete"));
			return asked && !isDone ? "ExecutePlan" : null;
		}
		if (channel.kind !== "py4j" || channel.status !== "open" || !channel.count) continue;
		const last = channel.message(channel.count - 1);
		if (last.type !== "command") continue;
		const value = (name: string) => last.fields.find((f) => f.name === name)?.value;
		const owner = String(value("target") ?? value("class") ?? "");
		const method = value("method");
		const short = owner.startsWith("z:") || value("class") !== undefined ? owner.split(".").at(-1)! : "";
		if (method !== undefined) return short ? `${short}.${String(method)}` : `${String(method)}()`;
		if (short) return `new ${short}`;
	}
	return null;
}

export function drawDriverJvm(pen: Pen, state: State, process: ProcessState, place: Place) {
	const job = state.jobs.at(-1);
	const stage = state.stages.at(-1);
	const call = pendingCall(state);
	const results = job?.results.count ? `${toCount(job.results.count, "task result")}, ${toSize(job.results.bytes)}` : null;
	const stages = stage && `stage ${stage.stage}: ${stage.ended} of ${toCount(stage.tasks, "task")}`;
	if (place.detail === "line") {
		pen.line(results ?? stages ?? call ?? "waits for a call");
		return pen.text("heap", heapText(process), place.y + place.height - 10, { fill: "muted" });
	}
	const isServer = process.kind === "connectServer";
	const gateways = state.channels.filter((c) => (c.kind === "py4j" || c.kind === "grpc") && c.status !== "absent");
	const gateway = gateways.find((c) => c.status === "open");
	const part = (key: string, title: string, text: string, isOn: boolean) => {
		const [x, y, width, height] = [place.x + 10, pen.y + 8, place.width - 20, 42];
		const box = pen.rect(key, { x, y, width, height, fill: "panel", stroke: isOn ? "jvm" : "hair" });
		pen.text(`${key}.title`, title, y + 17, { x: x + 8, room: width - 16, box, fill: isOn ? "ink" : "muted" });
		pen.text(`${key}.text`, text, y + 33, { x: x + 8, room: width - 16, box, fill: "muted" });
		pen.y += 50;
	};
	const listens = gateway && (gateway.port === null ? "listens" : `listens on :${gateway.port}`);
	part("gateway", isServer ? "SparkConnectService" : "Py4J GatewayServer", call ?? listens ?? (gateways.length ? "nobody is connected" : "not yet"), gateway !== undefined);
	part("scheduler", "DAGScheduler", stages ?? "no job yet", stage?.status === "running");
	if (process.tasks.length) for (const task of process.tasks.slice(0, 2)) drawTask(pen, task, place);
	if (job && results) {
		pen.y += 14;
		pen.y += drawBlocks(pen, "results", isServer ? "arrow" : job.isSql ? "unseen" : "rows", job.results.count, pen.y);
		pen.line(results);
		const isServed = state.channels.some((c) => c.kind === "resultSocket" && c.status === "closed" && c.open >= job.start);
		// What a DataFrame collects are rows of Spark's own, whatever its workers pickled.
		const isPickled = !job.isSql && state.channels.some((c) => c.kind === "workerSocket" && c.sent[1].batches > 0);
		if (!isServer) pen.line(isServed ? "handed to Python" : isPickled ? "batches still pickled" : "not in Python yet", "muted");
	}
	drawMemory(pen, state, process, place.y + place.height - gaugeHeight - 12);
}

const heapText = ({ memory: { heapUsed, heapMax } }: ProcessState) => (heapUsed === null || heapMax === null ? "" : `heap ${toMiB(heapUsed)} of ${toMiB(heapMax)} MiB`);
