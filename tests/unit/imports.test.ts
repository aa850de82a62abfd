import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join, normalize, sep } from "node:path";
import { describe, expect, it } from "vitest";

/** What each directory of src may import from, besides itself. Pages and components (.astro) may import anything. */
const mayImport: Record<string, string[]> = {
	recording: [],
	memory: [],
	drawing: [],
	pickle: [],
	failures: ["recording"],
	arrow: [],
	py4j: ["pickle"],
	state: ["recording", "memory", "drawing", "pickle", "arrow", "story"],
	story: ["recording", "memory", "drawing", "pickle", "arrow", "state"],
	scenes: ["state", "drawing"],
	browser: ["recording", "memory", "drawing", "pickle", "arrow", "state", "story", "scenes"],
	deck: ["recording", "memory", "drawing", "pickle", "arrow", "state", "story", "scenes"],
	quiz: ["recording", "memory", "drawing", "pickle", "arrow", "state", "story", "scenes"],
	scorm: ["recording", "memory", "drawing", "pickle", "arrow", "state", "story", "scenes", "quiz"],
};
mayImport["elements"] = Object.keys(mayImport);
const pure = ["failures", "recording", "memory", "drawing", "pickle", "arrow", "py4j", "state", "story", "scenes"];

interface Import {
	from: string;
	to: string;
	isType: boolean;
}

const files = globSync("src/**/*.ts").map((file) => file.split(sep).join("/"));
const toCode = (file: string) => readFileSync(file, "utf8").replace(/\/\*[\s\S]*?\*\/|(?<![:"'`\\])\/\/.*$/gm, "");

const imports: Import[] = files.flatMap((from) =>
	[...toCode(from).matchAll(/\b(?:import|export)\s+(type\s+)?(?:[^"';]*?\sfrom\s*)?["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']/g)].map(
		([, type, name, lazy]) => {
			const path = (name ?? lazy)!;
			return { from, to: path.startsWith(".") ? normalize(join(dirname(from), path)) : path, isType: !!type };
		},
	),
);
const toArea = (path: string) => /^src\/([^/.]+)\//.exec(path)?.[1];
const show = ({ from, to }: Import) => `${from} imports ${to}`;

describe("imports", () => {
	it("are found", () => expect(imports.map(show)).toContain("src/site/sidebar.ts imports src/site/parts.ts"));

	it("point one way", () => {
		const wrong = imports.filter(({ from, to }) => {
			const [here, there] = [toArea(from)!, toArea(to)];
			return here in mayImport && there && there !== here && !mayImport[here]!.includes(there);
		});
		expect(wrong.map(show)).toEqual([]);
	});

	it("make no circle between directories", () => {
		const next = (area: string) =>
			new Set(imports.filter(({ from, to }) => toArea(from) === area && toArea(to) !== area).flatMap(({ to }) => toArea(to) ?? []));
		const walk = (area: string, path: string[]): string[] =>
			path.includes(area) ? [[...path, area].join(" → ")] : [...next(area)].flatMap((there) => walk(there, [...path, area]));
		expect(Object.keys(mayImport).flatMap((area) => walk(area, []))).toEqual([]);
	});

	it("do not lead from one element to another", () => {
		const elements = new Set(files.filter((file) => toArea(file) === "elements" && /customElements\.define/.test(toCode(file))));
		const wrong = imports.filter(({ from, to }) => elements.has(from) && elements.has(`${to.replace(/\.ts$/, "")}.ts`));
		expect(wrong.map(show)).toEqual([]);
	});

	it("bring no zod into what a lesson page runs", () => {
		const toFile = (path: string) => [path, `${path}.ts`, `${path}/index.ts`].find((file) => file.endsWith(".ts") && existsSync(file));
		const reached = new Set<string>();
		const visit = (file: string) => {
			if (reached.has(file)) return;
			reached.add(file);
			for (const { from, to, isType } of imports) {
				if (from !== file || isType) continue;
				const target = toFile(to);
				if (target) visit(target);
				else if (/^(zod|astro\/zod)/.test(to)) reached.add(to);
			}
		};
		files.filter((file) => ["elements", "browser"].includes(toArea(file)!)).forEach(visit);
		expect([...reached].filter((name) => name.includes("zod"))).toEqual([]);
	});
});

describe("pure code", () => {
	it("touches no DOM, clock, network or storage", () => {
		const impure = /\b(document|window|localStorage|sessionStorage|navigator)\s*[.[]|\bfetch\s*\(|\b(Date\.now|performance\.now|Math\.random|setTimeout|requestAnimationFrame)\b|\bnew Date\(\)/;
		const wrong = files
			.filter((file) => pure.includes(toArea(file)!))
			.flatMap((file) => toCode(file).split("\n").filter((line) => impure.test(line)).map((line) => `${file}: ${line.trim()}`));
		expect(wrong).toEqual([]);
	});
});
