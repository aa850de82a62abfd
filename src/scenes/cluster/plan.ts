/** Who has a place in the picture: taken from the whole run, so that places do not move when processes come and go. */
import type { ChannelState, MachineState, ProcessState, State } from "../../state/state";

/** A JVM that runs tasks, and the Python processes under it. */
export interface Group {
	readonly jvm: ProcessState;
	readonly machine: MachineState;
	readonly daemon: ProcessState | null;
	/** Latest first to go: at most `mostWorkers`, those alive before others. */
	readonly workers: readonly ProcessState[];
	/** The JVM is the driver's own: local mode. */
	readonly isLocal: boolean;
}

export interface Plan {
	readonly python: ProcessState | null;
	/** The JVM that plans and schedules: the driver's, or the Connect server. */
	readonly jvm: ProcessState | null;
	readonly driver: MachineState | null;
	readonly groups: readonly Group[];
	/** Groups that did not find room. */
	readonly more: number;
}

const mostGroups = 3;
const mostWorkers = 2;

export function toPlan(state: State): Plan {
	const of = (kind: ProcessState["kind"]) => state.processes.filter((p) => p.kind === kind);
	const [python = null] = of("driverPython");
	const [jvm = null] = [...of("driverJvm"), ...of("connectServer")];
	const executors = of("executorJvm");
	const hosts = (executors.length ? executors : jvm ? [jvm] : []).toSorted((a, b) => (a.machine < b.machine ? -1 : a.machine > b.machine ? 1 : 0));
	const groups = hosts.flatMap((host): Group[] => {
		const machine = state.machines.find((m) => m.address === host.machine);
		const daemons = of("pythonDaemon").filter((p) => p.parent === host.id);
		const workers = of("pythonWorker").filter((p) => p.parent === host.id || daemons.some((d) => d.id === p.parent));
		if (!machine || (host === jvm && !workers.length)) return [];
		return [{ jvm: host, machine, daemon: daemons[0] ?? null, workers: pick(workers), isLocal: host === jvm }];
	});
	return { python, jvm, driver: state.machines.find((m) => m.role === "driver") ?? null, groups: groups.slice(0, mostGroups), more: Math.max(0, groups.length - mostGroups) };
}

const rank = { alive: 0, absent: 1, ended: 2 };

/** As many as have a place: those alive, then those to come, then those gone; in order of start. */
const pick = (workers: ProcessState[]) =>
	workers.toSorted((a, b) => rank[a.status] - rank[b.status]).slice(0, mostWorkers).toSorted((a, b) => a.start - b.start || (a.id < b.id ? -1 : 1));

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
		// Files differ in what they are for; a gateway's file says nothing that a reader needs here.
		if (kind === "file" && !/parallelize|broadcast/.test(channel.purpose ?? "")) continue;
		const key = `${kind}-${pair}`;
		lines.set(key, [...(lines.get(key) ?? []), channel]);
	}
	return [...lines].map(([key, channels]) => {
		const first = channels.find((c) => c.kind !== "block") ?? channels[0]!;
		return { key, kind: first.kind, ends: first.ends, channels };
	});
}
