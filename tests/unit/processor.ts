/** Processor time of this thread: what a run costs, however busy the machine is. */

/** ms of processor time that the quickest of `rounds` takes. */
export function quickest(rounds: number, run: (round: number) => void): number {
	const times = Array.from({ length: rounds }, (_, round) => {
		const before = process.threadCpuUsage();
		run(round);
		const { user, system } = process.threadCpuUsage(before);
		return (user + system) / 1000;
	});
	return Math.min(...times);
}
