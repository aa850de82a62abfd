/** Where the names and values of a JSON object stand in its text: what `JSON.parse` does not say. */

export interface JsonName {
	readonly name: string;
	/** Of the name's quotation mark; `size` goes to the end of the value. Characters. */
	readonly offset: number;
	readonly size: number;
	/** From 1, deeper inside objects. */
	readonly depth: number;
	/** A string without its quotation marks, else as it stands; empty for an object whose names follow. */
	readonly value: string;
}

const token = /\s*("(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+)/gy;

/** In order of offset; null: the text is no JSON object. */
export function readNames(text: string): JsonName[] | null {
	try {
		if (Array.isArray(JSON.parse(text))) return null;
	} catch {
		return null;
	}
	const tokens = [...text.matchAll(token)].map((match) => ({ text: match[1]!, end: match.index + match[0].length }));
	const found: JsonName[] = [];
	let at = 0;
	const readValue = (depth: number): void => {
		const first = tokens[at++]!.text;
		if (first !== "{" && first !== "[") return;
		const close = first === "{" ? "}" : "]";
		while (tokens[at]!.text !== close) {
			if (tokens[at]!.text === ",") at++;
			else if (first === "[") readValue(depth);
			else readMember(depth);
		}
		at++;
	};
	const readMember = (depth: number): void => {
		const { text: name, end } = tokens[at]!;
		at += 2;
		const [value, place] = [at, found.length];
		readValue(depth + 1);
		const last = tokens[at - 1]!;
		const raw = text.slice(tokens[value]!.end - tokens[value]!.text.length, last.end);
		const shown = raw[0] === '"' ? String(JSON.parse(raw)) : found.length > place ? "" : raw;
		const offset = end - name.length;
		found.splice(place, 0, { name: String(JSON.parse(name)), offset, size: last.end - offset, depth, value: shown });
	};
	readValue(1);
	return found;
}
