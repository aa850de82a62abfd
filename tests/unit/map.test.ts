import { describe, expect, it } from "vitest";
import { overlaps } from "../../src/drawing/check.ts";
import { drawMap } from "../../src/map/draw-map.ts";
import { readMap } from "../../src/map/parts.ts";
import { loadMap } from "../../src/site/content/index.ts";
import { channelKinds, shownKinds } from "../../src/state/kinds.ts";
import { orThrow } from "../../src/yaml/read-yaml.ts";

const parts = [...shownKinds, ...channelKinds];
const yaml = (more: Record<string, string> = {}) => parts.map((part) => `${part}: ${more[part] ?? "{ does: it works, at: [{ lesson: later }, { lesson: collect, step: collect.fork }] }"}`).join("\n");
const read = (text: string) =>
	orThrow(readMap(text, "map.yaml", (lesson) => (lesson === "collect" ? ["collect"] : null), (step) => step === "collect.fork"));

describe("the map", () => {
	for (const layout of ["wide", "narrow"] as const)
		it(`has every kind of process and channel, and no text over another, ${layout}`, () => {
			const drawing = drawMap(layout);
			expect(overlaps(drawing)).toEqual([]);
			expect(parts.filter((part) => !drawing.shapes.some(({ entity }) => entity === part))).toEqual([]);
			expect(new Set(drawing.shapes.map(({ key }) => key)).size).toBe(drawing.shapes.length);
		});

	it("leads to the first lesson that there is", () => {
		expect(read(yaml())["shell"]).toEqual({ does: "it works", link: { lesson: "collect", step: "collect.fork" } });
		expect(read(yaml({ shell: "{ does: it works, at: [{ lesson: later }] }" }))["shell"].link).toBe(null);
	});

	it.each([
		["{ does: it works, at: [{ lesson: collect, step: collect.frok }] }", "map.yaml: py4j: no story has the step collect.frok"],
		["{ does: it works, at: [] }", /^map\.yaml: py4j\.at: /],
		["{ at: [{ lesson: collect }] }", /^map\.yaml: py4j\.does: /],
		["{ does: it works, at: [{", "map.yaml: not YAML: "],
	])("refuses what is wrong: %s", (text, reason) => expect(() => read(yaml({ py4j: text }))).toThrow(reason));

	it("of the site is right", () => expect(Object.keys(loadMap()).sort()).toEqual([...parts].sort()));
});
