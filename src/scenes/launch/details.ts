/** What the process that acted last was started with: its arguments, and the variables that it got anew. */
import { drawText, type Words } from "../../drawing/words.ts";
import type { Shape } from "../../drawing/shapes.ts";
import { fitText, wrapText } from "../../drawing/text.ts";
import { processLabel } from "../../state/names.ts";
import { toDuration } from "../../words/numbers.ts";
import type { ProcessState } from "../../state/process-state.ts";
import type { State } from "../../state/state.ts";
import { environmentOf, imageName, type Node } from "./tree.ts";

export interface DetailsPlace {
	readonly x: number;
	readonly y: number;
	readonly width: number;
	/** Lines of arguments and of variables, at most. */
	readonly lines: readonly [argv: number, env: number];
}

const size = 11;
const line = 17;

/** px. */
export const detailsHeight = ({ lines }: DetailsPlace) => 76 + (lines[0] + lines[1] + 2) * line;

/** The process that a step looks at, also a short-lived command, or the one of the tree that started, changed or ended last. */
export function findCurrent(state: State, nodes: readonly Node[]): ProcessState | undefined {
	const there = nodes.map(({ process }) => process).filter((p) => p.status !== "absent");
	return state.processes.find((p) => p.status !== "absent" && state.look.includes(p.id)) ?? there.toSorted((a, b) => lastChange(a) - lastChange(b)).at(-1);
}

/** When a process that is there or was there last started, changed its image, or ended: µs. */
export const lastChange = (p: ProcessState) => p.end ?? p.image!.at;

export function drawDetails(state: State, process: ProcessState, { x, y, width, lines }: DetailsPlace): Shape[] {
	const byId = new Map(state.processes.map((p) => [p.id, p]));
	const count = process.images.length;
	const image = process.image!;
	const text = (key: string, at: number, words: string, more: Words = {}) =>
		drawText(`details.${key}`, x, at, words, { room: width, size, entity: process.id, ...more });
	const argv = wrapText(foldOptions(image.argv).map(shorten).join(" "), width, "mono", size, lines[0]);
	const now = environmentOf(process, count, byId);
	const before = environmentOf(process, process.parent === null ? 1 : 0, byId);
	const isFresh = (name: string) => now[name] !== before[name];
	const rank = (name: string) => (isFresh(name) ? 0 : 2) + (matters.test(name) ? 0 : 1);
	const names = Object.keys(now).filter((name) => isFresh(name) || matters.test(name)).sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
	const shown = names.slice(0, lines[1]);
	const top = y + 50 + line * (argv.length + 1) + 12;
	const fresh = names.filter(isFresh).length;
	return [
		text("what", y + 14, happened(state, process), { font: "sansBold", size: 13, fill: "ink" }),
		text("when", y + 32, `pid ${process.pid} · ${toDuration(process.end ?? image.at)}`),
		text("argv", y + 56, "arguments", { font: "sansBold", size: 11 }),
		...argv.map((words, n) => text(`argv${n}`, y + 56 + line * (n + 1), words, { fill: "ink" })),
		...(shown.length ? [text("env", top + 10, `environment, ${fresh || "nothing"} new or changed since ${process.parent === null ? "it started" : "its parent"}`, { font: "sansBold", size: 11 })] : []),
		...shown.map((name, n) => text(`env${n}`, top + 10 + line * (n + 1), fitText(`${name}=${shortenPaths(now[name]!)}`, width, "mono", size, "middle"), { fill: isFresh(name) ? "ink" : "muted" })),
	];
}

const matters = /^(PYTHONPATH|PYTHONSTARTUP|PYSPARK_|SPARK_|_PYSPARK)/;

function happened(state: State, p: ProcessState): string {
	const parent = state.processes.find(({ id }) => id === p.parent);
	if (p.status === "ended") return `${processLabel(p, state)} ends`;
	if (p.images.length > 1) return `exec: now ${imageName(p.image!)}`;
	return parent ? `forked by ${processLabel(parent, state)}` : `started: ${imageName(p.image!)}`;
}

/** Where Spark is installed says nothing here. */
const shortenPaths = (text: string) => text.replace(/\/[\w./-]*site-packages\/pyspark\b/g, "…/pyspark").replace(/\/[\w./-]*\/bin\/(?=python)/g, "…/");

/** Options given many times over with other values (a JVM's `--add-opens=`) as one. */
function foldOptions(argv: readonly string[]): string[] {
	const name = (arg: string | undefined) => /^--[\w-]+(?==)/.exec(arg ?? "")?.[0];
	const runs: string[][] = [];
	for (const arg of argv) {
		const before = runs.at(-1);
		if (before && name(arg) && name(before[0]) === name(arg)) before.push(arg);
		else runs.push([arg]);
	}
	return runs.map((run) => (run.length > 2 ? `${name(run[0])}=… ×${run.length}` : run.join(" ")));
}

const longest = 72;
const shorten = (arg: string) => {
	const short = shortenPaths(arg);
	return short.length > longest ? `${short.slice(0, longest - 1)}…` : short;
};
