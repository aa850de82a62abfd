/** A state in one or two sentences, for who cannot see the picture. */
import { channelName, messageName, processLabel } from "../state/names.ts";
import { toCount, toSize } from "../words/numbers.ts";
import type { MessageState } from "../state/channel-state.ts";
import type { State } from "../state/state.ts";

/** Processes that a description leaves out. */
const unsaid: ReadonlySet<string> = new Set(["shell", "other", "clusterMaster", "clusterWorker"]);

export function describeState(state: State): string {
	const counts = new Map<string, number>();
	for (const p of state.processes) {
		if (p.status !== "alive" || !p.isReady || unsaid.has(p.kind)) continue;
		const name = processLabel(p, state) + (p.line ? ` at line ${p.line.number}` : "");
		counts.set(name, (counts.get(name) ?? 0) + 1);
	}
	const names = [...counts].map(([name, count]) => (count > 1 ? `${count} × ${name}` : name));
	const exists = names.length ? `Running: ${names.join(", ")}.` : "Nothing runs.";
	const under = state.travelling.length ? ` Under way: ${describeTravel(state)}.` : "";
	const result = state.jobs.at(-1)?.results;
	const receiver = state.processes.some((p) => p.kind === "driverJvm") ? "driver JVM" : "Connect server";
	const held = result?.count ? ` The ${receiver} has received ${toCount(result.count, "task result")}, ${toSize(result.bytes)}.` : "";
	const error = state.exception ? ` Latest exception: ${state.exception.type}.` : "";
	return exists + under + held + error;
}

function describeTravel(state: State): string {
	const groups = new Map<string, MessageState[]>();
	for (const m of state.travelling) {
		const key = `${m.channel} ${m.from} ${m.type}`;
		groups.set(key, [...(groups.get(key) ?? []), m]);
	}
	return [...groups.values()].map((group) => describeGroup(state, group)).join("; ");
}

function describeGroup(state: State, group: MessageState[]): string {
	const label = (id: string) => processLabel(state.processes.find((p) => p.id === id)!, state);
	const [m] = group as [MessageState];
	const size = group.reduce((sum, { size }) => sum + size, 0);
	const what = group.length > 1 ? `${group.length} × ${messageName(m)}` : messageName(m);
	return `${what}, ${toSize(size)}, from ${label(m.from)} to ${label(m.to)} (${channelName({ kind: m.channelKind })})`;
}
