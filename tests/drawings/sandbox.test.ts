import { expect, test } from "vitest";
import type { Run } from "../../src/memory/run.ts";
import { toSvg } from "../../src/drawing/svg.ts";
import { cluster } from "../../src/scenes/cluster.ts";
import { stateOfRun } from "../../src/state/from-run.ts";
import { overlaps } from "../../src/drawing/check.ts";
import { boxOverlaps } from "../unit/boxes.ts";
import { ends, finishes } from "../unit/sandbox-runs.ts";

/** Name of the picture, the run, and how far it has come; below 0: not yet begun; 1: to its end. */
const pictures: [string, Run, number][] = [
	["before", finishes["rdd.collect"]!, -1],
	["collect", finishes["rdd.collect"]!, 0.26],
	["serve", finishes["rdd.collect"]!, 0.77],
	["arrow", finishes["toPandas+arrow"]!, 0.27],
	["decode", finishes["toPandas"]!, 0.4],
	["written", finishes["write"]!, 1],
	["local", finishes["rdd.collect, local"]!, 0.3],
	["hang", ends["driver heap, hang"]!, 1],
	["executor-heap", ends["executor heap"]!, 1],
	["memory-error", ends["memory error"]!, 1],
	["container-killed", ends["container killed"]!, 1],
];

for (const [picture, run, at] of pictures)
	for (const layout of ["wide", "narrow"] as const)
		test(`sandbox ${picture} ${layout}`, async () => {
			const drawing = cluster.draw(stateOfRun(run, at), layout, {});
			expect([...overlaps(drawing), ...boxOverlaps(drawing)]).toEqual([]);
			await expect(toSvg(drawing, { theme: "light", label: `sandbox, ${picture}` })).toMatchFileSnapshot(`sandbox/${picture}-${layout}.svg`);
		});

test("a picture of any moment of a run, and none over another", () => {
	for (const run of [...Object.values(finishes), ...Object.values(ends)])
		for (const layout of ["wide", "narrow"] as const)
			for (let at = 0; at <= 20; at++) {
				const drawing = cluster.draw(stateOfRun(run, at / 20), layout, {});
				expect([...overlaps(drawing), ...boxOverlaps(drawing)]).toEqual([]);
				expect(drawing.height).toBe(cluster.draw(stateOfRun(run, -1), layout, {}).height);
			}
});
