import { globSync, readFileSync } from "node:fs";
import { describe, expect, it, test } from "vitest";
import * as z from "zod";
import { escapeHtml, html, toInline, trusted } from "../../src/words/html.ts";
import { toCount, toDuration, toGrouped, toLevel, toMiB, toSize } from "../../src/words/numbers.ts";
import { orThrow, readYaml } from "../../src/yaml/read-yaml.ts";

test("numbers", () => {
	expect([0, 999, 1000, 20_000, 1_234_567, 1234.5678].map(toGrouped)).toEqual(["0", "999", "1,000", "20,000", "1,234,567", "1,234.5678"]);
	expect([toCount(1, "row"), toCount(2048, "row"), toCount(0, "batch", "batches")]).toEqual(["1 row", "2,048 rows", "0 batches"]);
	expect([1, 9999, 10_000, 1024 ** 2 - 1, 1.5 * 1024 ** 2, 200 * 1024 ** 2].map(toSize)).toEqual(["1 byte", "9,999 bytes", "10 KiB", "1,024 KiB", "1.5 MiB", "200 MiB"]);
	expect([1536 * 1024 ** 2, 0].map(toMiB)).toEqual(["1,536", "0"]);
	expect([1024 ** 3, 10 * 1024 ** 3].map(toLevel)).toEqual(["1,024 MiB", "10.0 GiB"]);
	expect([999, 1000, 999_999, 1_000_000, 123_456_789].map(toDuration)).toEqual(["999 µs", "1.0 ms", "1000.0 ms", "1.000 s", "123.5 s"]);
});

describe("HTML", () => {
	it("is escaped unless it is HTML already", () => {
		const hostile = `<b a="1">&'`;
		expect(escapeHtml(hostile)).toBe("&lt;b a=&quot;1&quot;&gt;&amp;'");
		expect(html`<p title="${hostile}">${[html`<i>${1}</i>`, null, undefined, false, "<"]}${trusted("<br>")}</p>`.text).toBe(
			"<p title=\"&lt;b a=&quot;1&quot;&gt;&amp;'\"><i>1</i>&lt;<br></p>",
		);
	});

	it("has its values between double quotes: an apostrophe is not escaped", () => {
		const files = globSync("src/**/*.ts");
		expect(files.filter((file) => /html`[^`]*='\$\{/.test(readFileSync(file, "utf8")))).toEqual([]);
	});

	it("of inline Markdown has no emphasis in code", () =>
		expect(toInline("*it* isn't `**kwargs`, **`f(*a)`** <i>").text).toBe(
			"<em>it</em> isn’t <code>&#42;&#42;kwargs</code>, <strong><code>f(&#42;a)</code></strong> &lt;i&gt;",
		));
});

test("YAML is data of its schema, or sentences that name the file", () => {
	const schema = z.strictObject({ a: z.number() });
	const read = (text: string) => readYaml(schema, text, "x.yaml");
	expect(orThrow(read("a: 1"))).toEqual({ a: 1 });
	expect(read("a: [").errors?.[0]).toMatch(/^x\.yaml: not YAML: /);
	expect(read("a: b\nc: 1").errors).toEqual(["x.yaml: a: Invalid input: expected number, received string", 'x.yaml: Unrecognized key: "c"']);
	expect(() => orThrow(read("a: b\nc: 1"))).toThrow(/^x\.yaml: a: .*\nx\.yaml: Unrec/);
});
