/** What a reader wrote into fields → a call, or one sentence for each field that holds something else: what is wrong, and what would be right. */
import type { Call } from "./command.ts";
import type { Value } from "./value.ts";

export type CallKind = "static" | "object" | "constructor";
export type ArgumentType = "none" | "bool" | "int" | "float" | "decimal" | "str" | "bytes" | "object" | "proxy";

export interface CallFields {
	readonly kind: CallKind;
	/** A class, or an object's id. */
	readonly target: string;
	readonly method: string;
	readonly args: readonly { readonly type: ArgumentType; readonly text: string }[];
}

/** Sentences by field; null where there is nothing to say. */
export interface Complaints {
	readonly target: string | null;
	readonly method: string | null;
	readonly args: readonly (string | null)[];
}

/** Characters that a field takes. */
export const longest = 1000;

class Complaint extends Error {}

export function readCall({ kind, target, method, args }: CallFields): Call | Complaints {
	const values = args.map((arg) => attempt(() => readers[arg.type](toShort(arg.text))));
	const to = attempt(() => (kind === "object" ? readId : readClass)(toShort(target.trim())));
	const name = kind === "constructor" ? "" : attempt(() => readMethod(toShort(method.trim())));
	if (to instanceof Complaint || name instanceof Complaint || values.some((value) => value instanceof Complaint))
		return { target: toSentence(to), method: toSentence(name), args: values.map(toSentence) };
	const good = values as Value[];
	return kind === "constructor" ? { kind, class: to, args: good } : { kind: "call", target: kind === "static" ? `z:${to}` : to, method: name, args: good };
}

export const isCall = (result: Call | Complaints): result is Call => "kind" in result;

function attempt<T>(read: () => T): T | Complaint {
	try {
		return read();
	} catch (error) {
		if (error instanceof Complaint) return error;
		throw error;
	}
}

const toSentence = (value: unknown) => (value instanceof Complaint ? value.message : null);

function toShort(text: string): string {
	const { length } = [...text];
	if (length > longest) throw new Complaint(`This has ${length} characters, and the console takes at most ${longest}. Write something shorter.`);
	return text;
}

/** “What is wrong. What would be right.” */
function refuse(text: string, isNo: string, right: string): never {
	const shown = [...text].slice(0, 24).join("");
	throw new Complaint(text.trim() === "" ? `Nothing is here yet. ${right}` : `“${shown}${shown === text ? "" : "…"}” is no ${isNo}. ${right}`);
}

const part = /[\p{L}_$][\p{L}\p{N}_$]*/u.source;
const className = new RegExp(`^${part}(\\.${part})*$`, "u");
const memberName = new RegExp(`^${part}$`, "u");

const readClass = (text: string) => (className.test(text) ? text : refuse(text, "name of a class", "Write it with its package, as java.lang.String."));
const readId = (text: string) => (/^(o\d+|t|GATEWAY_SERVER)$/.test(text) ? text : refuse(text, "id of an object", "The JVM numbers its objects, so write an o and a number, as o36."));

function readMethod(text: string): string {
	if (/^__.*__$/s.test(text)) throw new Complaint(`“${[...text].slice(0, 24).join("")}” is one of Python's own names, and Py4J never sends those. Write a Java method, as size.`);
	return memberName.test(text) ? text : refuse(text, "name of a method", "Write letters, digits, _ and $ without a space, as currentTimeMillis.");
}

const digits = /\d+(_\d+)*/.source;
const number = `[+-]?(${digits}(\\.(${digits})?)?|\\.${digits})(e[+-]?${digits})?`;
const matches = (pattern: string, text: string) => new RegExp(`^(${pattern})$`, "i").test(text.trim());
const toDigits = (text: string) => text.trim().replaceAll("_", "");

const readers: Record<ArgumentType, (text: string) => Value> = {
	none: () => ({ type: "none" }),
	bool: (text) => (/^(True|False)$/.test(text.trim()) ? { type: "bool", value: text.trim() === "True" } : refuse(text, "bool", "Write True or False, with a capital letter.")),
	int: (text) => (matches(`[+-]?${digits}`, text) ? { type: "int", value: BigInt(toDigits(text).replace("+", "")) } : refuse(text, "int", "Write digits, with a minus in front if you need one, as -7.")),
	float(text) {
		if (matches(number, text)) return { type: "float", value: Number(toDigits(text)) };
		const [, sign, name] = /^([+-]?)(inf|infinity|nan)$/i.exec(text.trim()) ?? [];
		if (!name) refuse(text, "float", "Write it as Python does: 1.5, 2e-7, inf or nan.");
		return { type: "float", value: /nan/i.test(name) ? NaN : sign === "-" ? -Infinity : Infinity };
	},
	decimal(text) {
		if (matches(number, text) && !/e[+-]?\d{10}/i.test(toDigits(text))) return { type: "decimal", text: toPythonDecimal(toDigits(text)) };
		const [, sign, name] = /^([+-]?)(inf|infinity|nan)$/i.exec(text.trim()) ?? [];
		if (!name) refuse(text, "Decimal that this console knows", "Write it as Python does: 12.50, 1e5, Infinity or NaN.");
		return { type: "decimal", text: `${sign === "-" ? "-" : ""}${/nan/i.test(name) ? "NaN" : "Infinity"}` };
	},
	str(text) {
		const half = [...text].findIndex((c) => /\p{Cs}/u.test(c));
		if (half >= 0) throw new Complaint(`Character ${half + 1} is half of a surrogate pair, and UTF-8 has no bytes for it. Write the whole character, or leave it out.`);
		return { type: "str", value: text };
	},
	bytes: (text) =>
		/^([\da-f]{2}\s*)*$/i.test(text.trim()) ? { type: "bytes", value: Uint8Array.from(text.match(/[\da-f]{2}/gi) ?? [], (pair) => parseInt(pair, 16)) } : refuse(text, "row of whole bytes", "Write two hex digits for each, as 80 05 4b."),
	object: (text) => ({ type: "object", id: readId(text.trim()) }),
	proxy(text) {
		const interfaces = text.split(";").map((name) => name.trim());
		if (!interfaces.every((name) => className.test(name))) refuse(text, "list of Java interfaces", "Write each with its package, as java.lang.Runnable, and a semicolon between two.");
		return { type: "proxy", id: "p0", interfaces };
	},
};

/** `str(Decimal(text))`: an exponent where it is above 0, or where more than five zeros would follow the point. */
function toPythonDecimal(text: string): string {
	const [, sign, whole = "", fraction = "", power = "0"] = /^([+-]?)(\d*)\.?(\d*)(?:e([+-]?\d+))?$/i.exec(text)!;
	const coefficient = (whole + fraction).replace(/^0+(?=\d)/, "");
	const exponent = Number(power) - fraction.length;
	const left = exponent + coefficient.length;
	const isPlain = exponent <= 0 && left > -6;
	const point = isPlain ? left : 1;
	const body =
		point <= 0 ? `0.${"0".repeat(-point)}${coefficient}` : point >= coefficient.length ? coefficient + "0".repeat(point - coefficient.length) : `${coefficient.slice(0, point)}.${coefficient.slice(point)}`;
	const shift = left - point;
	return `${sign === "-" ? "-" : ""}${body}${shift === 0 ? "" : `E${shift > 0 ? "+" : ""}${shift}`}`;
}

/** The fields that give a call. */
export function toFields(call: Call): CallFields {
	const isObject = call.kind === "call" && !call.target.startsWith("z:");
	return {
		kind: call.kind === "constructor" ? "constructor" : isObject ? "object" : "static",
		target: call.kind === "constructor" ? call.class : call.target.replace(/^z:/, ""),
		method: call.kind === "constructor" ? "" : call.method,
		args: call.args.map((value) => ({ type: value.type, text: toFieldText(value) })),
	};
}

function toFieldText(value: Value): string {
	switch (value.type) {
		case "none":
			return "";
		case "bool":
			return value.value ? "True" : "False";
		case "int":
		case "float":
			return toNumberText(value.value);
		case "decimal":
			return value.text;
		case "str":
			return value.value;
		case "bytes":
			return [...value.value].map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
		case "object":
			return value.id;
		case "proxy":
			return value.interfaces.join("; ");
	}
}

const toNumberText = (value: bigint | number) => (Object.is(value, -0) ? "-0.0" : value === Infinity ? "inf" : value === -Infinity ? "-inf" : String(value).replace("NaN", "nan"));
