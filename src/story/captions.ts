/**
 * Captions: short Markdown with references to the recording, so that recording again updates every number.
 *
 * `{path}` is looked up in what `toReferences` gives of the step's moment, its own event included; `{other-step:path}`
 * in another step's, and `{path - other-step:path}` is one less the other. A number is grouped (20,000) unless its path ends in a name for what is not a quantity (`pid`,
 * `port`, `line`, …). After a bar, a unit: `{size|KiB}`, `{run.duration|s}`. A digit that no reference gave fails, but
 * for names (Py4J) and for code that stands in the job's source. A reference that is all of a code span gives code.
 */
import type { Event, EventOf } from "../recording/format.ts";
import type { RecordingIndex } from "../state/recording-index.ts";
import { firstJob } from "./beside.ts";
import { flowsBetween } from "../state/between.ts";
import type { ProcessState } from "../state/process-state.ts";
import type { State } from "../state/state.ts";
import { stateAt } from "../state/state-at.ts";
import { KiB, MiB, toGrouped } from "../words/numbers.ts";
import type { Anchor } from "./select.ts";

export type References = Readonly<Record<string, unknown>>;

/**
 * Of the event: its own keys (`size`, `rows`, `line`, `tasks`, `metrics.resultSize`, …), `fields.NAME`; `process` or
 * `from`, `to` (a process of the state: `from.pid`, `to.memory.rss`); `channel` (`port`, `address`), `forth` and `back`
 * (what crossed it so far in the event's direction and against it: `count`, `bytes`, `batches`, `rows`); `task`, the
 * event's or the process's last (`task.fromPython.rows`). Of the moment: `job`, `stage` (the latest), `all.CHANNELKIND.forth` and `.back`
 * (sums over all channels of a kind, from and to the end that opened them), `executors` and `workers` (alive), `forked`
 * (Python workers so far), `run`, `t`, `since` (µs since the first job's start). Of the end of a SQL execution:
 * `metric.NAME`, where one node of the plan has a metric of that name. Where an event has a key of the same name
 * (`job`, `stage`, `task`), the moment's stands: `{job.job}` is its number.
 */
export function toReferences(index: RecordingIndex, anchor: Anchor): References {
	const state = stateAt(index, { t: anchor.t, seen: anchor.seen });
	const event = anchor.event === null ? undefined : index.recording.events[anchor.event]!;
	const fields = event?.kind === "message" ? (event.fields ?? []) : [];
	const process = (id: string | null) => state.processes.find((p) => p.id === id);
	const channel = state.channels.find((c) => c.id === anchor.channel);
	const isFirst = channel?.ends[0] === anchor.process;
	const { run } = index.recording;
	return {
		...event,
		fields: Object.fromEntries(fields.map((f) => [f.name, toNumeric(f.value)])),
		process: process(anchor.process),
		from: process(anchor.process),
		to: process(anchor.to),
		channel,
		forth: channel?.sent[isFirst ? 0 : 1],
		back: channel?.sent[isFirst ? 1 : 0],
		task: taskOf(process(anchor.process), event) ?? taskOf(process(anchor.to), event),
		job: state.jobs.at(-1),
		stage: state.stages.at(-1),
		driver: state.processes.find((p) => p.kind === "driverPython"),
		driverJvm: state.processes.find((p) => p.kind === "driverJvm"),
		executors: count(state, "executorJvm"),
		workers: count(state, "pythonWorker"),
		forked: state.processes.filter((p) => p.kind === "pythonWorker" && p.status !== "absent").length,
		all: flowsBetween(state),
		metric: event?.kind === "sqlEnd" ? toMetrics(event.metrics) : undefined,
		since: anchor.t - firstJob(index),
		run: { duration: run.duration, cluster: run.cluster, spark: run.spark, python: run.python, packages: run.packages },
		t: anchor.t,
	};
}

function toMetrics(metrics: EventOf<"sqlEnd">["metrics"]): Record<string, number> {
	const alone = metrics.filter(({ name }) => metrics.filter((other) => other.name === name).length === 1);
	return Object.fromEntries(alone.map(({ name, value }) => [name, value]));
}

/** The event's own, or of its process the one in the last slot. */
const taskOf = (process: ProcessState | undefined, event: Event | undefined) => process?.tasks.find(({ task }) => event && "task" in event && task === event.task) ?? process?.tasks.at(-1);
const count = (state: State, kind: string) => state.processes.filter((p) => p.kind === kind && p.status === "alive").length;
const toNumeric = (value: unknown) => (typeof value === "string" && /^\d{1,15}$/.test(value) ? Number(value) : value);

/** Last names of paths whose numbers are no quantities. */
const names = new Set(["pid", "port", "line", "number", "task", "stage", "partition", "job", "attempt", "id", "executor"]);
const units: Record<string, (x: number) => string> = {
	KiB: (x) => `${round(x / KiB)} KiB`,
	MiB: (x) => `${round(x / MiB)} MiB`,
	s: (x) => `${(x / 1e6).toFixed(1)} s`,
	ms: (x) => `${round(x / 1e3)} ms`,
};
const round = (x: number) => toGrouped(x < 10 ? Math.round(x * 10) / 10 : Math.round(x));

/** The text of a reference, or an error in words. */
export function resolveReference(reference: string, own: References, others: ReadonlyMap<string, References>): string | Error {
	const [whole, unit] = reference.split("|") as [string, string?];
	const found = whole.split(" - ").map((part) => findValue(part, reference, own, others));
	const wrong = found.find((part) => part instanceof Error);
	if (wrong) return wrong;
	const [one, less, ...more] = found as Found[];
	if (more.length || (less && !(typeof one!.value === "number" && typeof less.value === "number"))) return new Error(`{${reference}} is not one number less another.`);
	const { path } = one!;
	const value = less ? Number(one!.value) - Number(less.value) : one!.value;
	if (unit !== undefined) {
		const format = units[unit];
		if (!format) return new Error(`{${reference}}: ${path} cannot be given in ${unit}: KiB, MiB, s or ms.`);
		if (typeof value !== "number") return new Error(`{${reference}}: ${path} is ${String(value)}, no number to give in ${unit}.`);
		return format(value);
	}
	return typeof value === "number" && !names.has(path.split(".").at(-1)!) ? toGrouped(value) : String(value);
}

interface Found {
	readonly path: string;
	readonly value: unknown;
}

function findValue(part: string, reference: string, own: References, others: ReadonlyMap<string, References>): Found | Error {
	const [, step, path] = /^(?:([a-z][a-z0-9-]*):)?([\w.]+(?: [\w.]+)*)$/.exec(part) ?? [];
	if (!path) return new Error(`{${reference}} is not a reference.`);
	const references = step === undefined ? own : others.get(step);
	if (!references) return new Error(`{${reference}}: there is no step ${step} before it.`);
	const value = lookUp(references, path);
	if (typeof value === "object" && value !== null) {
		const parts = Object.keys(value).map((key) => `{${part}.${key}}`);
		return new Error(`{${reference}} has parts: ${parts.slice(0, 12).join(", ")}${parts.length > 12 ? ", …" : ""}.`);
	}
	if (value === undefined || value === null || Number.isNaN(value) || typeof value === "function")
		return new Error(`{${reference}}: the recording holds no ${path} there.`);
	return { path, value };
}

export const lookUp = (references: References, path: string) =>
	path.split(".").reduce<unknown>((at, key) => (typeof at === "object" && at !== null && Object.hasOwn(at, key) ? (at as References)[key] : undefined), references);
