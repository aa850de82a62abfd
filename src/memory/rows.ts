/**
 * What one row takes in each form that it has on its way, in bytes, on 64-bit CPython 3.11 and OpenJDK 17 with
 * compressed references. Formulas, from the formats; only compression and what Pyrolite adds are measured.
 */
import { fitted } from "./fitted.ts";
import { columnsOf, type Settings } from "./settings.ts";

type Kind = Pick<Settings, "row" | "columns">;

const align = (bytes: number, to: number) => Math.ceil(bytes / to) * to;

/** Characters or bytes of a value that is one. */
const lengths = { int: 0, string10: 10, string100: 100, row: 0, wide: 0, bytes1024: 1024 } as const;

/** Characters of a text. */
export const textLength = ({ row }: Pick<Settings, "row">): number => lengths[row];

/** An int of 0 to `count`, on average: opcodes BININT1, BININT2 and BININT of 2, 3 and 5 bytes (`pickletools.py`, CPython 3.11). */
function pickledInt(count: number): number {
	const below = (limit: number) => Math.min(count, limit);
	return count ? (2 * below(256) + 3 * (below(65536) - below(256)) + 5 * (count - below(65536))) / count : 0;
}

/** cloudpickle, protocol 5, inside a batch: SHORT_BINUNICODE 2 + MEMOIZE 1, BINBYTES 5 + MEMOIZE 1; a dict: EMPTY_DICT, MEMOIZE, MARK, SETITEMS and a BINGET for each key. */
export function pickledBytes(kind: Kind, rows: number): number {
	const int = pickledInt(rows);
	switch (kind.row) {
		case "int":
			return int;
		case "string10":
		case "string100":
			return lengths[kind.row] + 3;
		case "bytes1024":
			return lengths.bytes1024 + 6;
		default: {
			const columns = columnsOf(kind);
			return 4 + columns * ((columns < 250 ? 2 : 5) + int);
		}
	}
}

/** An UnsafeRow's own bytes: a bit for each column's null, eight bytes a column, then what is variable (`UnsafeRow.java`, Spark 4.2dev). */
export function unsafeBytes(kind: Kind): number {
	const columns = columnsOf(kind);
	return 8 * Math.ceil(columns / 64) + 8 * columns + align(lengths[kind.row], 8);
}

/** On the driver's heap after decoding: an `UnsafeRow` object of 40 bytes and an array with a header of 16 (`SparkPlan.decodeUnsafeRows`). */
export const decodedBytes = (kind: Kind): number => 40 + 16 + unsafeBytes(kind);

/** In a task's result of a DataFrame: UnsafeRows, each behind its length, compressed with LZ4 (`SparkPlan.getByteArrayRdd`). */
export const compressedBytes = (kind: Kind): number => (4 + unsafeBytes(kind)) * fitted.compression[kind.row];

/** In an Arrow record batch: a validity bit and eight bytes, or an offset and the characters, for each column. */
export function arrowBytes(kind: Kind): number {
	const length = lengths[kind.row];
	return columnsOf(kind) / 8 + (length ? 4 + length : 8 * columnsOf(kind)) + fitted.arrowExtra;
}

/** A row as the executors pickle it for `toLocalIterator` (`SerDeUtil`, Pyrolite): its value, and what each row adds. A text is a BINUNICODE and a LONG_BINPUT of 5 bytes each. Bytes go as text in latin-1 (`Pickler.put_byteArray`), so half of random ones take two. */
export function pyrolitePickledBytes(kind: Kind, rows: number): number {
	const length = lengths[kind.row];
	if (kind.row === "bytes1024") return fitted.pyroliteRow + 1.5 * length;
	return fitted.pyroliteRow + (length ? length + 10 : pickledInt(rows) * columnsOf(kind));
}

/** A value as a Python object. pymalloc gives blocks of 16 bytes up to 512, above that glibc does. */
function objectBytes(kind: Kind): number {
	const length = lengths[kind.row];
	if (!length) return 32;
	return align((kind.row === "bytes1024" ? 33 : 49) + length + (kind.row === "bytes1024" ? 8 : 0), 16);
}

/** A dict of `columns` str keys that are shared: `dictobject.c`, CPython 3.11: it grows to three times its use, two thirds of the slots hold entries of 16 bytes. */
function dictBytes(columns: number): number {
	let slots = 8;
	const usable = () => Math.floor((slots * 2) / 3);
	while (usable() < columns) {
		const wanted = usable() * 3;
		while (slots < wanted) slots *= 2;
	}
	return align(64 + 32 + slots * (slots < 256 ? 1 : 2) + usable() * 16, 16);
}

/** A row of an RDD in Python's list: the object and the list's reference. */
export function pythonRddBytes(kind: Kind): number {
	const isDict = kind.row === "row" || kind.row === "wide";
	return 8 + (isDict ? dictBytes(columnsOf(kind)) + 32 * columnsOf(kind) : objectBytes(kind));
}

/** A `Row` of a DataFrame in Python's list: a tuple with a dict of its own for `__fields__` (`pyspark/sql/types.py`, PySpark 4.3.0), and its values. */
export const pythonRowBytes = (kind: Kind): number => 8 + fitted.rowObject + (8 + objectBytes(kind)) * columnsOf(kind);

/** What a pandas DataFrame keeps of a row: eight bytes a number, else a reference and the object. */
export const pandasBytes = (kind: Kind): number => (lengths[kind.row] ? 8 + objectBytes(kind) : 8 * columnsOf(kind));
