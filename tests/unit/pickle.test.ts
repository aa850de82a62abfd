import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { describePickle } from "../../src/pickle/describe.ts";
import { disassemble } from "../../src/pickle/disassemble.ts";
import { opcodes } from "../../src/pickle/opcodes.ts";
import fixtures from "../fixtures/pickles.json";

const pickles = fixtures.map(({ name, data, ops }) => ({ name, ops, bytes: new Uint8Array(Buffer.from(data, "base64")) }));
const find = (name: string) => pickles.find((pickle) => pickle.name === name)!.bytes;
const describeBytes = (bytes: Uint8Array) => describePickle(disassemble(bytes).ops);

describe("every operation is as Python's pickletools has it", () => {
	test.each(pickles)("$name", ({ bytes, ops }) => {
		const result = disassemble(bytes);
		expect(result.error).toBe(null);
		expect(result.ops.map((op) => [op.name, op.offset, op.arg])).toEqual(ops);
	});
});

test("the fixtures use every opcode", () => {
	const used = new Set(pickles.flatMap(({ ops }) => ops.map(([name]) => name)));
	expect([...opcodes.values()].map(({ name }) => name).filter((name) => !used.has(name))).toEqual([]);
});

test("operations lie end to end", () => {
	for (const { bytes } of pickles) {
		const { ops } = disassemble(bytes);
		let end = 0;
		for (const op of ops) {
			expect(op.offset).toBe(end);
			end += op.size;
		}
		expect(end).toBe(bytes.length);
	}
});

test("depth follows the marks", () => {
	const { ops } = disassemble(new TextEncoder().encode("(I1\n(I2\ntl."));
	expect(ops.map(({ name, depth }) => `${depth} ${name}`)).toEqual(["0 MARK", "1 INT", "1 MARK", "2 INT", "1 TUPLE", "0 LIST", "0 STOP"]);
});

test.each([
	["", "The pickle ends at offset 0 without STOP."],
	["5d", "The pickle ends at offset 1 without STOP."],
	["ff", "Byte 0xff at offset 0 is not an opcode."],
	["4e58ff000000", "BINUNICODE at offset 1 needs 255 bytes for its argument and only 0 are there."],
	["8effffffffffffffff41", "BINBYTES8 at offset 0 needs 18446744073709552000 bytes for its argument and only 1 are there."],
	["8bffffffff", "LONG4 at offset 0 has the negative length -1."],
	["4931", "INT at offset 0 has no line feed after its argument."],
	["49780a", "INT at offset 0 has an argument that is not a whole number."],
	["46780a", "FLOAT at offset 0 has an argument that is not a number."],
	["53780a", "STRING at offset 0 has a string without its quotes."],
])("broken bytes %s", (hex, error) => {
	expect(disassemble(new Uint8Array(Buffer.from(hex, "hex"))).error).toBe(error);
});

test("a truncated pickle keeps the operations before the cut", () => {
	const bytes = find("tuples, protocol 5");
	const whole = disassemble(bytes).ops;
	for (let size = 0; size < bytes.length; size++) {
		const { ops, error } = disassemble(bytes.subarray(0, size));
		expect(error).not.toBe(null);
		expect(ops).toEqual(whole.slice(0, ops.length));
		expect(describePickle(ops)).toBe(null);
	}
});

test("mutated bytes always give a result", () => {
	const mutated = fc
		.tuple(fc.constantFrom(...pickles.map(({ bytes }) => bytes)), fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 8 }))
		.map(([bytes, changes]) => {
			const copy = bytes.slice();
			for (const [at, value] of changes) copy[at % copy.length] = value;
			return copy;
		});
	fc.assert(
		fc.property(fc.oneof(mutated, fc.uint8Array({ maxLength: 400 })), (bytes) => {
			const { ops, error } = disassemble(bytes);
			expect(error === null || /^[A-Z].*\.$/.test(error)).toBe(true);
			expect(ops.length).toBeLessThanOrEqual(bytes.length);
			expect(["string", "object"]).toContain(typeof describePickle(ops));
		}),
		{ numRuns: 2000 },
	);
});

test("a class named like a property of every object is only a name", () => {
	expect(describeBytes(new TextEncoder().encode("cx\nconstructor\n)R."))).toBe("constructor");
	expect(describeBytes(new TextEncoder().encode("(cx\nconstructor\n)Rcx\nconstructor\n)Rl."))).toBe("list of 2 constructors");
});

test("a large integer or a long run of operations takes no time", () => {
	const long = new Uint8Array(1_000_006).fill(0x7f);
	long.set([0x8b, 0x40, 0x42, 0x0f, 0x00]);
	long[1_000_005] = 0x2e;
	expect(disassemble(long).ops[0]!.arg).toBe("integer of 1000000 bytes");
	expect(disassemble(new Uint8Array(300_000).fill(0x4e)).ops.length).toBe(300_000);
});

test.each([
	["integers, protocol 5", "list of 13 ints"],
	["tuples, protocol 0", "list of 20 tuples"],
	["tuples, protocol 2", "list of 20 tuples"],
	["tuples, protocol 5", "list of 20 tuples"],
	["strings, protocol 4", "list of 9 strings"],
	["constants, protocol 5", "list of 11 objects"],
	["dict, protocol 0", "dict of 3 entries"],
	["dict, protocol 5", "dict of 3 entries"],
	["rows, protocol 5", "list of 2 Rows"],
	["array, protocol 5", "ndarray"],
	["one, protocol 5", "int"],
	["command", "tuple (function, None, BatchedSerializer, AutoBatchedSerializer)"],
])("%s is a %s", (name, line) => expect(describeBytes(find(name))).toBe(line));

test("what POP_MARK throws away is no part of the value", () => {
	const bytes = (text: string) => describeBytes(new TextEncoder().encode(text));
	expect(bytes("](I1\nI2\n1.")).toBe("empty list");
	expect(bytes("I7\n(I1\nN1.")).toBe("int");
	expect(bytes("](I1\n(N1I2\ne.")).toBe("list of 2 ints");
});
