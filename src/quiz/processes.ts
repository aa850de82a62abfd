/** The processes that a quiz may name, and the side that gives each its colour, as in the figures. */
import type { ProcessKind } from "../recording/format.ts";
import { processName } from "../state/names.ts";
import { html } from "./html.ts";

export const sides = {
	driverPython: "python",
	driverJvm: "jvm",
	executorJvm: "jvm",
	pythonDaemon: "python",
	pythonWorker: "python",
	clusterMaster: "jvm",
	clusterWorker: "jvm",
	launcherJvm: "jvm",
	connectServer: "jvm",
} as const satisfies Partial<Record<ProcessKind, "python" | "jvm">>;

export type QuizProcess = keyof typeof sides;
export const processKinds = Object.keys(sides) as [QuizProcess, ...QuizProcess[]];

export const toName = (process: QuizProcess) => processName({ kind: process });

/** The process under the sign and the colour that it has in figures; the same markup as a `Term` of the prose. */
export const toTerm = (process: QuizProcess) => {
	const side = sides[process];
	const sign = html`<svg class="sign" viewBox="0 0 14 12" aria-hidden="true"><rect x="2" y="1.5" width="10" height="9" fill="var(--${side}-fill)" stroke="var(--${side})"/></svg>`;
	return html`<span class="term ${side}">${sign}<span class="name">${toName(process)}</span></span>`;
};
