/** The model's run as a state, so that the scene that draws recordings draws it too. Nothing in it was recorded, so it has no pids, ports or clock. */
import { type Knot, type Level, type Run, sumOf } from "../memory/run.ts";
import { messageOf, lines } from "../memory/messages.ts";
import { pyrolitePickledBytes } from "../memory/rows.ts";
import type { ProcessKind } from "../recording/format.ts";
import { noFlow } from "./flows.ts";
import type { ChannelState, Flow, MessageKind, MessageState } from "./channel-state.ts";
import type { ProcessState } from "./process-state.ts";
import type { MachineState, State } from "./state.ts";
import type { TaskState } from "./work-state.ts";

/** Executors that have a place in the picture. */
const mostShown = 2;
/** Tasks that an executor's box has room for, at most. */
const mostTasks = 3;
/** Glyphs that cross the picture in one phase. */
const crossings = 14;

/** Before it runs nothing is held. */
function idle(knot: Knot): Knot {
	const rest = { held: 0, passing: 0 };
	return { ...knot, executor: { ...knot.executor, ...rest }, driver: { ...knot.driver, ...rest }, python: { ...knot.python, ...rest }, tasks: 0, results: 0, rows: 0 };
}

/** Levels at a share of the way, straight between the knots on both sides; below 0, before it runs. */
export function knotAt({ knots }: Run, at: number): Knot {
	if (at < 0) return idle(knots[0]!);
	const i = knots.findLastIndex((knot) => knot.at <= at);
	const [a, b] = [knots[Math.max(0, i)]!, knots[i + 1]];
	if (!b || b.at === a.at) return a;
	const share = (at - a.at) / (b.at - a.at);
	const between = (x: number, y: number) => x + share * (y - x);
	const level = (x: Level, y: Level): Level => ({ base: between(x.base, y.base), held: between(x.held, y.held), passing: between(x.passing, y.passing) });
	return {
		...{ at, phase: a.phase, executor: level(a.executor, b.executor), driver: level(a.driver, b.driver), python: level(a.python, b.python) },
		...{ tasks: Math.floor(between(a.tasks, b.tasks)), results: between(a.results, b.results), rows: Math.floor(between(a.rows, b.rows)) },
	};
}

/** `at` from 0 to 1: the whole way, or where the run ended; below 0, before it runs. */
export function stateOfRun(run: Run, at: number): State {
	const { settings, ending } = run;
	const end = run.knots.at(-1)!.at;
	const t = Math.min(at, end);
	const knot = knotAt(run, t);
	const isOver = at >= end;
	const isIdle = at < 0;
	const isLocal = settings.mode === "local";
	const died = isOver ? ending : "finished";
	const shown = isLocal ? 0 : Math.min(mostShown, settings.executors);
	const executors = Array.from({ length: shown }, (_, n) => n);
	const machine = (n: number) => `worker ${n + 1}`;
	const usesPython = settings.way === "rdd.collect";
	const host = isLocal ? ["driverJvm"] : executors.map((n) => `executorJvm-${n}`);
	const message = messageOf(run);
	const thrown = message.text.split("\n")[message.marked]?.trim() ?? "";
	const failing = died === "finished" || died === "pythonKilled" ? null : died === "memoryError" ? "driverPython" : died === "executorHeap" ? host[0]! : "driverJvm";
	const exceptionType = died === "memoryError" ? "MemoryError" : died === "maxResultSize" ? "SparkException" : "OutOfMemoryError";

	const process = (id: string, kind: ProcessKind, where: string, level: Level | null, limit: number | null, more: Partial<ProcessState> = {}): ProcessState => ({
		...{ id, pid: null, kind, parent: null, machine: where, executor: null, start: 0, end: null, exit: null, images: [], isReady: true, status: "alive", line: null },
		image: { at: 0, kind, argv: [], env: null },
		...{ tasks: [], tasksEnded: { ok: 0, failed: 0 }, cores: null, blocks: [], everHeld: [] },
		memory: {
			rss: kind === "driverPython" && level ? sumOf(level) : null,
			heapUsed: kind !== "driverPython" && level ? sumOf(level) : null,
			...{ heapCommitted: null, heapMax: kind === "driverPython" ? null : limit },
			limit: kind === "driverPython" && limit ? { what: "memory", bytes: limit } : null,
			...{ samples: {}, collections: { list: [], count: 0 } },
		},
		exception: failing === id ? { at: 0, process: id, role: "raised", type: exceptionType, text: thrown } : null,
		...more,
	});

	const ended = knot.phase !== "collect" || isOver;
	/** Of one executor: what it runs at once, or ran last. */
	const running = Math.max(1, Math.min(settings.cores, Math.floor(settings.partitions / Math.max(1, shown))));
	const task = (n: number, slot: number): TaskState => {
		const nth = slot * shown + n;
		const partition = Math.max(0, Math.min(settings.partitions - 1, knot.tasks + (ended ? nth - shown * running : nth)));
		return {
			...{ task: partition, stage: 0, partition, attempt: 0, process: `executorJvm-${n}`, slot, start: 0, end: null, reason: null },
			...{ status: died === "executorHeap" ? "failed" : ended ? "ok" : "running", resultSize: ended ? Math.round(run.taskResult) : null, shuffleWritten: null, toPython: noFlow, fromPython: noFlow },
		};
	};
	const killed: Partial<ProcessState> = died === "pythonKilled" ? { status: "ended", end: 0, exit: { signal: "SIGKILL" } } : {};
	const processes: ProcessState[] = [
		process("driverPython", "driverPython", "driver", knot.python, run.limits.python, { ...killed, line: { number: 1, text: lines[settings.way], in: "<module>" } }),
		process("driverJvm", "driverJvm", "driver", knot.driver, run.limits.driver),
		...executors.map((n) => process(`executorJvm-${n}`, "executorJvm", machine(n), knot.executor, run.limits.executor, { executor: String(n), cores: settings.cores, tasks: isIdle ? [] : Array.from({ length: Math.min(running, mostTasks) }, (_, slot) => task(n, slot)) })),
		...(usesPython ? host.map((parent, n) => process(`pythonWorker-${n}`, "pythonWorker", isLocal ? "driver" : machine(n), null, null, { parent })) : []),
	];
	const machines: MachineState[] = [
		{ address: "driver", role: "driver", number: 0, processes: ["driverPython", "driverJvm"] },
		...executors.map((n): MachineState => ({ address: machine(n), role: "worker", number: n + 1, processes: [`executorJvm-${n}`] })),
	];

	const kind: MessageKind = settings.way === "toPandas+arrow" ? "arrow" : settings.way === "rdd.collect" || settings.way === "toLocalIterator" ? "rows" : "unseen";
	const comes = settings.way !== "write" && knot.phase === "collect" && !isOver && !isIdle;
	const streams = settings.way === "toPandas+arrow" || settings.way === "toLocalIterator";
	const served = (knot.phase === "serve" || (streams && knot.phase === "collect")) && !isOver && !isIdle;
	const share = shareOfPhase(run, t);
	const crossing = (offset: number) => (share * crossings + offset) % 1;
	const serveKind: MessageKind = settings.way === "toPandas+arrow" ? "arrow" : "rows";
	/** As pickled for Python; an RDD's results are pickled rows, Arrow's are batches, and they pass as they are: an RDD's when all have come. */
	const servedBytes = serveKind === "arrow" ? knot.results : usesPython ? (knot.results * knot.rows) / Math.max(1, settings.rows) : knot.rows * pyrolitePickledBytes(settings, settings.rows);
	const channels: ChannelState[] = [
		channel("py4j", "py4j", ["driverPython", "driverJvm"], noFlow, noFlow),
		...(settings.way === "write" ? [] : executors.map((n) => channel(`rpc-${n}`, "rpc", ["driverJvm", `executorJvm-${n}`], noFlow, flow(knot.tasks / settings.executors, knot.results / settings.executors)))),
		...(usesPython ? host.map((parent, n) => channel(`worker-${n}`, "workerSocket", [parent, `pythonWorker-${n}`], noFlow, noFlow)) : []),
		channel("result", "resultSocket", ["driverPython", "driverJvm"], noFlow, flow(knot.rows ? 1 : 0, knot.rows ? servedBytes : 0, knot.rows), served || knot.rows > 0 ? "open" : "absent"),
	];
	const travelling: MessageState[] = [
		...(comes ? executors.map((n) => message_(`m-rpc-${n}`, `rpc-${n}`, `executorJvm-${n}`, "driverJvm", kind, run.taskResult, crossing(n / shown))) : []),
		...(served ? [message_("m-result", "result", "driverJvm", "driverPython", serveKind, 65_536, crossing(0.25))] : []),
	];
	const all = settings.way === "take" ? 1 : settings.partitions;
	// Of Python's end, and of a thread that waits for ever, the scheduler hears nothing.
	const isAborted = isOver && ["maxResultSize", "driverHeap", "executorHeap"].includes(ending) && run.appears !== "hang";
	const status = knot.phase !== "collect" || (isOver && ending === "finished") ? "ok" : isAborted ? "failed" : "running";
	return {
		...{ t: 0, window: [0, 1], machines, processes, channels, travelling, beside: [], output: null, focus: null, look: [] },
		run: {
			...{ name: "model", spark: "", python: "", java: "", master: "", duration: 1, isOneComputer: false, exit: null },
			job: { file: "job.py", lines: [lines[settings.way]] },
			note: toNote(run, shown),
		},
		jobs: isIdle ? [] : [{ job: 0, start: 0, site: "collect", stages: [0], status, isSql: !usesPython && settings.way !== "toLocalIterator", results: { count: settings.way === "write" ? 0 : knot.tasks, bytes: Math.round(knot.results) } }],
		stages: isIdle ? [] : [{ stage: 0, attempt: 0, name: "collect", status, tasks: all, started: all, ended: Math.min(all, knot.tasks) }],
		exception: null,
	};
}

/** What a picture does not show; the most important first, since a narrow one cuts its end. */
function toNote({ settings: s }: Run, shown: number): string {
	const more = s.mode === "local" ? 0 : s.executors - shown;
	return [
		s.mode === "cluster" ? "Cluster mode: from Spark’s source, not recorded." : "",
		more > 0 ? `${more} more executor${more > 1 ? "s are" : " is"} not shown.` : "",
		s.mode !== "local" && s.cores > 1 ? `Up to ${s.cores} tasks at once in each.` : "",
		"Computed by the model, which is tested on real runs.",
	].filter(Boolean).join(" ");
}

/** How far the phase has come at a share of the way. */
function shareOfPhase({ knots }: Run, at: number): number {
	const i = Math.max(0, knots.findLastIndex((knot) => knot.at <= at));
	const { phase } = knots[i]!;
	const of = knots.filter((knot) => knot.phase === phase);
	const [from, to] = [of[0]!.at, of.at(-1)!.at];
	return to > from ? Math.min(1, (at - from) / (to - from)) : 0;
}

const flow = (count: number, bytes: number, rows = 0): Flow => ({ count: Math.round(count), bytes: Math.round(bytes), batches: Math.min(24, Math.round(count)), batchBytes: Math.round(bytes), rows });

function channel(id: string, kind: ChannelState["kind"], ends: [string, string], forth: Flow, back: Flow, status: ChannelState["status"] = "open"): ChannelState {
	const none = (): never => {
		throw new Error("the model has no single messages");
	};
	return { id, kind, ends, status, open: 0, close: null, address: null, port: null, purpose: null, sent: [forth, back], count: 0, message: none };
}

function message_(id: string, channel: string, from: string, to: string, kind: MessageKind, size: number, progress: number): MessageState {
	return {
		...{ id, channel, channelKind: "rpc", from, to, kind, type: "batch", count: 1, size: Math.round(size), at: 0, first: null, seen: "from" },
		...{ observer: { what: "the model", fineness: 1 }, schema: null, rows: null, task: null, fields: [], bytes: null, replaced: [], progress },
	};
}
