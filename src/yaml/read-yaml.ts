/** YAML → data of a schema, or all that is wrong with it. Build only: every file of content/ comes in here. */
import { parse } from "yaml";
import type * as z from "zod";

/** Data, or sentences that each name the file and the reason. */
export type Read<T> = { readonly data: T; readonly errors?: never } | { readonly data?: never; readonly errors: string[] };

/** What is wrong, and where if the file alone does not say it. `data` is what the YAML holds. */
export type ToSentence = (issue: z.core.$ZodIssue, data: unknown) => string;

const byPath: ToSentence = ({ path, message }) => `${path.length ? `${path.join(".")}: ` : ""}${message}`;

export function readYaml<T>(schema: z.ZodType<T>, text: string, file: string, toSentence: ToSentence = byPath): Read<T> {
	let data: unknown;
	try {
		data = parse(text);
	} catch (error) {
		return { errors: [`${file}: not YAML: ${(error as Error).message.split("\n")[0]}`] };
	}
	const result = schema.safeParse(data);
	return result.success
		? { data: result.data }
		: { errors: result.error.issues.map((issue) => `${file}: ${toSentence(issue, data)}`) };
}

/** The data; throws an Error with a line for each thing that is wrong. */
export function orThrow<T>({ data, errors }: Read<T>): T {
	if (errors) throw new Error(errors.join("\n"));
	return data!;
}

/** `content/stories/collect.yaml` → `collect`. */
export const toFileName = (file: string) => file.replace(/^.*\//, "").replace(/\.\w+$/, "");
