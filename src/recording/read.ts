/**
 * Reads a recording in a lesson page, without zod: checks its format number, its shape and its invariants, and nothing
 * that a page does not use. Whatever comes in, the answer is a recording or one Error with one clear sentence.
 * Strings are data: nobody makes markup of them.
 */
import type { Recording } from "./format.ts";
import { FORMAT } from "./format-number.ts";
import { firstBroken } from "./invariants.ts";

/** Null, or where inside it a value is not what it should be: `.run.name`, `[3].size`, or nothing for the value itself. */
type Check = (value: unknown) => string | null;

const test = (isGood: (value: unknown) => boolean): Check => (value) => (isGood(value) ? null : "");
const text = test((v) => typeof v === "string");
const whole = test((v) => Number.isSafeInteger(v));
const size = test((v) => Number.isSafeInteger(v) && (v as number) >= 0);
const flag = test((v) => typeof v === "boolean");
const plain = test((v) => v === null || ["string", "number", "boolean"].includes(typeof v));
const oneOf = (...values: string[]) => test((v) => values.includes(v as string));
const orNull = (check: Check): Check => (v) => (v === null ? null : check(v));
const maybe = (check: Check): Check => (v) => (v === undefined ? null : check(v));

const isObject = (v: unknown): v is Record<string, unknown> => typeof v === "object" && v !== null && !Array.isArray(v);

const list = (check: Check, length?: number): Check => (v) => {
	if (!Array.isArray(v) || (length !== undefined && v.length !== length)) return "";
	for (let i = 0; i < v.length; i++) {
		const wrong = check(v[i]);
		if (wrong !== null) return `[${i}]${wrong}`;
	}
	return null;
};

const map = (check: Check): Check => (v) => {
	if (!isObject(v)) return "";
	for (const key of Object.keys(v)) {
		const wrong = check(v[key]);
		if (wrong !== null) return `.${key}${wrong}`;
	}
	return null;
};

const shape = (checks: Record<string, Check>): Check => {
	const parts = Object.entries(checks);
	return (v) => {
		if (!isObject(v)) return "";
		for (const [key, check] of parts) {
			const wrong = check(Object.hasOwn(v, key) ? v[key] : undefined);
			if (wrong !== null) return `.${key}${wrong}`;
		}
		return null;
	};
};

const bySignal = shape({ signal: text });
const byCode = shape({ code: whole });
const exit = orNull((v) => (isObject(v) && "signal" in v ? bySignal : byCode)(v));
const kinds = ["driverPython", "driverJvm", "executorJvm", "pythonDaemon", "pythonWorker", "shell", "launcherJvm", "clusterMaster", "clusterWorker", "connectServer", "other"];
const channels = ["py4j", "workerSocket", "resultSocket", "accumulatorSocket", "stdinPipe", "daemonPipe", "file", "rpc", "block", "grpc"];
const both = list(size, 2);

const message = { channel: text, from: text, seen: oneOf("from", "to"), size, task: maybe(size) };
const stage = { stage: whole, attempt: whole, name: text, tasks: whole };
const task = { task: size, stage: whole, stageAttempt: whole, partition: whole, attempt: whole, process: text };

/** What each kind has besides `kind`, `at` and `source`. A kind that is not here is let pass: it is not drawn. */
const events: Record<string, Check> = {
	message: shape({
		...{ ...message, type: text, first: maybe(size), bytes: maybe(text), rows: maybe(size), replaced: maybe(list(both)) },
		fields: maybe(list(shape({ name: text, offset: size, size, value: plain }))),
	}),
	messages: shape({ ...message, until: size, types: map(size), count: size }),
	line: shape({ process: text, line: size, in: text }),
	jobStart: shape({ job: whole, stages: list(whole), site: text }),
	jobEnd: shape({ job: whole, ok: flag }),
	stageStart: shape(stage),
	stageEnd: shape({ ...stage, error: maybe(text) }),
	taskStart: shape(task),
	taskEnd: shape({ ...task, ok: flag, reason: maybe(text), metrics: map(test((v) => typeof v === "number" && Number.isFinite(v))) }),
	executorAdded: shape({ process: text, cores: size }),
	gc: shape({ process: text, until: size, name: text, before: size, after: size, committed: size }),
	exception: shape({ process: text, role: oneOf("raised", "wrapped", "shown"), type: text, text }),
	output: shape({ process: text, stream: text, text }),
	limit: shape({ process: text, what: text, bytes: size }),
};

const eventBase = shape({ kind: text, at: size, source: text });
const event: Check = (v) => {
	const kind = isObject(v) && typeof v["kind"] === "string" && Object.hasOwn(events, v["kind"]) ? events[v["kind"]] : undefined;
	return eventBase(v) ?? kind?.(v) ?? null;
};

const images = list(shape({ at: size, kind: oneOf(...kinds), argv: list(text), env: orNull(map(text)) }));

const recording = shape({
	run: shape({
		...{ name: text, spark: text, python: text, java: text, os: text, date: text, master: text, cluster: size, command: text, packages: map(text) },
		...{ duration: size, exit, job: orNull(shape({ file: text, source: text })) },
	}),
	sources: map(shape({ what: text, fineness: size })),
	processes: list(
		shape({
			...{ id: text, pid: size, parent: orNull(text), source: text, start: size, end: orNull(size), exit, executor: orNull(text), machine: text },
			images: (v) => images(v) ?? ((v as unknown[]).length ? null : ""),
		}),
	),
	channels: list(
		shape({
			...{ id: text, kind: oneOf(...channels), ends: list(text, 2), source: text, open: size, close: orNull(size), address: orNull(text) },
			...{ purpose: orNull(text), sent: both, counted: orNull(shape({ by: text, sent: both })) },
		}),
	),
	events: list(event),
	memory: list(shape({ process: text, measure: oneOf("rss", "heapUsed", "heapCommitted", "heapMax"), source: text, every: size, at: list(size), value: list(size) })),
});

/** `json`: what JSON.parse gave. Throws an Error whose message may be shown to a reader. */
export function readRecording(json: unknown): Recording {
	const format = isObject(json) ? json["format"] : undefined;
	if (typeof format === "number" && format > FORMAT)
		throw new Error(`This recording has format ${format}, and this page reads format ${FORMAT}: reload the page to get its newest version.`);
	if (format !== FORMAT) throw new Error("This file is not a recording of a PySpark run.");
	const wrong = recording(json);
	if (wrong !== null) throw new Error(`This recording is broken: ${wrong.slice(1)} is not what it should be.`);
	const broken = firstBroken(json as Recording);
	if (broken) throw new Error(`This recording is broken: ${broken}`);
	return json as Recording;
}
