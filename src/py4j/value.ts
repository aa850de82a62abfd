/**
 * Values as Py4J sends them: a letter for the type, then the value as text, on a line of its own.
 * After `get_command_part`, `escape_new_line`, `encode_float` and `encode_bytearray` in py4j 0.10.9.9, `py4j/protocol.py`.
 */
import { toLatin, toPythonFloat } from "../pickle/python.ts";

export type Value =
	| { readonly type: "none" }
	| { readonly type: "bool"; readonly value: boolean }
	| { readonly type: "int"; readonly value: bigint }
	| { readonly type: "float"; readonly value: number }
	/** `str()` of a `decimal.Decimal`. */
	| { readonly type: "decimal"; readonly text: string }
	| { readonly type: "str"; readonly value: string }
	/** `bytes` and `bytearray` alike. */
	| { readonly type: "bytes"; readonly value: Uint8Array }
	/** A Java object, by the id under which the JVM keeps it. */
	| { readonly type: "object"; readonly id: string }
	/** A Python object that implements Java interfaces, by the id under which Python keeps it. */
	| { readonly type: "proxy"; readonly id: string; readonly interfaces: readonly string[] };

/** Java's int; a Python int beyond it goes as a long. */
const [minInt, maxInt] = [-(2n ** 31n), 2n ** 31n - 1n];

export const fitsInt = (value: bigint) => minInt <= value && value <= maxInt;
export const fitsLong = (value: bigint) => BigInt.asIntN(64, value) === value;

/** The letter of the type and the text after it. */
export function encodeValue(value: Value): readonly [letter: string, text: string] {
	switch (value.type) {
		case "none":
			return ["n", ""];
		case "bool":
			return ["b", value.value ? "True" : "False"];
		case "int":
			return [fitsInt(value.value) ? "i" : "L", String(value.value)];
		case "float":
			return ["d", toJavaFloat(value.value)];
		case "decimal":
			return ["D", value.text];
		case "str":
			return ["s", escapeLines(value.value)];
		case "bytes":
			return ["j", btoa(toLatin(value.value))];
		case "object":
			return ["r", value.id];
		case "proxy":
			return ["f", [value.id, ...value.interfaces].join(";")];
	}
}

/** Python's repr, but for three names. */
function toJavaFloat(value: number): string {
	const text = toPythonFloat(value);
	return { inf: "Infinity", "-inf": "-Infinity", nan: "NaN" }[text] ?? text;
}

const escapes: Record<string, string> = { "\\": "\\\\", "\r": "\\r", "\n": "\\n" };
const meanings: Record<string, string> = { "\\": "\\", r: "\r", n: "\n" };

export const escapeLines = (text: string) => text.replace(/[\\\r\n]/g, (c) => escapes[c]!);
const unescapeLines = (text: string) => text.replace(/\\([\\rn])/g, (_, c: string) => meanings[c]!);

/** What `encodeValue` was given. The line holds no line feed. */
export function parseValue(line: string): Value {
	const text = line.slice(1);
	switch (line[0]) {
		case "n":
			return { type: "none" };
		case "b":
			return { type: "bool", value: text === "True" };
		case "i":
		case "L":
			return { type: "int", value: BigInt(text) };
		case "d":
			return { type: "float", value: Number(text) };
		case "D":
			return { type: "decimal", text };
		case "s":
			return { type: "str", value: unescapeLines(text) };
		case "j":
			return { type: "bytes", value: Uint8Array.from(atob(text), (c) => c.charCodeAt(0)) };
		case "r":
			return { type: "object", id: text };
		case "f": {
			const [id = "", ...interfaces] = text.split(";");
			return { type: "proxy", id, interfaces };
		}
		default:
			throw new Error(`“${line}” begins with no type of Py4J.`);
	}
}
