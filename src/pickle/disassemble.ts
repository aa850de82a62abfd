import { type ArgumentKind, opcodes } from "./opcodes.ts";
import { toLatin, toPythonBytes, toPythonFloat, toPythonInteger } from "./python.ts";

/** One operation of a pickle. */
export interface Op {
	/** Of its first byte, from the pickle's. */
	offset: number;
	/** Bytes, its argument included. */
	size: number;
	/** As in Python's `pickletools`: `BINPUT`. */
	name: string;
	/**
	 * Numbers and bytes as Python's `repr`, strings in JSON's quotes; the module and name of a GLOBAL or INST and the id
	 * of a PERSID as they are. null: the operation has none.
	 */
	arg: string | null;
	/** How many MARKs are open before it; for the operation that closes one, without it. */
	depth: number;
}

export interface Disassembly {
	/** Up to STOP or the first error. */
	ops: Op[];
	/** One sentence, or null for a whole pickle. */
	error: string | null;
}

const closesMark = new Set("POP_MARK DICT APPENDS LIST OBJ INST TUPLE SETITEMS ADDITEMS FROZENSET".split(" "));

class Broken extends Error {}

/** Reads any bytes; bytes after STOP are not looked at. Linear in their number. */
export function disassemble(bytes: Uint8Array): Disassembly {
	const ops: Op[] = [];
	let depth = 0;
	let offset = 0;
	while (offset < bytes.length) {
		const opcode = opcodes.get(bytes[offset]!);
		const hex = `0x${bytes[offset]!.toString(16).padStart(2, "0")}`;
		if (!opcode) return { ops, error: `Byte ${hex} at offset ${offset} is not an opcode.` };
		const reader = new Reader(bytes, offset + 1);
		let arg: string | null;
		try {
			arg = readers[opcode.argument](reader);
		} catch (error) {
			if (!(error instanceof Broken)) throw error;
			return { ops, error: `${opcode.name} at offset ${offset} ${error.message}.` };
		}
		if (closesMark.has(opcode.name)) depth = Math.max(0, depth - 1);
		ops.push({ offset, size: reader.at - offset, name: opcode.name, arg, depth });
		if (opcode.name === "MARK") depth++;
		if (opcode.name === "STOP") return { ops, error: null };
		offset = reader.at;
	}
	return { ops, error: `The pickle ends at offset ${offset} without STOP.` };
}

class Reader {
	readonly #bytes: Uint8Array;
	at: number;

	constructor(bytes: Uint8Array, at: number) {
		this.#bytes = bytes;
		this.at = at;
	}

	take(size: number): Uint8Array {
		const left = this.#bytes.length - this.at;
		if (size > left) throw new Broken(`needs ${size} bytes for its argument and only ${left} are there`);
		this.at += size;
		return this.#bytes.subarray(this.at - size, this.at);
	}

	view(size: number): DataView {
		const { buffer, byteOffset } = this.take(size);
		return new DataView(buffer, byteOffset, size);
	}

	/** Length before a text or bytes. Beyond 2^53 it is inexact, and too large either way. */
	length(width: 1 | 4 | 8): number {
		const view = this.view(width);
		return width === 1 ? view.getUint8(0) : width === 4 ? view.getUint32(0, true) : Number(view.getBigUint64(0, true));
	}

	sized = (width: 1 | 4 | 8) => this.take(this.length(width));

	/** A length that is signed, as older opcodes have it. */
	signed(): Uint8Array {
		const length = this.view(4).getInt32(0, true);
		if (length < 0) throw new Broken(`has the negative length ${length}`);
		return this.take(length);
	}

	/** Up to the next line feed, which is not part of it. */
	line(): Uint8Array {
		const end = this.#bytes.indexOf(10, this.at);
		if (end < 0) throw new Broken("has no line feed after its argument");
		const line = this.#bytes.subarray(this.at, end);
		this.at = end + 1;
		return line;
	}
}

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
/** Bytes that are not UTF-8 become U+FFFD. */
const toText = (bytes: Uint8Array) => decoder.decode(bytes);

const readers: Record<ArgumentKind, (reader: Reader) => string | null> = {
	none: () => null,
	uint1: (r) => String(r.view(1).getUint8(0)),
	uint2: (r) => String(r.view(2).getUint16(0, true)),
	int4: (r) => String(r.view(4).getInt32(0, true)),
	uint4: (r) => String(r.view(4).getUint32(0, true)),
	uint8: (r) => String(r.view(8).getBigUint64(0, true)),
	float8: (r) => toPythonFloat(r.view(8).getFloat64(0)),
	decimalShort: (r) => {
		const line = toLatin(r.line());
		return line === "00" ? "False" : line === "01" ? "True" : toDecimal(line);
	},
	decimalLong: (r) => toDecimal(toLatin(r.line()).replace(/L$/, "")),
	floatLine: (r) => toFloat(toLatin(r.line())),
	stringLine: (r) => JSON.stringify(unquote(toLatin(r.line()))),
	rawLine: (r) => toText(r.line()),
	twoLines: (r) => `${toText(r.line())} ${toText(r.line())}`,
	unicodeLine: (r) => JSON.stringify(unescapeUnicode(toLatin(r.line()))),
	long1: (r) => toPythonInteger(r.sized(1)),
	long4: (r) => toPythonInteger(r.signed()),
	latin1: (r) => JSON.stringify(toLatin(r.sized(1))),
	latin4: (r) => JSON.stringify(toLatin(r.signed())),
	bytes1: (r) => toPythonBytes(r.sized(1)),
	bytes4: (r) => toPythonBytes(r.sized(4)),
	bytes8: (r) => toPythonBytes(r.sized(8)),
	array8: (r) => `bytearray(${toPythonBytes(r.sized(8))})`,
	utf1: (r) => JSON.stringify(toText(r.sized(1))),
	utf4: (r) => JSON.stringify(toText(r.sized(4))),
	utf8: (r) => JSON.stringify(toText(r.sized(8))),
};

/** Python reads at most this many decimal digits too (sys.get_int_max_str_digits). */
const mostDigits = 4300;

function toDecimal(line: string): string {
	if (!/^\s*[+-]?\d+\s*$/.test(line)) throw new Broken("has an argument that is not a whole number");
	return line.length > mostDigits ? `integer of ${line.trim().length} digits` : String(BigInt(line.trim().replace("+", "")));
}

function toFloat(line: string): string {
	const text = line.trim().toLowerCase();
	const special = /^([+-]?)(inf|infinity|nan)$/.exec(text);
	if (special) return special[2] === "nan" ? "nan" : `${special[1] === "-" ? "-" : ""}inf`;
	if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/.test(text)) throw new Broken("has an argument that is not a number");
	return toPythonFloat(Number(text));
}

const escapes: Record<string, string> = { n: "\n", t: "\t", r: "\r", a: "\x07", b: "\b", f: "\f", v: "\v", "\n": "" };

/** The text inside a Python string literal of bytes (codecs.escape_decode). */
function unquote(literal: string): string {
	const quote = literal[0];
	if (literal.length < 2 || (quote !== "'" && quote !== '"') || literal.at(-1) !== quote)
		throw new Broken("has a string without its quotes");
	return literal.slice(1, -1).replace(/\\(?:x([0-9a-fA-F]{2})|([0-7]{1,3})|([^]))/g, (whole, hex, octal, one) => {
		if (hex) return String.fromCharCode(parseInt(hex, 16));
		if (octal) return String.fromCharCode(parseInt(octal, 8) & 255);
		return escapes[one] ?? ("\\'\"".includes(one) ? one : whole);
	});
}

/** Python's raw-unicode-escape: only \uXXXX and \UXXXXXXXX count, after an odd number of backslashes. */
const unescapeUnicode = (text: string) =>
	text.replace(/(\\\\)|\\u([0-9a-fA-F]{4})|\\U(00(?:0[0-9a-fA-F]|10)[0-9a-fA-F]{4})/g, (pair, _, four, eight) =>
		pair === "\\\\" ? pair : String.fromCodePoint(parseInt(four ?? eight, 16)),
	);
