/**
 * Text measured without a DOM. A drawn text sets `textLength` to the width that this table gives, so that it holds
 * whatever font a reader's machine has; with Plex, and with a Chinese font, the browser agrees by itself.
 */
import type { Font } from "./shapes.ts";
import { monoWidth, sansBoldWidths, sansWidths } from "./text-widths.ts";

/** By code point, thousandths of an em; a character that is not in the font is undefined. */
function readTable(table: string): number[] {
	const widths: number[] = [];
	for (const run of table.split(" ")) {
		const [first, digits] = run.split(":") as [string, string];
		for (let i = 0; i < digits.length / 2; i++)
			widths[parseInt(first, 36) + i] = parseInt(digits.slice(2 * i, 2 * i + 2), 36);
	}
	return widths;
}

const sans = readTable(sansWidths);
const sansBold = readTable(sansBoldWidths);

const wide =
	/[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6\u{1f000}-\u{1faff}\u{20000}-\u{3fffd}]/u;
const zero = /\p{Mn}|\p{Me}|[\u200b-\u200d\u2060]/u;

/** What a character takes that Plex Latin lacks, in thousandths of an em: Chinese 1 em, arrows and the like a guess. */
const otherWidth = (character: string) => (wide.test(character) ? 1000 : zero.test(character) ? 0 : 700);

function characterWidth(character: string, font: Font): number {
	const known = (font === "sansBold" ? sansBold : sans)[character.codePointAt(0)!];
	if (known === undefined) return otherWidth(character);
	return known && font.startsWith("mono") ? monoWidth : known;
}

/** What cannot be drawn or would turn the line around: control characters, lone surrogates, direction overrides. */
// oxlint-disable-next-line no-control-regex
const unprintable = /[\0-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff\p{Cs}]/gu;

/** The text as it is drawn: tabs and line ends as spaces, whatever cannot be drawn as U+FFFD. */
export const toPlain = (text: string) =>
	text.replace(unprintable, (c) => (c === "\t" || c === "\n" || c === "\r" ? " " : "\ufffd"));

/** The text of a drawn node. SVG drops spaces at the ends of a line and folds others: those become no-break spaces, as wide. */
export const toDrawn = (text: string) => toPlain(text).replace(/^ | $| (?= )/g, "\u00a0");

/** Width in px of one line at `size` px. */
export function textWidth(text: string, font: Font, size: number): number {
	let width = 0;
	for (const character of toPlain(text)) width += characterWidth(character, font);
	return (width * size) / 1000;
}

/** Below this, in px, a difference is only rounding. */
const rounding = 1e-6;

/** The longest start of `text` that fits `width`: number of UTF-16 units. */
function fittingLength(text: string, width: number, font: Font, size: number): number {
	let length = 0;
	for (const character of text) {
		width -= (characterWidth(character, font) * size) / 1000;
		if (width < -rounding) break;
		length += character.length;
	}
	return length;
}

/**
 * The text, if it fits `width` px, else with an ellipsis at its end or in its middle (for paths, whose end matters);
 * empty if not even that fits.
 */
export function fitText(text: string, width: number, font: Font, size: number, at: "middle" | "end" = "end"): string {
	text = toPlain(text);
	if (textWidth(text, font, size) <= width + rounding) return text;
	const room = width - textWidth("…", font, size);
	if (room < -rounding) return "";
	if (at === "end") return `${text.slice(0, fittingLength(text, room, font, size)).trimEnd()}…`;
	const start = text.slice(0, fittingLength(text, room / 2, font, size));
	const backwards = [...text].reverse().join("");
	const end = fittingLength(backwards, room - textWidth(start, font, size), font, size);
	return `${start}…${end ? text.slice(-end) : ""}`;
}

/** A word with the spaces after it, or one Chinese character with the closing marks that must not begin a line. */
const pieces = /(?:[\u2e80-\u9fff\uac00-\ud7a3\uff00-\uff60]|[^\s\u2e80-\u9fff\uac00-\ud7a3\uff00-\uff60]+)[，。、；：？！）」』》〉】,.;:?!)]*\s*|\s+/gu;

/** Lines of at most `width` px. A word that is wider is broken. Of more than `most` lines, the last kept has an ellipsis. */
export function wrapText(text: string, width: number, font: Font, size: number, most = Infinity): string[] {
	const lines: string[] = [];
	let line = "";
	const fits = (candidate: string) => textWidth(candidate.trimEnd(), font, size) <= width + rounding;
	for (let piece of toPlain(text).match(pieces) ?? []) {
		if (!fits(line + piece) && line) {
			lines.push(line.trimEnd());
			line = "";
		}
		while (!fits(piece)) {
			const length = fittingLength(piece, width, font, size) || String.fromCodePoint(piece.codePointAt(0)!).length;
			if (length === piece.length) break;
			lines.push(piece.slice(0, length));
			piece = piece.slice(length);
		}
		line += piece;
	}
	if (line.trimEnd() || !lines.length) lines.push(line.trimEnd());
	if (lines.length <= most) return lines;
	const rest = lines.slice(most - 1).join(" ");
	return [...lines.slice(0, most - 1), fitText(rest, width, font, size)];
}
