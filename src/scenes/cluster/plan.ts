/** Who has a place in the picture: taken from the whole run, so that places do not move when processes come and go. */
import type { ChannelState } from "../../state/channel-state.ts";
import type { ProcessState } from "../../state/process-state.ts";
import type { MachineState, State } from "../../state/state.ts";

/** A JVM that runs tasks, and the Python processes under it. */
export interface Group {
	readonly jvm: ProcessState;
	readonly machine: MachineState;
	readonly daemon: ProcessState | null;
	/** At most `mostWorkers`, those alive before others. */
	readonly workers: readonly ProcessState[];
	/** It holds a block that is drawn, at some time of the run. */
	readonly hasBlocks: boolean;
	/** Places to keep: as many as the largest of those that take turns here needs. */
	readonly room: { readonly daemon: boolean; readonly workers: number };
	/** The JVM is the driver's own: local mode. */
	readonly isLocal: boolean;
}

export interface Plan {
	readonly python: ProcessState | null;
	/** The JVM that plans and schedules: the driver's, or the Connect server. */
	readonly jvm: ProcessState | null;
	readonly driver: MachineState | null;
	readonly groups: readonly Group[];
	/** Executors that run now and did not find room. */
	readonly more: number;
}

/** Partitions of a cached RDD, and a Python value's broadcast: not the pieces in which Spark sends its own tasks. */
export const isDrawnBlock = (name: string) => /^rdd_|_python$/.test(name);

const mostGroups = 3;
const mostWorkers = 2;

export function toPlan(state: State): Plan {
	const of = (kind: ProcessState["kind"]) => state.processes.filter((p) => p.kind === kind);
	const [python = null] = of("driverPython");
	const [jvm = null] = [...of("driverJvm"), ...of("connectServer")];
	const all = of("executorJvm");
	// Where there are more than have a place, those that follow each other on a machine take the same one.
	const executors = all.length > mostGroups ? state.machines.flatMap(({ address }) => pick(all.filter((p) => p.machine === address), 1)) : all;
	const hosts = (executors.length ? executors : jvm ? [jvm] : []).toSorted((a, b) => (a.machine < b.machine ? -1 : a.machine > b.machine ? 1 : 0));
	const under = (host: ProcessState) => {
		const daemons = of("pythonDaemon").filter((p) => p.parent === host.id);
		return { daemon: daemons[0] ?? null, workers: of("pythonWorker").filter((p) => p.parent === host.id || daemons.some((d) => d.id === p.parent)) };
	};
	const groups = hosts.flatMap((host): Group[] => {
		const machine = state.machines.find((m) => m.address === host.machine);
		const { daemon, workers } = under(host);
		if (!machine || (host === jvm && !workers.length)) return [];
		const turns = executors === all ? [{ daemon, workers }] : all.filter((p) => p.machine === host.machine).map(under);
		const room = { daemon: turns.some((turn) => turn.daemon), workers: Math.min(mostWorkers, Math.max(...turns.map((turn) => turn.workers.length))) };
		return [{ jvm: host, machine, daemon, workers: pick(workers, mostWorkers), room, hasBlocks: host.everHeld.some(isDrawnBlock), isLocal: host === jvm }];
	});
	const shown = groups.slice(0, mostGroups);
	const more = all.filter((p) => p.status === "alive" && !shown.some((group) => group.jvm === p)).length;
	return { python, jvm, driver: state.machines.find((m) => m.role === "driver") ?? null, groups: shown, more };
}

const rank = { alive: 0, ended: 1, absent: 2 };

/** As many as have a place: those alive, then the last that went, then the next to come; in order of start. */
const pick = (processes: ProcessState[], most: number) =>
	processes
		.toSorted((a, b) => rank[a.status] - rank[b.status] || (a.status === "ended" ? b.start - a.start : a.start - b.start))
		.slice(0, most)
		.toSorted((a, b) => a.start - b.start || (a.id < b.id ? -1 : 1));

/** Channels that are drawn as one line: those of one kind between the same two processes. */
export interface Line {
	readonly key: string;
	readonly kind: ChannelState["kind"];
	readonly ends: readonly [string, string];
	readonly channels: readonly ChannelState[];
}

export function toLines(state: State): Line[] {
	const lines = new Map<string, ChannelState[]>();
	for (const channel of state.channels) {
		const pair = [...channel.ends].sort().join("-");
		// Blocks take the same way as RPC: both are traffic of two JVMs.
		const kind = channel.kind === "block" ? "rpc" : channel.kind;
		// Files differ in what they are for; a gateway's file says nothing that a reader needs, but where the story is about it.
		const isAsked = state.look.includes(channel.id) || state.travelling.some((m) => m.channel === channel.id);
		if (kind === "file" && !isAsked && !/parallelize|broadcast/.test(channel.purpose ?? "")) continue;
		const key = `${kind}-${pair}`;
		lines.set(key, [...(lines.get(key) ?? []), channel]);
	}
	return [...lines].map(([key, channels]) => {
		const first = channels.find((c) => c.kind !== "block") ?? channels[0]!;
		return { key, kind: first.kind, ends: first.ends, channels };
	});
}
