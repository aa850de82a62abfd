/** A state as a flat list of leaves by entity, so that what an event changed is a few lines that people can read. */
import type { State } from "../../src/state/state.ts";

/** By entity (`driverJvm`, `job 0`, `run`), then by path in it. */
export type Leaves = Record<string, Record<string, unknown>>;

const isPlain = (value: unknown) => value === null || typeof value !== "object" || (Array.isArray(value) && value.every((item) => item === null || typeof item !== "object"));

/** `{a: {b: 1}}` → `{"a.b": 1}`. Functions are left out, and of samples and collections all but how many there are. */
function flatten(value: unknown, path = ""): Record<string, unknown> {
	if (typeof value === "function" || value === undefined) return {};
	if (isPlain(value)) return { [path]: Number.isNaN(value) ? "NaN" : typeof value === "number" ? Number(value.toPrecision(12)) : value };
	const entries = Object.entries(value as object);
	const names = entries.map(([name]) => name);
	const isSeries = names.includes("count") && (names.includes("value") || names.includes("list"));
	return Object.assign({}, ...entries.flatMap(([name, item]) => (isSeries && name !== "count" ? [] : flatten(item, path ? `${path}.${name}` : name))));
}

export function toLeaves({ t: _t, machines, processes, channels, jobs, stages, travelling, ...rest }: State): Leaves {
	const byName = <T>(things: readonly T[], name: (thing: T) => string) => things.map((thing) => [name(thing), flatten(thing)] as const);
	return Object.fromEntries([
		...Object.entries(rest).flatMap(([name, value]) => (typeof value === "function" ? [] : [[name, flatten(value, isPlain(value) ? "is" : "")] as const])),
		...byName(machines, ({ address }) => `machine ${address}`),
		...byName(processes.map((process) => ({ ...process, images: process.images.map(({ kind }) => kind) })), ({ id }) => id),
		...byName(channels, ({ id }) => id),
		...byName(jobs, ({ job }) => `job ${job}`),
		...byName(stages, ({ stage, attempt }) => `stage ${stage}.${attempt}`),
		...byName(travelling, ({ id }) => `under way ${id}`),
	]);
}

/** Whether a leaf says nothing yet. */
const isNothing = (path: string, value: unknown) => value === null || value === false || (value === 0 && !path.endsWith("code")) || (Array.isArray(value) && !value.length);

/** What differs; at first only what says something. What is not there any more is `gone`. */
export function toChanges(before: Leaves, after: Leaves): Leaves {
	const changes: Leaves = {};
	for (const entity of new Set([...Object.keys(before), ...Object.keys(after)])) {
		const [a, b] = [before[entity], after[entity]];
		if (!b) {
			changes[entity] = { is: "gone" };
			continue;
		}
		const changed: Record<string, unknown> = {};
		for (const [path, value] of Object.entries(b)) if (a && path in a ? JSON.stringify(a[path]) !== JSON.stringify(value) : !isNothing(path, value)) changed[path] = value;
		for (const [path, value] of Object.entries(a ?? {})) if (!(path in b) && !isNothing(path, value)) changed[path] = "gone";
		if (Object.keys(changed).length) changes[entity] = changed;
	}
	return changes;
}

/** JSON of one line for each entry of the entries. */
export function toLines(entries: Readonly<Record<string, Readonly<Record<string, unknown>>>>): string {
	const lines = (inner: Readonly<Record<string, unknown>>) => Object.entries(inner).map(([name, value]) => `\t\t${JSON.stringify(name)}: ${JSON.stringify(value)}`);
	return `{\n${Object.entries(entries).map(([name, inner]) => `\t${JSON.stringify(name)}: {\n${lines(inner).join(",\n")}\n\t}`).join(",\n")}\n}\n`;
}
