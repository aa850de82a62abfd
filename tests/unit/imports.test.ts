import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join, normalize, sep } from "node:path";
import { describe, expect, it } from "vitest";

/**
 * The directories of src, from the ground up: each may import from those before it, and from itself. Those in one layer
 * know nothing of each other. `browser` and `elements` are the code that pages run; `site` is the build's own.
 */
const layers = [
	["words", "yaml", "styles"],
	["recording", "memory", "drawing", "pickle", "arrow"],
	["failures", "py4j", "observation"],
	["state"],
	["story", "scenes", "map", "glossary", "quiz"],
	["browser"],
	["elements"],
	["site"],
	["components"],
	["pages"],
];
/** What a directory does not know of those below it, because it must hold without. */
const mayNot: Record<string, string[]> = {
	scenes: ["recording", "failures", "py4j", "observation"],
	browser: ["yaml", "failures", "observation", "map", "glossary", "quiz"],
};
/** No DOM, no clock, no network, no storage. */
const pure = layers.slice(0, 5).flat();

const files = globSync("src/**/*.{ts,astro}").map((file) => file.split(sep).join("/"));
const toArea = (path: string) => /^src\/([^/.]+)\//.exec(path)?.[1];
const toLayer = (area: string) => layers.findIndex((layer) => layer.includes(area));
const toCode = (file: string) => readFileSync(file, "utf8").replace(/\/\*[\s\S]*?\*\/|(?<![:"'`\\])\/\/.*$/gm, "");

interface Import {
	from: string;
	to: string;
	isType: boolean;
	isLazy: boolean;
}

const statement = /\b(?:import|export)\s+(type\s+)?(?:[^"';]*?\sfrom\s*)?["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']/g;
const imports: Import[] = files.flatMap((from) =>
	[...toCode(from).matchAll(statement)].map(([, type, name, lazy]) => {
		const path = (name ?? lazy)!;
		const to = path.startsWith(".") ? normalize(join(dirname(from), path)) : path;
		return { from, to, isType: !!type, isLazy: lazy !== undefined };
	}),
);
const show = ({ from, to }: Import) => `${from} imports ${to}`;

describe("imports", () => {
	it("are found", () => expect(imports.map(show)).toContain("src/site/sidebar.ts imports src/site/parts.ts"));

	it("lead to files, by their whole name", () => {
		const lost = imports.filter(({ to }) => to.startsWith("src/") && !existsSync(to.replace(/\?.*$/, "")));
		expect(lost.map(show)).toEqual([]);
	});

	it("are of directories that have a layer", () => {
		const areas = globSync("src/*/").map((path) => path.replaceAll(sep, "/").replace(/^src\/|\/$/g, ""));
		expect(areas.filter((area) => toLayer(area) < 0)).toEqual([]);
		expect(layers.flat().filter((area) => !areas.includes(area))).toEqual([]);
	});

	it("point one way", () => {
		const wrong = imports.filter(({ from, to, isLazy }) => {
			const [here, there] = [toArea(from), toArea(to)];
			if (!here || !there || here === there || isLazy) return false;
			return toLayer(there) >= toLayer(here) || mayNot[here]?.includes(there);
		});
		expect(wrong.map(show)).toEqual([]);
	});

	it("make no circle, types included", () => {
		const next = Map.groupBy(imports.filter(({ isLazy }) => !isLazy), ({ from }) => from);
		const done = new Set<string>();
		const walk = (file: string, path: string[]): string[] => {
			if (path.includes(file)) return [[...path.slice(path.indexOf(file)), file].join(" → ")];
			if (done.has(file)) return [];
			const found = (next.get(file) ?? []).flatMap(({ to }) => walk(to, [...path, file]));
			done.add(file);
			return found;
		};
		expect(files.flatMap((file) => walk(file, []))).toEqual([]);
	});

	it("do not lead from one element to another", () => {
		const elements = new Set(files.filter((file) => toArea(file) === "elements" && /customElements\.define/.test(toCode(file))));
		expect(elements.size).toBeGreaterThan(5);
		expect(imports.filter(({ from, to }) => elements.has(from) && elements.has(to)).map(show)).toEqual([]);
	});

	it("bring no zod and no YAML into what a lesson page runs, but where it is loaded by itself", () => {
		const reached = new Set<string>();
		const visit = (file: string) => {
			if (reached.has(file)) return;
			reached.add(file);
			for (const { from, to, isType, isLazy } of imports) if (from === file && !isType && !isLazy) visit(to);
		};
		files.filter((file) => ["elements", "browser"].includes(toArea(file)!)).forEach(visit);
		expect(reached).toContain("src/state/state-at.ts");
		expect([...reached].filter((name) => /^(astro\/)?zod|^yaml|^src\/yaml/.test(name))).toEqual([]);
	});
});

describe("pure code", () => {
	it("touches no DOM, clock, network or storage", () => {
		const impure =
			/\b(document|window|localStorage|sessionStorage|navigator)\s*[.[]|\bfetch\s*\(|\b(Date\.now|performance\.now|Math\.random|setTimeout|requestAnimationFrame)\b|\bnew Date\(\)/;
		const toWrong = (file: string) =>
			toCode(file)
				.split("\n")
				.filter((line) => impure.test(line))
				.map((line) => `${file}: ${line.trim()}`);
		expect(files.filter((file) => pure.includes(toArea(file)!)).flatMap(toWrong)).toEqual([]);
	});
});
