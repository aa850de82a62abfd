/** A call, line by line and letter by letter, in words. */
import { toPythonBytes } from "../pickle/python.ts";
import type { AnswerForm } from "./answer.ts";
import { encodeCommand, type Call } from "./command.ts";
import { encodeValue, fitsInt, fitsLong, type Value } from "./value.ts";
import { toCount } from "../words/numbers.ts";

export interface Piece {
	readonly text: string;
	/** `sign`: a letter of the protocol. `escape`: characters that stand for one that may not be there. */
	readonly role: "sign" | "text" | "escape";
}

export interface Line {
	readonly pieces: readonly Piece[];
	/** What the pieces say: a sign's words, in order, then what there is to say of the rest. */
	readonly says: readonly { readonly sign?: string; readonly words: string }[];
	/** In UTF-8, with the line feed. */
	readonly bytes: number;
}

const size = (text: string) => new TextEncoder().encode(text).length;
const sign = (text: string): Piece => ({ text, role: "sign" });
const plain = (text: string): Piece[] => (text ? [{ text, role: "text" }] : []);

function toLine(pieces: Piece[], says: Line["says"]): Line {
	return { pieces, says, bytes: size(pieces.map(({ text }) => text).join("")) + 1 };
}

export function explainCall(call: Call): Line[] {
	const isCall = call.kind === "call";
	const target = isCall ? call.target : call.class;
	const isStatic = target.startsWith("z:");
	return [
		toLine([sign(isCall ? "c" : "i")], [{ sign: isCall ? "c" : "i", words: isCall ? "call a method" : "call a constructor" }]),
		isStatic
			? toLine([sign("z:"), ...plain(target.slice(2))], [{ sign: "z:", words: "static, of this class" }])
			: toLine(plain(target), [{ words: isCall ? "the object, by the id that the JVM gave it" : "of this class" }]),
		...(isCall ? [toLine(plain(call.method), [{ words: "the name of the method" }])] : []),
		...call.args.map(explainValue),
		toLine([sign("e")], [{ sign: "e", words: "the end" }]),
	];
}

export const toBytes = (call: Call) => size(encodeCommand(call));

function explainValue(value: Value): Line {
	const [letter, text] = encodeValue(value);
	const pieces = value.type === "str" ? splitEscapes(text) : plain(text);
	const [words, more] = describe(value);
	return toLine([sign(letter), ...pieces], [{ sign: letter, words }, ...(more ? [{ words: more }] : [])]);
}

const splitEscapes = (text: string): Piece[] =>
	text
		.split(/(\\[\\rn])/)
		.filter(Boolean)
		.map((piece) => ({ text: piece, role: /^\\[\\rn]$/.test(piece) ? "escape" : "text" }));

const fatal = "so the JVM answers with a fatal error";

/** The JVM cannot read a value, whatever the method. */
export const isFatal = (call: Call) => call.args.some((value) => describe(value)[1]?.endsWith(fatal));

/** What the type's letter means, and what is worth saying of the value. */
function describe(value: Value): [words: string, more?: string] {
	switch (value.type) {
		case "none":
			return ["null; nothing follows"];
		case "bool":
			return ["a boolean", "in Python's spelling"];
		case "int":
			if (fitsInt(value.value)) return ["an int", "it fits Java's 32 bits"];
			return ["a long", fitsLong(value.value) ? "too large for Java's int" : `but no Java long holds this, ${fatal}`];
		case "float":
			return ["a double", Number.isFinite(value.value) ? "written as Python's repr writes it" : "in Java's spelling"];
		case "decimal":
			return ["a decimal", /[IN]/.test(value.text) ? `but no BigDecimal is this, ${fatal}` : "digits as Python's str gives them"];
		case "str":
			return ["a string", describeText(value.value)];
		case "bytes":
			return ["bytes in base64", `${toCount(value.value.length, "byte")} as ${toCount(4 * Math.ceil(value.value.length / 3), "character")}`];
		case "object":
			return ["a reference", "the object with this id in the JVM"];
		case "proxy":
			return ["a Python object", "its id in Python, then each interface that the JVM may call it by"];
	}
}

function describeText(text: string): string {
	if (text === "") return "an empty one; nothing follows";
	const escaped = text.match(/[\\\r\n]/g)?.length ?? 0;
	const length = [...text].length;
	const bytes = size(text);
	const sizes = bytes === length ? toCount(length, "character") : `${toCount(length, "character")}, ${toCount(bytes, "byte")} in UTF-8`;
	return escaped ? `${sizes}; ${escaped} escaped with a backslash, for a bare line feed would end the argument` : sizes;
}

const outcomes: Record<string, string> = { y: "all went well", x: "an exception", z: "a fatal error" };

/** An answer, letter by letter. */
export function explainAnswer({ letters, rest, says }: AnswerForm): Line {
	return toLine(
		[sign("!"), sign(letters[0]!), sign(letters.slice(1)), ...plain(rest)],
		[{ sign: "!", words: "an answer" }, { sign: letters[0]!, words: outcomes[letters[0]!]! }, { sign: letters.slice(1), words: says }],
	);
}

/** The call as a line of Python. */
export function toPython(call: Call): string {
	const args = call.args.map(toLiteral).join(", ");
	if (call.kind === "constructor") return `jvm.${call.class}(${args})`;
	return `${call.target.replace(/^z:/, "jvm.")}.${call.method}(${args})`;
}

function toLiteral(value: Value): string {
	switch (value.type) {
		case "none":
			return "None";
		case "str":
			return JSON.stringify(value.value);
		case "bytes":
			return toPythonBytes(value.value);
		case "decimal":
			return `Decimal("${value.text}")`;
		case "object":
			return value.id;
		case "proxy":
			return value.id;
		case "float":
			return Number.isFinite(value.value) ? encodeValue(value)[1] : `float("${value.value}")`;
		default:
			return encodeValue(value)[1];
	}
}
