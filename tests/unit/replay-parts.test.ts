import { describe, expect, it } from "vitest";
import { findStep, readHash, toHash } from "../../src/browser/address.ts";
import { toRuns } from "../../src/elements/replay/bytes.ts";
import { html, trusted } from "../../src/words/html.ts";
import { toBytes, toFacts, toOptions } from "../../src/elements/replay/panel.ts";

const attack = `"><img src=x onerror=alert(1)>'`;

describe("html", () => {
	it("takes whatever is put in for text", () => expect(html`<p title="${attack}">${[attack, 1, null, false]}</p>`.text).not.toMatch(/<img/));
	it("keeps markup", () => expect(html`<p>${html`<b>${"&"}</b>`}${trusted("<i>")}</p>`.text).toBe("<p><b>&amp;</b><i></p>"));
	it("is what the panel is made of", () => {
		const found = { title: attack, facts: [[attack, attack]] as const, bytes: { kept: Uint8Array.of(1), size: 1, fields: [{ name: attack, offset: 0, size: 1, value: attack }] } };
		for (const markup of [toFacts(found), toBytes(found), ...toOptions([{ entity: attack, title: attack }], attack)]) expect(markup.text).not.toMatch(/<img/);
	});
});

describe("addresses of steps", () => {
	it("are read as they are written", () => expect(readHash(toHash({ story: "collect", step: "worker-function" }))).toEqual({ story: "collect", step: "worker-function" }));
	it("are no others", () => expect(["", "#", "#objectives", "#a.b.c", "#a.", "#%00.b"].map(readHash)).toEqual([null, null, null, null, null, null]));
	it("name a step by name or by number, from 1", () => {
		const steps = [{ name: "fork" }, { name: "rows" }];
		expect(["fork", "rows", "1", "2", "0", "3", "", "toString"].map((step) => findStep(steps, step))).toEqual([0, 1, 0, 1, -1, -1, -1, -1]);
	});
});

describe("bytes of a message", () => {
	const kept = Uint8Array.of(0, 0, 0, 2, 0x80, 5);
	const field = (name: string, offset: number, size: number) => ({ name, offset, size, value: "" });

	it("stand under their fields, once", () => {
		const runs = toRuns({ kept, size: 6, fields: [field("length", 0, 4), field("pickle", 4, 2), field("protocol", 5, 1)] });
		expect(runs.map(({ hex, more, field }) => [field?.name, hex, more])).toEqual([["length", "00 00 00 02", 0], ["pickle", "80 05", 0], ["protocol", "", 0]]);
	});

	it("without a field, or not kept, are shown as such", () => {
		const runs = toRuns({ kept, size: 100, fields: [field("pickle", 4, 90)] });
		expect(runs.map(({ hex, more, field }) => [field?.name, hex, more])).toEqual([[undefined, "00 00 00 02", 0], ["pickle", "80 05", 88], [undefined, "", 6]]);
	});
});
