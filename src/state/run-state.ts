/** What does not change during a recorded run: the run itself and its machines. */
import type { Process, Recording } from "../recording/format.ts";
import type { MachineState, RunState } from "./state.ts";

const ofSpark: ReadonlySet<string> = new Set(["driverPython", "driverJvm", "executorJvm", "pythonDaemon", "pythonWorker", "clusterMaster", "clusterWorker", "connectServer"]);

export function toMachines(processes: readonly Process[]): MachineState[] {
	const known = processes.map((p) => ({ id: p.id, machine: p.machine, kind: p.images.at(-1)!.kind })).filter((p) => ofSpark.has(p.kind));
	const driver = (known.find((p) => p.kind === "driverPython") ?? known.find((p) => p.kind === "driverJvm"))?.machine;
	const addresses = [...new Set(known.map((p) => p.machine))].sort((a, b) => Number(b === driver) - Number(a === driver) || (a < b ? -1 : 1));
	return addresses.map((address, i) => ({
		address,
		role: address === driver ? "driver" : "worker",
		number: i,
		processes: known.filter((p) => p.machine === address).map((p) => p.id),
	}));
}

export function toRun({ run, processes }: Recording): RunState {
	return {
		name: run.name,
		spark: run.spark,
		python: run.python,
		java: run.java,
		master: run.master,
		duration: run.duration,
		exit: run.exit,
		isOneComputer: new Set(processes.map((p) => p.machine)).size > 1,
		job: run.job && { file: run.job.file, lines: run.job.source.replace(/\n$/, "").split("\n") },
	};
}
