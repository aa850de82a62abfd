/** One text as Markdown, its source beside it. */
import type { Text } from "./texts.ts";

export const toLines = ({ file, line, part, words, context, sources, values }: Text): string =>
	[`${file}:${line}${part && `, ${part}`}: ${words}`, ...(context ? [`    of: ${context}`] : []), ...(sources.length ? sources : ["none of its own"]).map((source) => `    source: ${source}`), ...values.map((value) => `    ${value}`)].join("\n");
