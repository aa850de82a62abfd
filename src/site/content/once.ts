/** Reading files for the build: each once, and again when one that the answer came from has changed. */
import { readdirSync, readFileSync, statSync } from "node:fs";

/** Path and time of change of each file that an answer came from; 0: there was none. */
type Files = Map<string, number>;

/** What is being read now, the innermost last. */
const readers: Files[] = [];

const changedAt = (path: string) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;

/** Text of a file; null: there is none. Whoever is being read depends on it. */
export function readText(path: string): string | null {
	const changed = changedAt(path);
	readers.at(-1)?.set(path, changed);
	return changed ? readFileSync(path, "utf8") : null;
}

/** Names of a folder's files of one ending, without it, by the alphabet. */
export function namesIn(folder: string, ending: string): string[] {
	readers.at(-1)?.set(folder, changedAt(folder));
	const files = readdirSync(folder).filter((file) => file.endsWith(ending));
	return files.map((file) => file.slice(0, -ending.length)).sort();
}

/** A function of files that is asked once for each name and each version of the files. What it throws is not kept. */
export function onceEach<T>(read: (name: string) => T): (name: string) => T {
	const known = new Map<string, { value: T; files: Files }>();
	return (name) => {
		let kept = known.get(name);
		if (!kept || [...kept.files].some(([path, changed]) => changedAt(path) !== changed)) {
			const files: Files = new Map();
			readers.push(files);
			try {
				kept = { value: read(name), files };
			} finally {
				readers.pop();
			}
			known.set(name, kept);
		}
		for (const [path, changed] of kept.files) readers.at(-1)?.set(path, changed);
		return kept.value;
	};
}

/** The same, of something that there is once. */
export function once<T>(read: () => T): () => T {
	const each = onceEach(read);
	return () => each("");
}
