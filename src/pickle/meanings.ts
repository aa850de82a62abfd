/** What an opcode tells the unpickler to do, for those that PySpark's data and functions are made of. */
const table: Readonly<Record<string, string>> = {
	PROTO: "pickle protocol",
	FRAME: "bytes that follow as one piece",
	STOP: "done: what is on top is the value",
	MARK: "the next items belong together",
	EMPTY_LIST: "push an empty list",
	EMPTY_TUPLE: "push an empty tuple",
	EMPTY_DICT: "push an empty dict",
	EMPTY_SET: "push an empty set",
	APPEND: "append the item to the list",
	APPENDS: "append all since MARK to the list",
	SETITEM: "put the pair into the dict",
	SETITEMS: "put all pairs since MARK into the dict",
	ADDITEMS: "add all since MARK to the set",
	TUPLE: "make a tuple of all since MARK",
	TUPLE1: "make a tuple of the last one",
	TUPLE2: "make a tuple of the last two",
	TUPLE3: "make a tuple of the last three",
	NONE: "push None",
	NEWTRUE: "push True",
	NEWFALSE: "push False",
	BINFLOAT: "push a float",
	BINPERSID: "push what this id stands for",
	GLOBAL: "look up a class or function",
	STACK_GLOBAL: "look up a class or function",
	REDUCE: "call it with the tuple",
	NEWOBJ: "make an object of the class",
	NEWOBJ_EX: "make an object of the class",
	BUILD: "give the object its state",
	POP: "drop the last",
};

const groups: readonly (readonly [RegExp, string])[] = [
	[/PUT$|^MEMOIZE$/, "remember it, to be named again"],
	[/GET$/, "push what was remembered"],
	[/INT\d?$|^LONG\d?$/, "push an integer"],
	[/UNICODE\d?$|STRING$/, "push a string"],
	[/BYTES\d?$|^BYTEARRAY8$/, "push bytes"],
];

/** Empty for an opcode that has no words here. */
export const opcodeMeaning = (name: string) => table[name] ?? groups.find(([names]) => names.test(name))?.[1] ?? "";
