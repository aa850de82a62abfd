/** Parses and validates a whole recording. For the build and for files that a reader drops: it brings zod along. */
import { FORMAT, recording, type Recording } from './format.ts';
import { firstBroken } from './invariants.ts';

/** Throws an Error with one sentence: what is wrong, where, and what would be right. `name` is the file's. */
export function parseRecording(text: string, name: string): Recording {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (e) {
    throw new Error(`${name} is not a recording: it is not JSON (${(e as Error).message}).`);
  }
  if (isNewer(data)) {
    throw new Error(`${name} is a recording of format ${data.format}, and this site reads format ${FORMAT}.`);
  }
  return checkRecording(data, name);
}

/** The same of what a page has fetched, in words for its reader. */
export function checkFetched(data: unknown): Recording {
  if (isNewer(data)) {
    throw new Error(
      `This recording has format ${data.format}, and this page reads format ${FORMAT}: reload the page to get its newest version.`,
    );
  }
  return checkRecording(data, 'This recording is broken');
}

function isNewer(data: unknown): data is { format: number } {
  const format = typeof data === 'object' && data !== null ? (data as { format?: unknown }).format : undefined;
  return typeof format === 'number' && format > FORMAT;
}

/** The same of what JSON.parse gave. `name` begins the sentence. */
export function checkRecording(data: unknown, name: string): Recording {
  const parsed = recording.safeParse(data);
  if (!parsed.success) {
    const issue = deepest(parsed.error.issues[0]!);
    throw new Error(`${name}: ${pathText(issue.path)}: ${issue.message}.`);
  }
  const broken = firstBroken(parsed.data);
  if (broken) throw new Error(`${name}: ${broken}`);
  return parsed.data;
}

type Issue = { path: PropertyKey[]; message: string; code?: string; errors?: Issue[][] };

/** Of a union's errors, those of the member that came furthest. */
function deepest(issue: Issue): Issue {
  if (issue.code !== 'invalid_union' || !issue.errors?.length) return issue;
  const inner = issue.errors.map((e) => e[0]!).sort((a, b) => b.path.length - a.path.length)[0]!;
  return { ...inner, path: [...issue.path, ...inner.path] };
}

/** `events[3].size`; the recording itself is `recording`. */
export function pathText(path: PropertyKey[]): string {
  return path.reduce<string>((out, k) => (typeof k === 'number' ? `${out}[${k}]` : out ? `${out}.${String(k)}` : String(k)), '') || 'recording';
}
