/** Who started whom: the processes that matter as a tree, the short-lived commands under them as a list. */
import type { ImageState, ProcessState } from "../../state/process-state.ts";
import type { State } from "../../state/state.ts";

export interface Node {
	readonly process: ProcessState;
	readonly parent: ProcessState | null;
	readonly depth: number;
	/** Commands that it, or a subshell of it, ran on the way. All of the recording. */
	readonly helpers: readonly ProcessState[];
}

const isPlain = ({ kind }: ProcessState) => kind === "shell" || kind === "other";

/** Depth first, in order of start. `root`: kind or id; absent, the oldest ancestor of the driver. */
export function toTree(state: State, root: string | undefined): Node[] {
	const byId = new Map(state.processes.map((p) => [p.id, p]));
	const children = new Map<string, ProcessState[]>();
	for (const p of state.processes) if (p.parent !== null) children.set(p.parent, [...(children.get(p.parent) ?? []), p]);
	const below = (p: ProcessState) => children.get(p.id) ?? [];
	/** A script that the driver's Python started to become a JVM, and that ended as a script, is where a start broke. */
	const hasJvm = state.processes.some((p) => p.kind === "driverJvm");
	const isStart = (p: ProcessState) => !hasJvm && below(p).length > 0 && p.parent !== null && byId.get(p.parent)?.kind === "driverPython";
	const leads = (p: ProcessState): boolean => !isPlain(p) || isStart(p) || below(p).some(leads);
	const all = (p: ProcessState): ProcessState[] => [p, ...below(p).flatMap(all)];
	const nodes: Node[] = [];
	const visit = (process: ProcessState, parent: ProcessState | null, depth: number) => {
		const helpers = below(process).filter((child) => !leads(child)).flatMap(all);
		nodes.push({ process, parent, depth, helpers });
		for (const child of below(process)) if (leads(child)) visit(child, process, depth + 1);
	};
	let top = root === undefined ? (state.processes.find((p) => p.kind === "driverPython") ?? state.processes.find((p) => p.kind === "driverJvm")) : state.processes.find((p) => p.id === root || p.kind === root);
	top ??= state.processes[0];
	if (root === undefined) while (top && top.parent !== null) top = byId.get(top.parent)!;
	if (top) visit(top, null, 0);
	return nodes;
}

const baseName = (path: string) => path.split("/").at(-1)!;
const shells = new Set(["bash", "sh", "dash", "env"]);

/** What one image runs, in a few words: `spark-submit`, `python3 app.py`, `java SparkSubmit`. */
export function imageName({ argv }: Pick<ImageState, "argv">): string {
	const name = baseName(argv[0] ?? "");
	const main = argv.find((arg) => /^org\.apache\.spark\.[\w.]+$/.test(arg));
	if (name === "java") return main ? `java ${main.split(".").slice(main.endsWith(".Main") ? -2 : -1).join(".")}` : "java";
	if (shells.has(name) && argv[1]?.includes("/")) return baseName(argv[1]);
	if (/^i?python/.test(name) && argv[1]) return argv[1].startsWith("-") ? `${name} ${argv[1]}` : `${name} ${baseName(argv[1])}`;
	return name;
}

/**
 * Names of its images so far. A script and the shell that the kernel puts before it are one; a fork's copy of its
 * parent is left out once it has become something else.
 */
export function imageNames({ images }: ProcessState, parent: ProcessState | null): string[] {
	const isCopy = parent !== null && images.length > 1 && images[0]!.kind === "other";
	const own = isCopy ? images.slice(1) : images;
	const names = own.map(imageName);
	return names.filter((name, i) => name !== names[i - 1]);
}

/** `dirname ×2, ps`: the latest image of each. A shell that goes on in the same script is a subshell of it. */
export function countNames(helpers: readonly ProcessState[]): string {
	const counts = new Map<string, number>();
	for (const { image, images } of helpers) {
		const { argv } = image ?? images[0]!;
		const name = shells.has(baseName(argv[0] ?? "")) && argv[1]?.includes("/") ? "subshell" : imageName({ argv });
		counts.set(name, (counts.get(name) ?? 0) + 1);
	}
	return [...counts].map(([name, n]) => (n > 1 ? `${name} ×${n}` : name)).join(", ");
}

/** Variables in force for an image of a process: its own, or those of the image before it, or its parent's when it began. */
export function environmentOf(process: ProcessState, count: number, byId: ReadonlyMap<string, ProcessState>): Readonly<Record<string, string>> {
	for (let i = count - 1; i >= 0; i--) if (process.images[i]?.env) return process.images[i]!.env!;
	const parent = process.parent === null ? undefined : byId.get(process.parent);
	return parent ? environmentOf(parent, parent.images.filter(({ at }) => at <= process.start).length, byId) : {};
}
