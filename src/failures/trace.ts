/**
 * Whose line is whose: a printed text of PySpark, line by line. A stack trace that reaches a reader was written by up to
 * four processes, one inside the other's message; what tells them apart is their form and their order.
 */

/** `log`: a line of a JVM's log. `message`: the words of an exception, said by the process whose lines follow or came before. */
export type Owner = "driverPython" | "pythonWorker" | "driverJvm" | "executorJvm" | "shell" | "none";

export interface TraceLine {
	readonly text: string;
	readonly owner: Owner;
	/** A line of the reader's own code, not of a library. */
	readonly isOwn: boolean;
	/** A place in code (`File …`, `at …`) or what belongs to it; else it is a message. */
	readonly isFrame: boolean;
}

const pythonFrame = /^\s*File "([^"]*)", line \d+/;
const jvmFrame = /^\s*(?:at [\w.$/<>]+\(|\.\.\. \d+ (?:more|common frames))/;
const library = /site-packages|dist-packages|[\\/]python\d?[\\/]lib|pyspark\.zip|[\\/]lib[\\/]python\d|<frozen|ipykernel|[\\/]pyspark[\\/]/;
const log = /^\s*\d{2,4}[-/]\d{2}[-/]\d{2}[ T]\d{2}:\d{2}:\d{2}\S* (?:WARN|ERROR|INFO|FATAL)/;
const javaName = /^(?:java|javax|scala|org\.apache|io|com)\.[\w.$]*[A-Z]\w*/;
const shellLine = /: line \d+: |^JAVA_HOME is not set|^Running python applications|^Use \.\/bin\/|: (?:command not found|No such file or directory)$/;

/**
 * Python's own frames are the driver's until PySpark puts the worker's behind its own (`raise converted from None`, see
 * pyspark/errors/exceptions/captured.py, 4.3.0), or until a message quotes a worker's traceback. JVM frames are an
 * executor's after `Lost task` or after a worker's traceback, and the driver's after `Driver stacktrace:`; a
 * `Caused by:` below the driver's is again what the executor sent. The trace of a Python exception has no such heading
 * (recording end-rdd-exception): there the driver's frames begin at `DAGScheduler.runJob`.
 */
export function readTrace(text: string): TraceLine[] {
	let python: Owner = "driverPython";
	let jvm: Owner = "driverJvm";
	let isOfTask = false;
	let owner: Owner = "none";
	let isOwn = false;
	let inFrame = false;
	let before = "";
	const toOwner = (text: string): Owner => {
		if (text.startsWith("Traceback (most recent call last):")) {
			// A worker's traceback is announced by the line before it; any other begins a text of the driver's.
			if (!/from the Python worker/.test(before)) [python, jvm, isOfTask] = ["driverPython", "driverJvm", false];
			return python;
		}
		if (text.startsWith("Driver stacktrace:")) return (jvm = "driverJvm");
		if (text.startsWith("Caused by:")) return (jvm = isOfTask ? "executorJvm" : "driverJvm");
		const isOfPython = /^(?:[a-z_]\w*\.)*[A-Z]\w*(?:Error|Exception|Interrupt|Exit)\b/.test(text) && !javaName.test(text);
		if (isOfPython && !/from the Python worker/.test(text)) return owner === "pythonWorker" ? owner : "driverPython";
		const isMessage = text.startsWith(": ") || javaName.test(text) || isOfPython || log.test(text);
		if (isMessage) {
			if (log.test(text)) [isOfTask, jvm] = [false, "driverJvm"];
			if (/Lost task|Exception in task/.test(text)) [isOfTask, jvm] = [true, "executorJvm"];
			if (/from the Python worker/.test(text)) [python, isOfTask, jvm] = ["pythonWorker", true, "executorJvm"];
			return isOfPython ? "driverPython" : "driverJvm";
		}
		if (/^\s*SQLSTATE: /.test(text)) return jvm;
		return shellLine.test(text) ? "shell" : owner;
	};
	return text.split("\n").map((text): TraceLine => {
		const line = (isFrame: boolean, isOwn = false): TraceLine => ({ text, owner, isFrame, isOwn });
		const frame = pythonFrame.exec(text);
		if (frame) {
			[owner, inFrame, isOwn] = [python, true, !library.test(frame[1]!)];
			return line(true, isOwn);
		}
		if (jvmFrame.test(text)) {
			if (/at org\.apache\.spark\.scheduler\.DAGScheduler\.runJob\(/.test(text)) jvm = "driverJvm";
			[owner, inFrame] = [jvm, false];
			return line(true);
		}
		// Further in than the frame above: its source line and the marks under it.
		if (inFrame && /^ {3,}\S/.test(text)) {
			if (/raise converted from None/.test(text)) python = "pythonWorker";
			return line(true, isOwn && !/^[\s^~]*$/.test(text));
		}
		if (text.trim()) {
			[owner, inFrame] = [toOwner(text), false];
			before = text;
		}
		return line(false);
	});
}

/** Lines of one owner that follow each other. */
export interface TraceGroup {
	readonly owner: Owner;
	/** In order; the JVM's frames past the first few are `folded`. */
	readonly parts: readonly { readonly lines: readonly TraceLine[]; readonly isFolded: boolean }[];
}

/** Frames of a JVM that are shown of each stretch. */
const shownFrames = 3;

/** The lines of a trace by their owners; empty lines belong to what they follow. */
export function groupTrace(lines: readonly TraceLine[]): TraceGroup[] {
	const groups: { owner: Owner; lines: TraceLine[] }[] = [];
	for (const line of lines) {
		const last = groups.at(-1);
		if (last && (last.owner === line.owner || !line.text.trim())) last.lines.push(line);
		else groups.push({ owner: line.owner, lines: [line] });
	}
	return groups.map(({ owner, lines }) => ({ owner, parts: owner.endsWith("Jvm") ? foldFrames(lines) : [{ lines, isFolded: false }] }));
}

function foldFrames(lines: readonly TraceLine[]): TraceGroup["parts"] {
	const parts: { lines: TraceLine[]; isFolded: boolean }[] = [];
	let frames = 0;
	for (const line of lines) {
		frames = line.isFrame ? frames + 1 : 0;
		const isFolded = frames > shownFrames;
		const last = parts.at(-1);
		if (last?.isFolded === isFolded) last.lines.push(line);
		else parts.push({ lines: [line], isFolded });
	}
	// One or two lines are shorter than the words that would stand for them.
	return parts.map((part) => (part.lines.length > 2 ? part : { ...part, isFolded: false }));
}

export const ownerNames: Record<Owner, string> = {
	driverPython: "Python driver",
	pythonWorker: "Python worker",
	driverJvm: "Driver JVM",
	executorJvm: "Executor JVM",
	shell: "shell script",
	none: "nobody’s",
};

/** Colour of an owner's kind. */
export const ownerPaint = (owner: Owner): "python" | "jvm" | "control" => (owner === "driverPython" || owner === "pythonWorker" ? "python" : owner === "shell" || owner === "none" ? "control" : "jvm");
