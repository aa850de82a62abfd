/** Runs of the sandbox made by hand, with round levels: what is drawn of a run does not hang on what was fitted to real ones. */
import type { Ending, Knot, Level, PhaseName, Run } from "../../src/memory/run.ts";
import { defaults, type Settings } from "../../src/memory/settings.ts";

const MiB = 1024 ** 2;
const level = (base: number, held: number, passing: number): Level => ({ base: base * MiB, held: held * MiB, passing: passing * MiB });

/** Levels where a phase begins and ends: executor, driver, Python; tasks of 8, MiB of results, rows of 1,000. */
const levels: Record<PhaseName, readonly [from: readonly [Level, Level, Level, number, number, number], to: readonly [Level, Level, Level, number, number, number]]> = {
	collect: [[level(40, 100, 60), level(50, 0, 30), level(20, 0, 0), 0, 0, 0], [level(40, 100, 60), level(50, 400, 30), level(20, 0, 0), 8, 400, 0]],
	decode: [[level(40, 0, 0), level(50, 0, 400), level(20, 0, 0), 8, 400, 0], [level(40, 0, 0), level(50, 500, 400), level(20, 0, 0), 8, 400, 0]],
	serve: [[level(40, 0, 0), level(50, 500, 0), level(20, 0, 0), 8, 400, 0], [level(40, 0, 0), level(50, 500, 0), level(20, 600, 0), 8, 400, 1000]],
	frame: [[level(40, 0, 0), level(50, 500, 0), level(20, 600, 0), 8, 400, 1000], [level(40, 0, 0), level(50, 500, 0), level(20, 700, 0), 8, 400, 1000]],
};

const phasesOf = ({ way }: Settings): PhaseName[] => {
	if (way === "write" || way === "toLocalIterator") return ["collect"];
	if (way === "toPandas+arrow") return ["collect", "frame"];
	return way === "rdd.collect" ? ["collect", "serve"] : way === "toPandas" ? ["collect", "decode", "serve", "frame"] : ["collect", "decode", "serve"];
};

/** Phases are equally long. A run that ends half way through its last phase, or of `in`; one that finishes, at its end. */
export function madeRun(more: Partial<Settings>, ending: Ending = "finished", { death = null, at = null }: { death?: Run["death"]; at?: PhaseName | null } = {}): Run {
	const settings: Settings = { ...defaults, rows: 1000, partitions: 8, executors: 2, ...more };
	const phases = phasesOf(settings);
	const upTo = at === null ? phases : phases.slice(0, phases.indexOf(at) + 1);
	const isStream = settings.way === "toPandas+arrow" || settings.way === "toLocalIterator";
	const toKnot = (phase: PhaseName, share: number): Knot => {
		const [a, b] = levels[phase];
		const n = phases.indexOf(phase);
		const between = (x: number, y: number) => x + share * (y - x);
		const [executor, driver, python] = [0, 1, 2].map((who) => {
			const [from, to] = [a[who] as Level, b[who] as Level];
			return { base: from.base, held: between(from.held, to.held), passing: between(from.passing, to.passing) };
		}) as [Level, Level, Level];
		const rows = isStream && phase === "collect" ? between(0, 1000) : between(a[5], b[5]);
		const all = settings.way === "take" ? 1 : 8;
		return { at: (n + share) / phases.length, phase, executor, driver, python, tasks: Math.round((between(a[3], b[3]) / 8) * all), results: (between(a[4], b[4]) / 8) * all * MiB, rows: settings.way === "write" ? 0 : rows };
	};
	const knots = upTo.flatMap((phase, n) => [toKnot(phase, 0), toKnot(phase, n === upTo.length - 1 && ending !== "finished" ? 0.5 : 1)]);
	const appears = death === "hang" ? "hang" : ending === "finished" ? "result" : ending === "pythonKilled" ? "killed" : "exception";
	return { settings, limits: { driver: 1000 * MiB, executor: 500 * MiB, python: 800 * MiB }, knots, ending, appears, death, deaths: death && { hang: 0, lost: 0, stopped: 0, thrown: 0, [death]: 1 }, taskResult: 50 * MiB };
}

/** Each ending, in the phase in which it comes. */
export const ends: Readonly<Record<string, Run>> = {
	"max result size": madeRun({ way: "rdd.collect", maxResultSize: 250 * MiB }, "maxResultSize", { at: "collect" }),
	"driver heap, hang": madeRun({ way: "rdd.collect" }, "driverHeap", { death: "hang", at: "collect" }),
	"driver heap, lost": madeRun({ way: "rdd.collect", mode: "local" }, "driverHeap", { death: "lost", at: "collect" }),
	"driver heap, decoding": madeRun({ way: "toPandas" }, "driverHeap", { death: "thrown", at: "decode" }),
	"executor heap": madeRun({ way: "rdd.collect" }, "executorHeap", { at: "collect" }),
	"memory error": madeRun({ way: "df.collect", limiter: "address-space" }, "memoryError", { at: "serve" }),
	"python killed": madeRun({ way: "toPandas" }, "pythonKilled", { at: "frame" }),
	"container killed": madeRun({ way: "df.collect", mode: "cluster", executors: 1 }, "pythonKilled", { at: "serve" }),
};

/** Runs that finish. */
export const finishes: Readonly<Record<string, Run>> = {
	"rdd.collect": madeRun({ way: "rdd.collect", executors: 3 }),
	toPandas: madeRun({ way: "toPandas", executors: 5 }),
	"toPandas+arrow": madeRun({ way: "toPandas+arrow" }),
	toLocalIterator: madeRun({ way: "toLocalIterator", executors: 1 }),
	write: madeRun({ way: "write" }),
	"rdd.collect, local": madeRun({ way: "rdd.collect", mode: "local" }),
};
