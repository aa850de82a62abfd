import { globSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { answerForms, fatalForm, findForm } from "../../src/py4j/answer.ts";
import { encodeCommand, parseCommand, type Call, type Command } from "../../src/py4j/command.ts";
import { explainAnswer, explainCall, isFatal, toBytes, toPython } from "../../src/py4j/explain.ts";
import { isCall, longest, readCall, toFields, type ArgumentType, type CallFields, type Complaints } from "../../src/py4j/read-call.ts";
import { encodeValue, parseValue, type Value } from "../../src/py4j/value.ts";
import fixture from "../fixtures/py4j.json";
import { anyText } from "./arbitraries.ts";

interface Message {
	kind: string;
	channel: string;
	from: string;
	type: string;
	size: number;
	bytes: string;
	fields?: { name: string; size: number; value: string }[];
}

const toText = (bytes: string) => Buffer.from(bytes, "base64").toString("utf8");
const recordings = globSync("content/recordings/*.json").map((file) => ({ file, events: JSON.parse(readFileSync(file, "utf8")).events as Message[] }));
const messages = recordings.flatMap(({ file, events }) =>
	events.filter((event) => event.kind === "message" && event.channel.startsWith("py4j")).map((event) => ({ ...event, file, text: toText(event.bytes), isWhole: Buffer.from(event.bytes, "base64").length === event.size })),
);
const commands = messages.filter(({ type }) => type === "command");
const whole = commands.filter(({ isWhole }) => isWhole);

describe("recorded commands", () => {
	test("are many, and what is cut off carries a pickled function", () => {
		expect(whole.length).toBeGreaterThan(10_000);
		expect(commands.filter(({ isWhole, text }) => !isWhole && !text.startsWith("i\norg.apache.spark.api.python.SimplePythonFunction\nj"))).toEqual([]);
	});

	test("give the same bytes again", () => {
		const wrong = whole.filter(({ text }) => encodeCommand(parseCommand(text)) !== text);
		expect(wrong.map(({ file, text }) => [file, text])).toEqual([]);
	});

	test("are calls and constructors that the console can show: lines of the sizes that were recorded", () => {
		const calls = whole.map((message) => ({ message, command: parseCommand(message.text) })).filter((one): one is { message: (typeof whole)[0]; command: Call } => one.command.kind === "call" || one.command.kind === "constructor");
		expect(calls.length).toBeGreaterThan(4_000);
		for (const { message, command } of calls) {
			const lines = explainCall(command);
			expect(lines.map(({ pieces }) => `${pieces.map(({ text }) => text).join("")}\n`).join("")).toBe(message.text);
			expect(lines.map(({ bytes }) => bytes)).toEqual(message.fields!.map(({ size }) => size));
			expect(toBytes(command)).toBe(message.size);
		}
	});

	test("come back from the console's fields", () => {
		for (const { text } of whole) {
			const command = parseCommand(text);
			if (command.kind !== "call" && command.kind !== "constructor") continue;
			const read = readCall(toFields(command));
			expect(isCall(read) ? encodeCommand(read) : read).toBe(text);
		}
	});
});

test("each recorded answer has a form that the console knows", () => {
	const answers = messages.filter(({ type }) => type === "answer").map(({ text }) => text.trimEnd());
	expect(answers.length).toBeGreaterThan(10_000);
	// after looking a name up: a package, a class, a method
	const others = new Set(answers.filter((answer) => !findForm(answer)).map((answer) => answer.slice(0, 3)));
	expect([...others].sort()).toEqual(["!yc", "!ym", "!yp"]);
});

describe("the real py4j", () => {
	const read = (type: string, text: string) => readCall({ kind: "static", target: "java.util.Objects", method: "toString", args: [{ type: type as ArgumentType, text }] });

	test.each(fixture.values.map((value) => [value.type, value.text.slice(0, 40), value] as const))("sends %s %j", (type, _, { text, line }) => {
		const call = read(type, text);
		expect(isCall(call) ? encodeCommand(call) : call).toBe(`c\nz:java.util.Objects\ntoString\n${line}\ne\n`);
	});

	test("sends a Python object", () => {
		const call = read("proxy", "java.lang.Runnable; java.util.function.Supplier");
		expect(isCall(call) && encodeValue(call.args[0]!).join("")).toBe(fixture.proxy);
	});

	test.each(fixture.calls.map(({ name, command }) => [name, command] as const))("sends a call: %s", (_, command) => {
		expect(encodeCommand(parseCommand(command))).toBe(command);
	});

	test("gets a fatal error exactly where the console says so", () => {
		for (const { type, text, answer } of fixture.values) {
			const call = read(type, text) as Call;
			expect(isFatal(call), `${type} ${text}`).toBe(answer?.startsWith(`!${fatalForm.letters}`) ?? false);
		}
	});

	const returned = ["void", "null", "boolean", "int", "long", "double", "String", "byte array", "BigDecimal", "list", "map", "set", "array", "iterator", "object", "exception"];
	test.each(answerForms.map((form, i) => [form.returns, returned[i]!, form] as const))("is answered as the console says: %s", (_, name, form) => {
		const { answer } = fixture.calls.find((call) => call.name === name)!;
		expect(findForm(answer)).toBe(form);
		expect(answer.length > 3).toBe(form.rest !== "");
	});

	test.each([
		["byte", "an int, short or byte"],
		["short", "an int, short or byte"],
		["float", "a double or float"],
		["char", "a String or char"],
	])("answers a %s like %s", (name, returns) => expect(findForm(fixture.calls.find((call) => call.name === name)!.answer)!.returns).toBe(returns));
});

const text = anyText().map((s) => s.replace(/\p{Cs}/gu, ""));
const word = fc.stringMatching(/^[A-Za-z_$][\w$]{0,12}$/);
const javaClass = fc.array(word, { minLength: 1, maxLength: 4 }).map((words) => words.join("."));
const value: fc.Arbitrary<Value> = fc.oneof(
	fc.constant<Value>({ type: "none" }),
	fc.boolean().map((value) => ({ type: "bool", value }) as const),
	fc.bigInt({ min: -(10n ** 60n), max: 10n ** 60n }).map((value) => ({ type: "int", value }) as const),
	fc.double().map((value) => ({ type: "float", value }) as const),
	text.map((value) => ({ type: "str", value }) as const),
	fc.uint8Array({ maxLength: 150 }).map((value) => ({ type: "bytes", value }) as const),
	fc.nat().map((n) => ({ type: "object", id: `o${n}` }) as const),
	fc.array(javaClass, { minLength: 1, maxLength: 3 }).map((interfaces) => ({ type: "proxy", id: "p0", interfaces }) as const),
	fc.tuple(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), fc.integer({ min: 1, max: 28 })).map(([n, dot]) => ({ type: "decimal", text: String(n).replace(new RegExp(`(\\d{${dot}})$`), ".$1").replace(/^(-?)\./, "$10.") }) as const),
);
const args = fc.array(value, { maxLength: 5 });
const call: fc.Arbitrary<Call> = fc.oneof(
	fc.record({ kind: fc.constant("call" as const), target: fc.oneof(javaClass.map((name) => `z:${name}`), fc.nat().map((n) => `o${n}`)), method: word.filter((name) => !/^__.*__$/.test(name)), args }),
	fc.record({ kind: fc.constant("constructor" as const), class: javaClass, args }),
);

describe("any value", () => {
	test("takes one line and comes back", () =>
		fc.assert(
			fc.property(value, (value) => {
				const line = encodeValue(value).join("");
				expect(line).not.toMatch(/[\r\n]/);
				expect(parseValue(line)).toEqual(value);
			}),
			{ numRuns: 2000 },
		));

	test("comes back within a call, through the text and through the fields", () =>
		fc.assert(
			fc.property(call, (call) => {
				const text = encodeCommand(call);
				expect(parseCommand(text)).toEqual(call);
				const read = readCall(toFields(call));
				if (isCall(read)) expect(encodeCommand(read)).toBe(text);
				else expect(read.args.some((sentence) => sentence?.startsWith("This has"))).toBe(true);
				expect(explainCall(call).reduce((sum, { bytes }) => sum + bytes, 0)).toBe(new TextEncoder().encode(text).length);
				expect(toPython(call)).not.toContain("\n");
			}),
			{ numRuns: 1000 },
		));

	test("of the other commands comes back", () => {
		const others: Command[] = [
			{ kind: "lookUp", name: "java", view: "rj" },
			{ kind: "member", class: "a.B", name: "c" },
			{ kind: "import", view: "rj", name: "scala.Tuple2" },
			{ kind: "arrayLength", id: "o4" },
			{ kind: "arrayGet", id: "o4", index: { type: "int", value: 3n } },
			{ kind: "forget", id: "o36" },
			{ kind: "exceptionText", exception: { type: "object", id: "o52" } },
			{ kind: "authenticate", secret: "5ec2e7" },
		];
		for (const command of others) expect(parseCommand(encodeCommand(command))).toEqual(command);
	});
});

describe("the console's fields", () => {
	const good: CallFields = { kind: "static", target: "java.lang.String", method: "join", args: [] };
	const complain = (fields: Partial<CallFields>) => readCall({ ...good, ...fields }) as Complaints;
	const complainAt = (type: ArgumentType, text: string) => complain({ args: [{ type, text }] }).args?.[0] ?? null;

	test.each<[ArgumentType, string, string]>([
		["bool", "yes", "“yes” is no bool. Write True or False, with a capital letter."],
		["int", "12a", "“12a” is no int. Write digits, with a minus in front if you need one, as -7."],
		["int", "", "Nothing is here yet. Write digits, with a minus in front if you need one, as -7."],
		["int", "٣", "“٣” is no int. Write digits, with a minus in front if you need one, as -7."],
		["float", "1,5", "“1,5” is no float. Write it as Python does: 1.5, 2e-7, inf or nan."],
		["decimal", "1e9999999999", "“1e9999999999” is no Decimal that this console knows. Write it as Python does: 12.50, 1e5, Infinity or NaN."],
		["bytes", "8", "“8” is no row of whole bytes. Write two hex digits for each, as 80 05 4b."],
		["object", "words", "“words” is no id of an object. The JVM numbers its objects, so write an o and a number, as o36."],
		["proxy", "my runnable", "“my runnable” is no list of Java interfaces. Write each with its package, as java.lang.Runnable, and a semicolon between two."],
		["str", "a\ud83d", "Character 2 is half of a surrogate pair, and UTF-8 has no bytes for it. Write the whole character, or leave it out."],
		["str", "x".repeat(longest + 1), `This has ${longest + 1} characters, and the console takes at most ${longest}. Write something shorter.`],
		["int", "<img src=x onerror=alert(1)>", "“<img src=x onerror=alert…” is no int. Write digits, with a minus in front if you need one, as -7."],
	])("say what is wrong with %s %j", (type, text, sentence) => expect(complainAt(type, text)).toBe(sentence));

	test("say what is wrong with names", () => {
		expect(complain({ target: "java..lang" }).target).toBe("“java..lang” is no name of a class. Write it with its package, as java.lang.String.");
		expect(complain({ kind: "object", target: "words" }).target).toBe("“words” is no id of an object. The JVM numbers its objects, so write an o and a number, as o36.");
		expect(complain({ method: "join\nit" }).method).toBe("“join\nit” is no name of a method. Write letters, digits, _ and $ without a space, as currentTimeMillis.");
		expect(complain({ method: "__len__" }).method).toBe("“__len__” is one of Python's own names, and Py4J never sends those. Write a Java method, as size.");
		expect(complain({ method: "" }).method).toMatch(/^Nothing is here yet\. /);
	});

	test("take anything: a call, or sentences", () => {
		const anything = fc.oneof(fc.string(), anyText(), fc.array(fc.nat(0xffff), { maxLength: 20 }).map((codes) => String.fromCharCode(...codes)), fc.stringMatching(/^[-+.\d_eEinfNa ]{0,12}$/), fc.constant("9".repeat(499)), fc.constant("\n".repeat(1200)));
		const types: ArgumentType[] = ["none", "bool", "int", "float", "decimal", "str", "bytes", "object", "proxy"];
		const fields = fc.record({ kind: fc.constantFrom("static" as const, "object" as const, "constructor" as const), target: fc.oneof(anything, fc.constant("java.lang.String"), fc.constant("o1")), method: fc.oneof(anything, fc.constant("join")), args: fc.array(fc.record({ type: fc.constantFrom(...types), text: anything }), { maxLength: 4 }) });
		fc.assert(
			fc.property(fields, (fields) => {
				const read = readCall(fields);
				if (isCall(read)) {
					expect(parseCommand(encodeCommand(read))).toEqual(read);
					explainCall(read);
					toPython(read);
				} else
					for (const sentence of [read.target, read.method, ...read.args]) if (sentence !== null) expect(sentence).toMatch(/^[“\p{Lu}][\s\S]*\. [A-Z][^\n]*\.$/u);
			}),
			{ numRuns: 2000 },
		);
	});
});

test("a form is explained letter by letter", () => {
	const { pieces, says } = explainAnswer(answerForms.find(({ letters }) => letters === "yL")!);
	expect(pieces.map(({ text }) => text)).toEqual(["!", "y", "L", "4294967296"]);
	expect(says.map(({ sign }) => sign)).toEqual(["!", "y", "L"]);
});

test.each(["", "c", "c\n", "c\ne\n", "x\ny\ne\n", "c\no1\nsize\nq1\ne\n", "c\no1\nsize\ni1.5\ne\n", "c\no1\nsize\nj!\ne\n"])("no command: %j", (text) => expect(() => parseCommand(text)).toThrow());
