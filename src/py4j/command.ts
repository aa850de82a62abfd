/**
 * Commands of Py4J, from Python to the JVM: lines of text, each ended by a line feed. The first names the command, the
 * last is `e`. After py4j 0.10.9.9, `py4j/protocol.py`, `java_gateway.py` and `clientserver.py`; here is what PySpark sends.
 */
import { encodeValue, parseValue, type Value } from "./value.ts";

export type Call =
	/** `target`: `z:` and a class, for a static method, or an object's id. */
	| { readonly kind: "call"; readonly target: string; readonly method: string; readonly args: readonly Value[] }
	| { readonly kind: "constructor"; readonly class: string; readonly args: readonly Value[] };

export type Command =
	| Call
	/** What a name is: a package, a class, nothing. `view`: the id of the JVM view in which it is looked up. */
	| { readonly kind: "lookUp"; readonly name: string; readonly view: string }
	/** What a class has under a name: a method, a field, a class. */
	| { readonly kind: "member"; readonly class: string; readonly name: string }
	| { readonly kind: "import"; readonly view: string; readonly name: string }
	| { readonly kind: "arrayLength"; readonly id: string }
	| { readonly kind: "arrayGet"; readonly id: string; readonly index: Value }
	/** Python no longer needs the object. */
	| { readonly kind: "forget"; readonly id: string }
	/** The text of an exception that the JVM keeps. */
	| { readonly kind: "exceptionText"; readonly exception: Value }
	/** First on each connection, and without `e`. */
	| { readonly kind: "authenticate"; readonly secret: string };

const toLine = (value: Value) => encodeValue(value).join("");
const toText = (...lines: string[]) => lines.map((line) => `${line}\n`).join("");

export function encodeCommand(command: Command): string {
	switch (command.kind) {
		case "call":
			return toText("c", command.target, command.method, ...command.args.map(toLine), "e");
		case "constructor":
			return toText("i", command.class, ...command.args.map(toLine), "e");
		case "lookUp":
			return toText("r", "u", command.name, command.view, "e");
		case "member":
			return toText("r", "m", command.class, command.name, "e");
		case "import":
			return toText("j", "i", command.view, command.name, "e");
		case "arrayLength":
			return toText("a", "e", command.id, "e");
		case "arrayGet":
			return toText("a", "g", command.id, toLine(command.index), "e");
		case "forget":
			return toText("m", "d", command.id, "e");
		case "exceptionText":
			return toText("p", toLine(command.exception), "e");
		case "authenticate":
			return toText("A", command.secret);
	}
}

/** Reads what `encodeCommand` writes; throws a sentence at anything else. */
export function parseCommand(text: string): Command {
	const lines = text.split("\n");
	if (lines.pop() !== "") throw new Error("A command ends with a line feed.");
	const [first, second = "", third = "", fourth = ""] = lines;
	if (first === "A" && lines.length === 2) return { kind: "authenticate", secret: second };
	if (lines.pop() !== "e") throw new Error("The last line of a command is e.");
	if (first === "c" && lines.length >= 3) return { kind: "call", target: second, method: third, args: lines.slice(3).map(parseValue) };
	if (first === "i" && lines.length >= 2) return { kind: "constructor", class: second, args: lines.slice(2).map(parseValue) };
	switch (`${first} ${second} ${lines.length}`) {
		case "r u 4":
			return { kind: "lookUp", name: third, view: fourth };
		case "r m 4":
			return { kind: "member", class: third, name: fourth };
		case "j i 4":
			return { kind: "import", view: third, name: fourth };
		case "a e 3":
			return { kind: "arrayLength", id: third };
		case "a g 4":
			return { kind: "arrayGet", id: third, index: parseValue(fourth) };
		case "m d 3":
			return { kind: "forget", id: third };
	}
	if (first === "p" && lines.length === 2) return { kind: "exceptionText", exception: parseValue(second) };
	throw new Error(`“${first} ${second}” is no command that PySpark sends.`);
}
