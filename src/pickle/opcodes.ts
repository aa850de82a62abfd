/** How an opcode's argument is stored: the names of Python's `pickletools` (Lib/pickletools.py, Python 3.8 to 3.14). */
export type ArgumentKind =
	| "none"
	| "uint1"
	| "uint2"
	| "int4"
	| "uint4"
	| "uint8"
	| "float8"
	| "decimalShort"
	| "decimalLong"
	| "floatLine"
	| "stringLine"
	| "rawLine"
	| "twoLines"
	| "unicodeLine"
	| "long1"
	| "long4"
	| "latin1"
	| "latin4"
	| "bytes1"
	| "bytes4"
	| "bytes8"
	| "array8"
	| "utf1"
	| "utf4"
	| "utf8";

export interface Opcode {
	name: string;
	argument: ArgumentKind;
}

const table: Record<ArgumentKind, string> = {
	none: "28 MARK,29 EMPTY_TUPLE,2e STOP,30 POP,31 POP_MARK,32 DUP,4e NONE,51 BINPERSID,52 REDUCE,5d EMPTY_LIST,61 APPEND,62 BUILD,64 DICT,65 APPENDS,6c LIST,6f OBJ,73 SETITEM,74 TUPLE,75 SETITEMS,7d EMPTY_DICT,81 NEWOBJ,85 TUPLE1,86 TUPLE2,87 TUPLE3,88 NEWTRUE,89 NEWFALSE,8f EMPTY_SET,90 ADDITEMS,91 FROZENSET,92 NEWOBJ_EX,93 STACK_GLOBAL,94 MEMOIZE,97 NEXT_BUFFER,98 READONLY_BUFFER",
	uint1: "4b BININT1,68 BINGET,71 BINPUT,80 PROTO,82 EXT1",
	uint2: "4d BININT2,83 EXT2",
	int4: "4a BININT,84 EXT4",
	uint4: "6a LONG_BINGET,72 LONG_BINPUT",
	uint8: "95 FRAME",
	float8: "47 BINFLOAT",
	decimalShort: "49 INT,67 GET,70 PUT",
	decimalLong: "4c LONG",
	floatLine: "46 FLOAT",
	stringLine: "53 STRING",
	rawLine: "50 PERSID",
	twoLines: "63 GLOBAL,69 INST",
	unicodeLine: "56 UNICODE",
	long1: "8a LONG1",
	long4: "8b LONG4",
	latin1: "55 SHORT_BINSTRING",
	latin4: "54 BINSTRING",
	bytes1: "43 SHORT_BINBYTES",
	bytes4: "42 BINBYTES",
	bytes8: "8e BINBYTES8",
	array8: "96 BYTEARRAY8",
	utf1: "8c SHORT_BINUNICODE",
	utf4: "58 BINUNICODE",
	utf8: "8d BINUNICODE8",
};

/** Every opcode of protocols 0 to 5, by its byte. */
export const opcodes = new Map<number, Opcode>(
	Object.entries(table).flatMap(([argument, names]) =>
		names.split(",").map((entry): [number, Opcode] => {
			const [code, name] = entry.split(" ") as [string, string];
			return [parseInt(code, 16), { name, argument: argument as ArgumentKind }];
		}),
	),
);
