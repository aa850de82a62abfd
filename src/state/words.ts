/** What a message says, in one line: the first words of it, decoded. */
import { decodeBase64 } from "../recording/lookup.ts";
import { toCount } from "../words/numbers.ts";
import type { FieldState, MessageState } from "./channel-state.ts";

/** Empty for what has nothing to say but its name. Longer than a line for long messages: the caller cuts it. */
export function messageWords(message: MessageState): string {
	const { channelKind, type, fields, rows, bytes, kind } = message;
	if (rows !== null) return toCount(rows, "row");
	if (type === null) return "folded by the recorder";
	if (channelKind === "py4j" && type === "command") return toCall(fields);
	if (channelKind === "py4j" && type === "answer") return toAnswer(text(fields[0]));
	const said = fields.flatMap(toPhrase).join(" · ");
	return said || (bytes === null && kind === "unseen" ? "content not seen" : "");
}

const utf8 = new TextDecoder();

/** A message that is text, as it crosses the channel, with Python's escapes for the ends of its lines; null: not kept, or not to be shown. */
export function messageText({ bytes, replaced }: MessageState): string | null {
	if (bytes === null || replaced.length) return null;
	return utf8.decode(decodeBase64(bytes)).replaceAll("\r", "\\r").replaceAll("\n", "\\n");
}

const text = (field: FieldState | undefined) => String(field?.value ?? "");

/** Names of fields that only say how long another is, or that tell a reader nothing. */
const isDull = /length$|^pickle$|^bytes$|^START_OF_|epoch/;
const isConstant = /^[A-Z_]+$/;
const longest = 64;

function toPhrase({ name, value, size }: FieldState): string[] {
	if (isDull.test(name) || value === null || value === "") return [];
	const said = String(value);
	if (name === "secret" || name === "token") return [`${name}, not shown`];
	if (said.length > longest || said.startsWith("{")) return [`${name}, ${toCount(size, "byte")}`];
	return [name === "answer" || name === "file" || name === "function" ? said : `${name} ${isConstant.test(name) ? "= " : ""}${said}`];
}

/** Py4J's commands as the code that they stand for (py4j/protocol.py 0.10.9.9). */
function toCall(fields: readonly FieldState[]): string {
	const [command, ...parts] = fields.map(text);
	const named = (name: string) => text(fields.find((f) => f.name === name));
	const values = fields.filter(({ name }) => name.startsWith("argument")).map((f) => toValue(text(f)));
	switch (command) {
		case "call":
			return `${toTarget(named("target"))}.${named("method")}(${values.join(", ")})`;
		case "constructor":
			return `new ${lastName(named("class"))}(${values.join(", ")})`;
		case "jvm view":
			return `import ${named("name")}`;
		case "reflection":
			return named("reflection command") === "m" ? `${lastName(named("name"))}.${named("of")}` : `what is ${named("name")}?`;
		case "memory":
			return `forget ${named("object")}`;
		case "array":
			return parts[0] === "e" ? `len(${parts[1]})` : parts[0] === "g" ? `${parts[1]}[${values[2]}]` : `array ${parts.slice(0, -1).join(" ")}`;
		case "auth":
			return "auth, token not shown";
		default:
			return [command, ...parts.filter((part) => part !== "e")].join(" ");
	}
}

const lastName = (name: string) => name.split(".").at(-1)!;
const toTarget = (target: string) => (target.startsWith("z:") ? lastName(target.slice(2)) : target);

/** What an answer begins with after `!y`, for what needs no more words than its letter. */
const bare: Readonly<Record<string, string>> = { v: "void", n: "null", m: "a method", o: "no such member" };
const held: Readonly<Record<string, string>> = { r: "", t: "array ", l: "list ", a: "map ", h: "set ", g: "iterator " };

function toAnswer(answer: string): string {
	const success = answer.startsWith("!y");
	if (!success && !answer.startsWith("!x")) return answer;
	const body = answer.slice(2);
	const [letter = "", rest] = [body[0], body.slice(1)];
	const value = letter in bare ? bare[letter]! : letter in held ? held[letter]! + rest : letter === "c" ? `class ${rest}` : letter === "p" ? `package ${rest}`.trim() : toValue(body);
	return success ? value : `exception ${value}`;
}

/** A typed value of the protocol: strings quoted, references by their name. */
function toValue(typed: string): string {
	const rest = typed.slice(1);
	switch (typed[0]) {
		case "s":
			return `"${rest}"`;
		case "j":
			return "bytes";
		case "n":
			return "null";
		case "r":
		case "i":
		case "L":
		case "d":
		case "D":
		case "f":
			return rest;
		case "b":
			return rest.toLowerCase();
		default:
			return typed;
	}
}
