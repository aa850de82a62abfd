/** Claims without a source: digits, quoted messages and names of code that nothing on record bears out. */
import { bound, type Piece, slot } from "./prose.ts";

/** Words of Unix, of the JVM and of readers that stand in code. */
const system = new Set("execve fork ulimit SIGKILL SIGTERM SIGINT setpgid waitpid killpg bash zsh conda venv stdin stdout stderr helpers G1HeapRegionSize hs_err_pid".split(" "));
const identifier = /[A-Za-z_]\w*/g;
export const normalize = (text: string) => text.replace(/[“”]/g, '"').replace(/[‘’]/g, "'").replace(/\s+/g, " ").trim();

/** What is on record for a page. */
export interface Evidence {
	/** Jobs, commands and configurations of its recordings. */
	sources: readonly string[];
	/** Words of everything that was recorded or observed, and of the sources. */
	words: ReadonlySet<string>;
	/** Keys of Spark's configuration in it. */
	keys: ReadonlySet<string>;
	/** All of it, a text a line. */
	text: string;
	/** Versions that ran: `Spark 4.3.0`, `Python 3.11.2`, `pandas 2.3.3`. */
	versions: readonly string[];
}

const key = /(?<![\w.])spark(?:\.[A-Za-z][\w-]*)+/g;

export function toEvidence(sources: readonly string[], texts: readonly string[], versions: readonly string[]): Evidence {
	const all = [...sources, ...texts];
	return {
		sources,
		versions,
		words: new Set(all.flatMap((text) => text.match(identifier) ?? [])),
		keys: new Set(all.flatMap((text) => text.match(key) ?? [])),
		text: all.map(normalize).join("\n"),
	};
}

/** The names and messages of an installed PySpark, as scripts/claims/index_pyspark.py gives them. */
export interface Names {
	version: string;
	tokens: ReadonlySet<string>;
	/** Its messages, a text a line. */
	text: string;
	members: ReadonlyMap<string, ReadonlySet<string>>;
	files: ReadonlySet<string>;
}

/** Commands whose own options are none of Spark's. */
const isCommand = (code: string) =>
	/^(?:\$ )?(?:sudo )?(?:[A-Z_]+=\S+ )*(?:ps|ss|lsof|jcmd|jps|jstack|jmap|kill|pkill|pip3?|python3?|ipython|jupyter|java|curl|grep|top|htop|free|strace|docker|kubectl|yarn|npm|cat|ls|pstree|export|dmesg|journalctl|tail|watch)\b/.test(code);

/** Digits of a text that nothing gives, each once. Code is not looked at: its names are. */
export function findDigits({ text }: Piece, { sources, text: recorded, versions }: Evidence): string[] {
	const known = new Set(sources.flatMap((source) => source.match(/\d[\d_]*(?:\.\d+)?/g) ?? []).map((digits) => digits.replaceAll("_", "")));
	const lines = Math.max(0, ...sources.map((source) => source.trimEnd().split("\n").length));
	const rest = text
		// Quotations are looked up as a whole.
		.replace(/[“"][^“”"]+[”"]/g, "")
		// Names with digits in them: Py4J, UTF-8, G1.
		.replace(/[A-Za-z]+-?\d\w*/g, "")
		.replace(/\b(?:PySpark|Spark|Python|Java|pandas|PyArrow|NumPy) \d+(?:\.\d+)*/g, (name) => (versions.some((version) => version === name || version.startsWith(`${name}.`)) ? "" : name))
		.replace(/\b[Ll]ines? (\d+)(?:(?:,| and| to|–) ?(\d+))*/g, (phrase) => (phrase.match(/\d+/g)!.every((n) => Number(n) <= lines) ? "" : phrase));
	const found = rest.match(/\d+(?:[.,]\d+)*/g) ?? [];
	const isRecorded = (digits: string) =>
		known.has(digits.replaceAll(",", "")) || ((digits.length > 3 || digits.includes(".")) && new RegExp(`(?<![\\d.,])${digits.replaceAll(".", "\\.")}(?![\\d.,]*\\d)`).test(recorded));
	return [...new Set(found)].filter((digits) => !isRecorded(digits));
}

/** Quotations of three words or more that were neither recorded nor are PySpark's. A `…` in one stands for anything. */
export function findQuotes({ text, code }: Piece, evidence: Evidence, names: Names | null): string[] {
	let next = 0;
	const whole = text.replaceAll(slot, () => code[next++] ?? "");
	const quotes = [...whole.matchAll(/[“"]([^“”"]+)[”"]/g)].map(([, quote]) => quote!);
	const messages = [...quotes, ...code.filter((span) => /^[A-Z[].* .* /.test(span) && !isCommand(span))].filter((quote) => !quote.includes(bound) && quote.trim().split(/\s+/).length >= 3);
	const isThere = (part: string) => [part, part[0]!.toLowerCase() + part.slice(1)].some((words) => evidence.text.includes(words) || !!names?.text.includes(words));
	return messages.filter((message) => !normalize(message).split(/…|\.\.\./).map((part) => part.trim().replace(/[.,]$/, "")).filter((part) => part.length > 3).every(isThere));
}

/** Names in what is formatted as code that neither the page's recordings nor PySpark knows. Without `names`: those left to it. */
export function findNames({ code }: Piece, { sources, words: here, keys, text: recorded }: Evidence, names: Names | null): string[] {
	const isKnown = (name: string) => name.length < 3 || system.has(name) || /^[A-Za-z]\d+$/.test(name) || here.has(name) || !!names?.tokens.has(name);
	return code.filter((span) => !isCommand(span)).flatMap((span) => {
		if (here.has(span) || /^[\da-f]{7,40}$/.test(span)) return [];
		if (/^[\w./-]+\.(?:scala|java|py|md|json|jar)$/.test(span)) return isFile(span) ? [] : [span];
		const wrong: string[] = [];
		const rest = span.replace(key, (key) => {
			// `spark.range`: a session, not a setting.
			if (/^spark\.\w+$/.test(key) || sources.some((source) => source.includes(key))) return key;
			if (!keys.has(key) && !names?.tokens.has(key)) wrong.push(key);
			return " ";
		});
		for (const [, owner, member] of rest.matchAll(/\b([A-Z]\w+)\.(\w+)/g)) {
			const members = names?.members.get(owner!);
			if (members && !members.has(member!) && !here.has(member!)) wrong.push(`${owner}.${member}`);
		}
		// Strings in code are data.
		for (const [name] of rest.replace(/"[^"]*"|'[^']*'/g, " ").replace(/\b0x[\da-f]+\b/gi, " ").matchAll(identifier)) if (!isKnown(name)) wrong.push(name);
		return wrong;
	});

	/** A path of Spark's sources: the Python file itself, or the name that a class file gives its source. */
	function isFile(path: string): boolean {
		const base = path.slice(path.lastIndexOf("/") + 1);
		if (recorded.includes(base) || system.has(base.replace(/\.py$/, ""))) return true;
		if (!names) return false;
		if (path.endsWith(".md") || path.endsWith(".json")) return true;
		return path.includes("/") && path.endsWith(".py") ? names.files.has(path.replace(/^python\//, "")) : [...names.files].some((file) => file === base || file.endsWith(`/${base}`));
	}
}

/** Each thing a piece claims without a source, as `what: claim`. */
export function findClaims(piece: Piece, evidence: Evidence, names: Names | null): string[] {
	const without = (found: string[], what: string) => found.map((claim) => `${what}: ${claim}`);
	return [
		...(piece.isSourced ? [] : [...without(findDigits(piece, evidence), "digit without a source"), ...without(findQuotes(piece, evidence, names), "quotation that nothing said")]),
		...without([...new Set(findNames(piece, evidence, names))], names ? "name that nothing knows" : "name left to PySpark"),
	];
}

/** Versions of pandas, PyArrow and NumPy that no run of the site had: a footnote is no excuse, since what differs between them has to be tried. */
export const findVersions = ({ text }: Piece, ran: readonly string[]): string[] =>
	[...text.matchAll(/\b(?:pandas|PyArrow|NumPy) \d+(?:\.\d+)*/g)].map(([name]) => name).filter((name) => !ran.some((version) => version === name || version.startsWith(`${name}.`)));

/** What pandas makes of values: it differs from one version to the next. */
const conversion = /\b(?:pandas|Series)\b.*\b(?:cop(?:y|ies|ied)|objects?|dtypes?|NaN|writable)\b|\b(?:cop(?:y|ies|ied)|objects?|dtypes?|NaN|writable)\b.*\b(?:pandas|Series)\b/;

/** A page that says what pandas makes of values names a version of pandas, in a sentence of its own or in the figure's line. */
export function findUnversioned(pieces: readonly Piece[]): string[] {
	if (pieces.some(({ text }) => /\bpandas \d/.test(text))) return [];
	const first = pieces.find(({ text }) => conversion.test(text));
	return first ? [`${first.line}: says what pandas makes of values, and the page names no version of pandas`] : [];
}
