/** One line of text in a drawing. */
import type { Text } from "./shapes.ts";
import { fitText } from "./text.ts";

/** Looks of a text and what it means; `room`: px that it may take, beyond which it is cut. */
export type Words = Partial<Omit<Text, "key" | "tag" | "x" | "y" | "text">> & { readonly room?: number };

/** Mono, 11 px and muted if nothing else is said: what most texts are. */
export function drawText(key: string, x: number, y: number, words: string, more: Words = {}): Text {
	const { room, font = "mono", size = 11, fill = "muted", ...others } = more;
	const text = room === undefined ? words : fitText(words, room, font, size);
	return { key, tag: "text", x, y, text, font, size, fill, ...others };
}
