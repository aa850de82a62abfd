/**
 * Writes src/drawing/text-widths.ts from the advance widths of the fonts that the site serves:
 *   node scripts/text-widths.mjs
 */
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { inflateSync } from "node:zlib";

const root = new URL("../", import.meta.url);

/** Tables of a WOFF 1.0 file by name (W3C, WOFF File Format 1.0, sections 4 and 5). */
function readTables(file) {
	const woff = readFileSync(file);
	const tables = {};
	for (let i = 0, at = 44; i < woff.readUInt16BE(12); i++, at += 20) {
		const [offset, packed, size] = [4, 8, 12].map((o) => woff.readUInt32BE(at + o));
		const data = woff.subarray(offset, offset + packed);
		tables[woff.toString("latin1", at, at + 4)] = packed < size ? inflateSync(data) : data;
	}
	return tables;
}

/** Glyph of each character: OpenType `cmap`, format 4. */
function* readCharacters(cmap) {
	for (let i = 0; i < cmap.readUInt16BE(2); i++) {
		const at = cmap.readUInt32BE(8 + 8 * i);
		if (cmap.readUInt16BE(at) !== 4) continue;
		const twice = cmap.readUInt16BE(at + 6);
		for (let s = 0; s < twice; s += 2) {
			const [end, start, delta, range] = [14, 16 + twice, 16 + 2 * twice, 16 + 3 * twice].map((o) => cmap.readUInt16BE(at + o + s));
			for (let c = start; c <= end && c < 0xffff; c++) {
				const found = range ? cmap.readUInt16BE(at + 16 + 3 * twice + s + range + 2 * (c - start)) : c;
				if (found) yield [c, range ? (found + delta) & 0xffff : (c + delta) & 0xffff];
			}
		}
		return;
	}
	throw new Error("no cmap of format 4");
}

/** Advance widths in thousandths of an em, by code point, of the Latin subset of a Plex font. */
export function readWidths(family, weight) {
	const name = `ibm-plex-${family}`;
	const { cmap, head, hhea, hmtx } = readTables(
		fileURLToPath(new URL(`node_modules/@fontsource/${name}/files/${name}-latin-${weight}-normal.woff`, root)),
	);
	const last = hhea.readUInt16BE(34) - 1;
	const em = head.readUInt16BE(18);
	return new Map(
		[...readCharacters(cmap)].map(([c, glyph]) => [c, Math.ceil((hmtx.readUInt16BE(4 * Math.min(glyph, last)) * 1000) / em)]),
	);
}

/** Characters of both weights, as runs: first code point, then two base-36 digits a character. */
function toTable(widths) {
	const characters = [...widths.keys()].filter((c) => c >= 32 && c < 0x3000).sort((a, b) => a - b);
	const runs = [];
	for (const c of characters) {
		if (runs.at(-1)?.next !== c) runs.push({ text: `${c.toString(36)}:`, next: c });
		runs.at(-1).text += widths.get(c).toString(36).padStart(2, "0");
		runs.at(-1).next++;
	}
	return runs.map((run) => run.text).join(" ");
}

export function toModule() {
	const mono = readWidths("mono", 400).get(0x20);
	return `/** Written by scripts/text-widths.mjs from the fonts: thousandths of an em. Runs of code point, then two base-36 digits a character. */
export const sansWidths =
	"${toTable(readWidths("sans", 400))}";
export const sansBoldWidths =
	"${toTable(readWidths("sans", 600))}";
/** Of each character of Plex Mono, both weights. */
export const monoWidth = ${mono};
`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(new URL("src/drawing/text-widths.ts", root), toModule());
