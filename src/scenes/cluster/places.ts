/** Where everything stands, px: what both layouts give, and what they share. */
import { type Area, type Point } from "../../drawing/parts.ts";
import type { MachineState } from "../../state/state.ts";
import type { Group, Line, Plan } from "./plan.ts";

export interface Place extends Area {
	/** full: everything. line: name and one line. bare: only the name and the pid. */
	readonly detail: "full" | "line" | "bare";
}

export interface Route {
	/** From the line's first end to its second. */
	readonly points: readonly Point[];
	/** Where its name stands, and what is said about it below; all in one line if `lines` is 1. */
	readonly text: {
		readonly x: number;
		readonly y: number;
		readonly below: number;
		readonly width: number;
		readonly anchor?: "middle" | "end";
		readonly lines: 1 | 2 | 3;
	};
}

interface Machine {
	readonly machine: MachineState;
	readonly area: Area;
	/** Beside the machine's name, at the right end of its area, or not written, where a line needs the room. */
	readonly address?: "end" | "none";
}

/** From a daemon to the worker that it forked. */
interface Fork {
	readonly daemon: string;
	readonly worker: string;
	readonly points: readonly Point[];
	readonly label: Point | null;
}

export interface Places {
	readonly width: number;
	readonly height: number;
	readonly machines: readonly Machine[];
	readonly boxes: ReadonlyMap<string, Place>;
	readonly routes: ReadonlyMap<string, Route>;
	readonly forks: readonly Fork[];
	readonly note: Point;
}

/** Places as they are found, one after the other. */
export class Draft {
	readonly machines: Machine[] = [];
	readonly boxes = new Map<string, Place>();
	readonly routes = new Map<string, Route>();
	readonly forks: Fork[] = [];
	readonly plan: Plan;
	readonly lines: readonly Line[];

	constructor(plan: Plan, lines: readonly Line[]) {
		this.plan = plan;
		this.lines = lines;
	}

	/** The line between two processes; of several, the one of a kind. */
	line(kind: Line["kind"] | "any", a: string | undefined, b: string | undefined): Line | undefined {
		return this.lines.find((line) => (kind === "any" || line.kind === kind) && isBetween(line, a, b));
	}

	/** The lines between the Python driver and the driver JVM, and the place of each from the top. */
	driverLines(): (readonly [line: Line, slot: number])[] {
		const direct = this.lines.filter((line) => isBetween(line, this.plan.python?.id, this.plan.jvm?.id) && slotOf(line) >= 0);
		return direct.map((line) => [line, slotOf(line)]);
	}

	/** The line of blocks from each group's JVM to the one above; undefined: there is none. */
	exchanges(): (Line | undefined)[] {
		const { groups } = this.plan;
		return groups.map((group, i) => (i ? this.line("block", groups[i - 1]!.jvm.id, group.jvm.id) : undefined));
	}
}

/** Order of the lines between Python driver and driver JVM, from the top. */
const driverLines = ["py4j", "file", "accumulatorSocket", "resultSocket", "stdinPipe"];
/** gRPC is the only line of a client, and takes the place of Py4J. */
const slotOf = (line: Line) => (line.kind === "grpc" ? 0 : driverLines.indexOf(line.kind));

const isBetween = (line: Line, a: string | undefined, b: string | undefined) =>
	a !== undefined && b !== undefined && line.ends.includes(a) && line.ends.includes(b);

/** Top of the machines. */
export const head = 34;
/** Height of a machine's name above its area. */
export const label = 26;
/** Between a machine's edge and the boxes in it. */
export const inset = 12;

/** No Python process was ever under it. */
export const isAlone = (group: Group) => !group.daemon && !group.workers.length;

/** Points from the line's first end to its second, given from the process `from` on. */
export const turn = (line: Line, from: string, points: readonly Point[]): readonly Point[] =>
	line.ends[0] === from ? points : points.toReversed();

/** A level line, its words over and below its middle. `left` is the process at its left end. */
export const level = (line: Line, left: string, [x1, x2]: readonly [number, number], y: number): Route => ({
	points: turn(line, left, [[x1, y], [x2, y]]),
	text: { x: (x1 + x2) / 2, y: y - 12, below: y + 20, width: x2 - x1 - 4, anchor: "middle", lines: 3 },
});

/** Straight down from one JVM's box to the next, its words at its right in one line. */
export const down = (line: Line, above: string, x: number, [y1, y2]: readonly [number, number], text: { y: number; width: number }): Route => ({
	points: turn(line, above, [[x, y1], [x, y2]]),
	text: { x: x + 14, y: text.y, below: text.y, width: text.width, lines: 1 },
});

/** The same line with its words in one line at `y`. */
export const toOneLine = ({ points, text }: Route, y: number): Route => ({ points, text: { ...text, y, lines: 1 } });
