/**
 * What the reader has answered, kept in this browser: by lesson and question, one result each.
 * What is stored is not trusted: anything but a whole progress reads as none.
 */
import { persistentAtom, setPersistentEngine } from "@nanostores/persistent";

/** Right at the first try, right at a later one, or tried and not right yet. */
export type Result = "first" | "later" | "tried";
export type Progress = Readonly<Record<string, Readonly<Record<string, Result>>>>;

const results: readonly unknown[] = ["first", "later", "tried"] satisfies Result[];
const isName = (text: string) => /^[a-z0-9-]{1,100}$/.test(text);

const isRecord = (value: unknown, isPart: (part: unknown) => boolean) =>
	typeof value === "object" && value !== null && !Array.isArray(value) && Object.entries(value).every(([name, part]) => isName(name) && isPart(part));

/** Empty if `text` is anything but a progress. */
export function readProgress(text: string): Progress {
	try {
		const value: unknown = JSON.parse(text);
		return isRecord(value, (lesson) => isRecord(lesson, (result) => results.includes(result))) ? (value as Progress) : {};
	} catch {
		return {};
	}
}

/** A first try that was right stays so; so does a later one. */
export function toResult(before: Result | undefined, isRight: boolean): Result {
	if (before === "first" || before === "later") return before;
	if (!isRight) return "tried";
	return before ? "later" : "first";
}

function canStore(): boolean {
	try {
		localStorage.setItem("inside-pyspark", "");
		localStorage.removeItem("inside-pyspark");
		return true;
	} catch {
		return false;
	}
}

/** False: the browser refuses to store, and progress lasts as long as the page. */
export const isKept = canStore();
if (!isKept) setPersistentEngine({}, { addEventListener() {}, removeEventListener() {} });

export const progress = persistentAtom<Progress>("inside-pyspark:quizzes", {}, { encode: JSON.stringify, decode: readProgress });

export function recordTry(lesson: string, question: string, isRight: boolean): void {
	const before = progress.get()[lesson];
	progress.set({ ...progress.get(), [lesson]: { ...before, [question]: toResult(before?.[question], isRight) } });
}

export function forgetLesson(lesson: string): void {
	const { [lesson]: _, ...others } = progress.get();
	progress.set(others);
}
