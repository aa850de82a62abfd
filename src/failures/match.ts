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
const span = 600;
const lineLimit = 300;

/** Colours of a terminal; whole sequences only. */
const escapes = /\u001b\[[0-9;?]*[ -/]*[@-~]/g;
/** A number with its separators: versions, sizes, ports, ids. */
const numbers = /\d+(?:[.,:]\d+)*/g;

const toPlain = (text: string) => text.replace(escapes, "").replace(/[\u2018\u2019]/g, "'").replace(/[\u201c\u201d]/g, '"');

/** One form for what differs between two runs of the same thing: case, numbers, white space. */
export const toComparable = (text: string) => toPlain(text).toLowerCase().replace(numbers, "#").replace(/\s+/g, " ").trim();

/** `Total size of … is bigger than` → its pieces, comparable. */
export const toPieces = (pattern: string) => pattern.split("…").map(toComparable).filter(Boolean);

/** Where the last piece ends, and the first begins; null if they are not all there. */
function findPieces(text: string, [first, ...rest]: readonly string[]): readonly [from: number, to: number] | null {
	if (first === undefined) return null;
	let tries = 0;
	for (let from = text.indexOf(first); from >= 0 && tries < 200; from = text.indexOf(first, from + 1), tries++) {
		let to = from + first.length;
		const isThere = rest.every((piece) => {
			const window = text.slice(to, to + span + piece.length);
			const at = window.indexOf(piece);
			if (at >= 0) to += at + piece.length;
			return at >= 0;
		});
		if (isThere) return [from, to];
	}
	return null;
}

const bound = (text: string) => (text.length > limit ? `${text.slice(0, limit / 2)}\n${text.slice(-limit / 2)}` : text);

/** What a line says behind what a logger, a container or a shell put before it. */
const withoutPrefix = (line: string) => line.replace(/^.{0,120}?(?:\]:? |: |\| | F |- )/, "");

export function findFailure(pasted: string, known: readonly Known[], general: readonly Known[] = []): Finding {
	const text = bound(pasted);
	const all = toComparable(text);
	if (!all) return { kind: "empty" };
	const lines = text.split(/\r\n?|\n/);
	let comparable: string[] | undefined;
	const ofLines = () => (comparable ??= lines.map(toComparable));
	const look = (among: readonly Known[]) =>
		among.flatMap(({ name, patterns }, order) => {
			const fitting = patterns.flatMap((pattern) => {
				if (pattern.isLine) {
					const at = ofLines().findIndex((line, n) => line === pattern.pieces[0] || toComparable(withoutPrefix(lines[n]!)) === pattern.pieces[0]);
					return at < 0 ? [] : [{ pattern, length: pattern.pieces[0]!.length }];
				}
				const found = findPieces(all, pattern.pieces);
				return found ? [{ pattern, length: pattern.pieces.join("").length }] : [];
			});
			const best = fitting.toSorted((a, b) => b.pattern.weight - a.pattern.weight || b.length - a.length)[0];
			return best ? [{ name, order, ...best }] : [];
		}).sort((a, b) => b.pattern.weight - a.pattern.weight || b.length - a.length || a.order - b.order);
	const toMatch = ({ name, pattern }: ReturnType<typeof look>[number]): Match => ({ name, weight: pattern.weight, line: lineOf(lines, ofLines(), pattern) });
	const found = look(known);
	if (found.length) return { kind: "found", matches: found.map(toMatch) };
	const carried = look(general);
	return carried.length ? { kind: "general", matches: carried.map(toMatch) } : { kind: "unknown" };
}

/** The first line that holds a pattern, or failing that its longest piece, or the first line of all. */
function lineOf(lines: readonly string[], comparable: readonly string[], { pieces }: Pattern): string {
	const longest = pieces.toSorted((a, b) => b.length - a.length)[0]!;
	let at = comparable.findIndex((line) => findPieces(line, pieces));
	if (at < 0) at = comparable.findIndex((line) => line.includes(longest));
	const line = toPlain(lines[at] ?? "").trim();
	if (line.length <= lineLimit) return line;
	const from = Math.max(0, line.toLowerCase().search(/\S/), line.toLowerCase().indexOf(longest.split("#")[0]!.trim()) - 40);
	return `${from ? "… " : ""}${line.slice(from, from + lineLimit)} …`;
}
