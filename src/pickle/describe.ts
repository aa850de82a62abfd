import type { Op } from "./disassemble.ts";

/** What is known of a value on the unpickler's stack: what it is, and the values in it. */
interface Value {
	kind: string;
	items?: Value[];
}

type Entry = Value | "mark";

const constants = new Map(
	Object.entries({
		int: "INT BININT BININT1 BININT2 LONG LONG1 LONG4",
		float: "FLOAT BINFLOAT",
		str: "STRING BINSTRING SHORT_BINSTRING UNICODE BINUNICODE SHORT_BINUNICODE BINUNICODE8",
		bytes: "BINBYTES SHORT_BINBYTES BINBYTES8",
		bytearray: "BYTEARRAY8",
		buffer: "NEXT_BUFFER",
		bool: "NEWTRUE NEWFALSE",
		None: "NONE",
	}).flatMap(([kind, names]) => names.split(" ").map((name): [string, string] => [name, kind])),
);
const empty: Record<string, string> = { EMPTY_LIST: "list", EMPTY_TUPLE: "tuple", EMPTY_DICT: "dict", EMPTY_SET: "set" };
const marked: Record<string, string> = { LIST: "list", TUPLE: "tuple", DICT: "dict", FROZENSET: "frozenset" };
const tuples: Record<string, number> = { TUPLE1: 1, TUPLE2: 2, TUPLE3: 3 };

/** Classes whose pickles call a function of another name. */
const made = new Map([
	["_create_row", "Row"],
	["_create_row_inbound_converter", "Row"],
	["_make_function", "function"],
	["_reconstruct", "ndarray"],
	["_frombuffer", "ndarray"],
]);

class Unknown extends Error {}

/** Runs the operations on kinds instead of values. Throws Unknown for what it cannot follow. */
class Stack {
	private entries: Entry[] = [];
	private memo = new Map<number, Value>();
	private strings = new WeakMap<Value, string>();

	push = (value: Entry) => void this.entries.push(value);

	pop(): Value {
		const top = this.entries.pop();
		if (top === undefined || top === "mark") throw new Unknown();
		return top;
	}

	top(): Value {
		const top = this.pop();
		this.push(top);
		return top;
	}

	popMark(): Value[] {
		const at = this.entries.lastIndexOf("mark");
		if (at < 0) throw new Unknown();
		return this.entries.splice(at).slice(1) as Value[];
	}

	/** A class or function, of which the last part of its name is kept. */
	pushGlobal = (name: string) => this.push({ kind: `global ${name.split(/[ .]/).at(-1)}` });

	/** The result of a call of a global. */
	pushCall(callee: Value) {
		const name = callee.kind.startsWith("global ") ? callee.kind.slice(7) : "object";
		this.push({ kind: made.get(name) ?? name });
	}

	run({ name, arg }: Op) {
		const constant = constants.get(name);
		if (constant !== undefined) {
			const value = { kind: arg === "True" || arg === "False" ? "bool" : constant };
			if (constant === "str") this.strings.set(value, arg!);
			return this.push(value);
		}
		if (name in empty) return this.push({ kind: empty[name]!, items: [] });
		if (name in marked) {
			const items = this.popMark();
			return this.push({ kind: marked[name]!, items: name === "DICT" ? items.filter((_, i) => i % 2) : items });
		}
		if (name in tuples) {
			const items = Array.from({ length: tuples[name]! }, () => this.pop()).reverse();
			return this.push({ kind: "tuple", items });
		}
		switch (name) {
			case "MARK":
				return this.push("mark");
			case "POP":
				return void this.entries.pop();
			case "POP_MARK":
				return void this.popMark();
			case "DUP":
				return this.push(this.top());
			case "APPEND": {
				const item = this.pop();
				return this.add([item]);
			}
			case "APPENDS":
			case "ADDITEMS":
				return this.add(this.popMark());
			case "SETITEM": {
				const item = this.pop();
				this.pop();
				return this.add([item]);
			}
			case "SETITEMS":
				return this.add(this.popMark().filter((_, i) => i % 2));
			case "PUT":
			case "BINPUT":
			case "LONG_BINPUT":
				return void this.memo.set(Number(arg), this.top());
			case "MEMOIZE":
				return void this.memo.set(this.memo.size, this.top());
			case "GET":
			case "BINGET":
			case "LONG_BINGET": {
				const value = this.memo.get(Number(arg));
				if (!value) throw new Unknown();
				return this.push(value);
			}
			case "GLOBAL":
				return this.pushGlobal(arg!);
			case "STACK_GLOBAL": {
				const named = this.strings.get(this.pop());
				this.pop();
				if (named === undefined) throw new Unknown();
				return this.pushGlobal(JSON.parse(named));
			}
			case "REDUCE":
			case "NEWOBJ":
				this.pop();
				return this.pushCall(this.pop());
			case "NEWOBJ_EX":
				this.pop();
				this.pop();
				return this.pushCall(this.pop());
			case "BUILD":
				return void this.pop();
			case "PROTO":
			case "FRAME":
			case "STOP":
			case "READONLY_BUFFER":
				return;
			default:
				throw new Unknown();
		}
	}

	/** Into the collection on top. An object's own items are not counted. */
	private add(items: Value[]) {
		const target = this.top().items;
		if (target) for (const item of items) target.push(item);
	}
}

const plurals = new Map([["bytes", "bytes objects"], ["None", "None"], ["str", "strings"]]);
const plural = (kind: string) => plurals.get(kind) ?? (kind.startsWith("global ") ? "objects" : `${kind}s`);
const single = (kind: string) => (kind.startsWith("global ") ? kind.slice(7) : kind);

/** The largest tuple whose parts are listed. */
const listed = 4;

function toLine({ kind, items }: Value): string {
	if (!items) return single(kind);
	if (!items.length) return `empty ${kind}`;
	if (kind === "dict") return `dict of ${items.length} ${items.length === 1 ? "entry" : "entries"}`;
	if (kind === "tuple" && items.length <= listed) return `tuple (${items.map((item) => single(item.kind)).join(", ")})`;
	const [first] = items;
	const what = items.every((item) => item.kind === first!.kind) ? first!.kind : "object";
	return `${kind} of ${items.length} ${items.length === 1 ? single(what) : plural(what)}`;
}

/** A short line on what a whole pickle holds, `list of 1024 tuples`, or null where that cannot be told. */
export function describePickle(ops: readonly Op[]): string | null {
	if (ops.at(-1)?.name !== "STOP") return null;
	const stack = new Stack();
	try {
		for (const op of ops) stack.run(op);
		return toLine(stack.pop());
	} catch (error) {
		if (error instanceof Unknown) return null;
		throw error;
	}
}
