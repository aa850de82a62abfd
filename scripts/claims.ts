/**
 * Strong statements and their marks. `npm run claims`: those that nobody compared with their source, with the source beside each;
 * `-- FILE…`: of these content files. `-- --write FILE…`: brings the marks of these files up to date in docs/claims.yaml, where new
 * sentences get an empty verdict to be filled in by hand.
 */
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { readContent } from "./claims/content.ts";
import { marksFile, readMarks, readStrong, updateMarks, verdicts, writeMarks } from "./claims/strong.ts";
import { toLines } from "./claims/words.ts";

function readArguments(): { write: boolean; files: string[] } {
	try {
		const { values, positionals } = parseArgs({ options: { write: { type: "boolean", default: false } }, allowPositionals: true });
		return { write: values.write, files: positionals };
	} catch (error) {
		throw new Error(`${(error as Error).message.split(/[.\n]/)[0]}. Usage: npm run claims -- [--write] FILE…`, { cause: error });
	}
}

try {
	const { write, files } = readArguments();
	const texts = readContent();
	const marks = readMarks();
	const missing = files.find((file) => !texts.some((text) => text.file === file) && !Object.hasOwn(marks, file));
	if (missing) throw new Error(`${missing} is no file with text for readers: give paths like content/lessons/collect.mdx.`);
	if (write) {
		if (!files.length) throw new Error("--write needs the files whose sentences you are about to read, like content/lessons/collect.mdx.");
		const next = updateMarks(texts, marks, files);
		writeFileSync(marksFile, writeMarks(next));
		const empty = files.flatMap((file) => next[file] ?? []).filter(({ verdict }) => verdict === "").length;
		console.log(`${marksFile}: ${empty} verdicts to fill in, each one of:\n${Object.entries(verdicts).map(([name, means]) => `  ${name}: ${means}`).join("\n")}\nA sentence that deserves none of them is to be changed, not marked.`);
	} else {
		const { all, unread, errors } = readStrong(texts, marks);
		const ours = unread.filter(({ file }) => !files.length || files.includes(file));
		console.log([...ours.map(toLines), ...errors, `${ours.length} of ${all.length} strong statements are not compared with their source.`].join("\n\n"));
	}
} catch (error) {
	console.error((error as Error).message);
	process.exitCode = 2;
}
