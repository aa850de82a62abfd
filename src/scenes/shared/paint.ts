/** What several scenes share. */
import type { ProcessPaint } from "../../drawing/parts.ts";
import type { ProcessState } from "../../state/state.ts";

const python = new Set<ProcessState["kind"]>(["driverPython", "pythonDaemon", "pythonWorker"]);
const jvm = new Set<ProcessState["kind"]>(["driverJvm", "executorJvm", "launcherJvm", "clusterMaster", "clusterWorker", "connectServer"]);

export const toPaint = ({ kind }: Pick<ProcessState, "kind">): ProcessPaint => (python.has(kind) ? "python" : jvm.has(kind) ? "jvm" : "muted");
