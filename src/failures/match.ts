/**
 * Which failure a pasted text tells of. Whatever the text is, the answer takes time in proportion to its length: patterns
 * are pieces of text looked for in order, no regular expression of them is ever run.
 */

export interface Pattern {
	/** Made by `toPieces`: all must stand in the text, in this order, none further than `span` from the one before. */
	readonly pieces: readonly string[];
	/** 3: names this failure. 2: names its kind. 1: is compatible with it. */
	readonly weight: 1 | 2 | 3;
	/** The piece is a line of its own. */
	readonly isLine: boolean;
	/** Numbers count: an exit code says which failure it was. Its pieces are made by `toExactPieces`. */
	readonly isExact: boolean;
}

export interface Known {
	readonly name: string;
	readonly patterns: readonly Pattern[];
}

export interface Match {
	readonly name: string;
	readonly weight: 1 | 2 | 3;
	/** The line of the text that says so, as it was pasted, at most `lineLimit` characters. */
	readonly line: string;
}

export type Finding =
	| { readonly kind: "empty" }
	/** The best first; more than one if the text fits several. */
	| { readonly kind: "found"; readonly matches: readonly Match[] }
	/** Lines that go along with many failures and name none. */
	| { readonly kind: "general"; readonly matches: readonly Match[] }
	| { readonly kind: "unknown" };

/** Characters that are read of a text; of a longer one its beginning and its end, half each. */
const limit = 2_000_000;
const span = 4000;
const lineLimit = 300;

/** Colours of a terminal; whole sequences only. */
const escapes = new RegExp(`${String.fromCharCode(27)}\\[[0-9;?]*[ -/]*[@-~]`, "g");
/** A number with its separators: versions, sizes, ports, ids. */
const numbers = /\d+(?:[.,:]\d+)*/g;

const toPlain = (text: string) => text.replace(escapes, "").replace(/[\u2018\u2019]/g, "'").replace(/[\u201c\u201d]/g, '"');

/** One form for what differs between two runs of the same thing: case, numbers, white space. */
export const toComparable = (text: string) => toPlain(text).toLowerCase().replace(numbers, "#").replace(/\s+/g, " ").trim();

/** Likewise, but with its numbers. */
const toExact = (text: string) => toPlain(text).toLowerCase().replace(/\s+/g, " ").trim();

const toPiecesBy = (toForm: (text: string) => string) => (pattern: string) => pattern.split("…").map(toForm).filter(Boolean);
/** `Total size of … is bigger than` → its pieces, comparable. */
export const toPieces = toPiecesBy(toComparable);
export const toExactPieces = toPiecesBy(toExact);

/** Where the first piece begins; −1 if they are not all there. No digit may follow the last: `code 5` is not in `code 52`. */
function findPieces(text: string, [first, ...rest]: readonly string[]): number {
	if (first === undefined) return -1;
	let tries = 0;
	for (let from = text.indexOf(first); from >= 0 && tries < 100; from = text.indexOf(first, from + 1), tries++) {
		let to = from + first.length;
		const isThere = rest.every((piece) => {
			const at = text.slice(to, to + span + piece.length).indexOf(piece);
			if (at >= 0) to += at + piece.length;
			return at >= 0;
		});
		if (isThere && !/\d/.test(text.charAt(to))) return from;
	}
	return -1;
}

/** What a logger, a container or a shell may put before a line. */
const prefix = /(?:^|[\]:|>-]|\bf) ?$/;

/** Whether a piece is a line of its own. */
function findLine(text: string, piece: string): boolean {
	let tries = 0;
	for (let at = text.indexOf(piece); at >= 0 && tries < 1000; at = text.indexOf(piece, at + 1), tries++) {
		const start = text.lastIndexOf("\n", at) + 1;
		if (/^ ?(?:\n|$)/.test(text.slice(at + piece.length, at + piece.length + 2)) && at - start < 160 && prefix.test(text.slice(start, at))) return true;
	}
	return false;
}

const bound = (text: string) => (text.length > limit ? `${text.slice(0, limit / 2)}\n${text.slice(-limit / 2)}` : text);

export function findFailure(pasted: string, known: readonly Known[], general: readonly Known[] = []): Finding {
	const plain = toPlain(bound(pasted)).replace(/\r\n?/g, "\n");
	const exact = toExact(plain);
	const all = exact.replace(numbers, "#");
	if (!all) return { kind: "empty" };
	const byLine = plain.toLowerCase().replace(numbers, "#").replace(/[^\S\n]+/g, " ");
	const look = (among: readonly Known[]) =>
		among
			.flatMap(({ name, patterns }, order) => {
				const fitting = patterns.filter(({ pieces, isLine, isExact }) => (isLine ? findLine(byLine, pieces[0]!) : findPieces(isExact ? exact : all, pieces) >= 0));
				const ranked = fitting.map((pattern) => ({ name, order, pattern, length: pattern.pieces.join("").length }));
				return ranked.toSorted((a, b) => b.pattern.weight - a.pattern.weight || b.length - a.length).slice(0, 1);
			})
			.sort((a, b) => b.pattern.weight - a.pattern.weight || b.length - a.length || a.order - b.order)
			.map(({ name, pattern }): Match => ({ name, weight: pattern.weight, line: lineOf(plain, byLine, pattern) }));
	const found = look(known);
	if (found.length) return { kind: "found", matches: found };
	const carried = look(general);
	return carried.length ? { kind: "general", matches: carried } : { kind: "unknown" };
}

/** The first line that holds the last piece of a pattern, or its longest; failing that (a line broken in the middle) the first of all. */
function lineOf(plain: string, byLine: string, pattern: Pattern): string {
	const pieces = pattern.pieces.map(toComparable);
	const places = [pieces.at(-1)!, ...pieces.toSorted((a, b) => b.length - a.length)].map((piece) => byLine.indexOf(piece));
	const at = places.find((place) => place >= 0) ?? byLine.search(/\S/);
	const line = plain.split("\n")[byLine.slice(0, at).split("\n").length - 1]!.trim();
	if (line.length <= lineLimit) return line;
	// Numbers and white space are of other lengths in it: about the place, and some words before.
	const from = Math.max(0, at - byLine.lastIndexOf("\n", at) - 60);
	return `${from ? "… " : ""}${line.slice(from, from + lineLimit)} …`;
}
