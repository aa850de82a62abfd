import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { toPolicy } from "../../src/site/csp.ts";
import { toHoisted } from "../../src/site/hoist-styles.ts";
import { toMinutes, toProse } from "../../src/site/reading-time.ts";
import { recordedValue } from "../../src/site/content/index.ts";
import { readLesson } from "../../src/site/content/lessons.ts";
import { toSourceFile, toTag } from "../../src/site/in-page.ts";
import { findBrokenLinks } from "../../src/site/links.ts";
import { toSidebar } from "../../src/site/sidebar.ts";

const toLesson = (frontMatter: string, name = "a", text = "Text.") =>
	readLesson(`---\n${frontMatter}\n---\n\n${text}\n`, `content/lessons/${name}.mdx`);

it("the sidebar lists lessons by part, and no empty part", () => {
	const lessons = [toLesson("part: 1\norder: 30", "c"), toLesson("part: 2\norder: 10", "b"), toLesson("part: 2\norder: 20", "a")];
	expect(toSidebar(lessons)).toEqual([
		{ label: "1 Starting up", items: [{ slug: "lessons/c" }] },
		{ label: "2 Your function travels", items: [{ slug: "lessons/b" }, { slug: "lessons/a" }] },
	]);
});

it.each([
	["part: 6\norder: 1", "part must be a number from 1 to 5, is 6"],
	["title: None", "part must be a number from 1 to 5, is undefined"],
	["part: 1", "order must be a number, is undefined"],
])("a lesson with front matter %j is refused by name", (text, reason) =>
	expect(() => toLesson(text)).toThrow(`content/lessons/a.mdx: ${reason}`));

it("a lesson knows the stories of its figures, in order", () => {
	const text = `<Replay story="one" />\n<Step story="two" name="x">no</Step>\n<ReplaySwitch stories={[{ story: "three", name: "a" }, { story: "four", name: "b" }]} />`;
	expect(toLesson("part: 1\norder: 1", "a", text).stories).toEqual(["one", "three", "four"]);
});

it("an error of a component names the file that an author wrote", () => {
	expect(toSourceFile("/lessons/cache-memory/", "/")).toBe("content/lessons/cache-memory.mdx");
	expect(toSourceFile("/x/", "/x/")).toBe("content/index.mdx");
	expect(toSourceFile("/x/embed/collect/", "/x/")).toBe("content/stories/collect.yaml");
	expect(toSourceFile("/failures/udf-error/", "/")).toBe("content/failures/udf-error.yaml");
	expect(toTag("Step", { story: "cache-memory", name: "blok", part: 2, class: undefined })).toBe('<Step story="cache-memory" name="blok" part={2}>');
});

it("the policy allows inline scripts and styles by hash, and data blocks not at all", () => {
	const html = `<script>one()</script><script type="module">two()</script><script src="/a.js"></script>
<script type="application/json">{}</script><style>p{}</style><script>one()</script>`;
	const directives = Object.fromEntries(toPolicy(html).split("; ").map((text) => [text.split(" ")[0], text.split(" ").slice(1)]));
	expect(directives["script-src"]).toHaveLength(4);
	expect(directives["script-src"]).toContain("'sha256-HR7iaask9daLMRRskMI++QeJtjWDOjyPA6lGzYGzKW4='");
	expect(directives["style-src-elem"]).toHaveLength(2);
});

it("stylesheets move to the head, once each", () => {
	const link = '<link rel="stylesheet" href="/a.css">';
	expect(toHoisted(`<head></head><body>${link}<p>text</p>${link}</body>`)).toBe(`<head>${link}</head><body><p>text</p></body>`);
	expect(toHoisted(`<head>${link}</head><body><link rel="stylesheet" href="/a.css"/></body>`)).toBe(`<head>${link}</head><body></body>`);
});

it("reading time counts prose, and what components say, but neither code nor sources", () => {
	const mdx = `import A from "#components/A.astro";

One two[^a] <Step story="s" name="n">three</Step> <Recorded story="s" value="n:size" /> bytes.
<Predict name="p" question="Which one?" choices={["this", "that"]} answer={1}>Because.</Predict>

\`\`\`python
print("not read")
\`\`\`

[^a]: \`pyspark/x.py\`, PySpark 4.3.0.
`;
	const words = (text: string) => text.match(/[a-z0-9]+/gi);
	expect(words(toProse(mdx))).toEqual(["One", "two", "three", "1", "bytes", "Which", "one", "this", "that", "Because"]);
	expect(toMinutes("word ".repeat(1470))).toBe(7);
	expect(toMinutes("")).toBe(1);
});

it("a value in prose is one of its step, also where the step stands on no event", () => {
	expect(recordedValue("launch-python-app", "end:process.exit.code")).toBe("0");
	expect(recordedValue("collect", "batches-out:rows")).toBe("4,096");
	expect(() => recordedValue("collect", "no-step:rows")).toThrow("does not begin with a step");
});

describe("links between pages", () => {
	const page = (body: string) => `<!doctype html><meta charset="utf-8">${body}`;
	function build(pages: Record<string, string>) {
		const root = mkdtempSync(join(tmpdir(), "site-"));
		for (const [path, body] of Object.entries(pages)) {
			mkdirSync(dirname(join(root, path)), { recursive: true });
			writeFileSync(join(root, path), page(body));
		}
		return root;
	}
	const lesson = '<h2 id="top">a</h2><a href="/x/">home</a><a href="#top">up</a><a href="#collect.fork">step</a>';

	it("that lead somewhere are right", () => {
		const root = build({ "index.html": '<a rel="next" href="/x/lessons/a/">a</a><a href="/x/lessons/a/#top">a</a><a href="https://spark.apache.org/none">Spark</a>', "lessons/a/index.html": lesson });
		expect(findBrokenLinks(root, "/x/")).toEqual([]);
	});

	it("that lead nowhere are named with page and reason", () => {
		const root = build({
			"index.html": '<a href="/x/lessons/colect/">a</a><a href="/x/lessons/a">a</a><a href="/lessons/a/">a</a><a href="/x/lessons/a/#gone">a</a><img src="/x/none.png">',
			"lessons/a/index.html": lesson,
		});
		expect(findBrokenLinks(root, "/x/")).toEqual([
			"index.html: /x/lessons/colect/: no such file",
			"index.html: /x/lessons/a: no slash at the end",
			"index.html: /lessons/a/: outside /x/",
			"index.html: /x/lessons/a/#gone: no such anchor",
			"index.html: /x/none.png: no such file",
			"lessons/a/index.html: Next does not lead here from the home page",
		]);
	});
});
