import { describe, expect, it } from "vitest";
import { orThrow } from "../../src/yaml/read-yaml.ts";
import { readTerm, sortTerms } from "../../src/glossary/read-term.ts";
import { loadGlossary } from "../../src/site/content/index.ts";

const right = { term: "daemon", sentence: "The process that forks the Python workers.", lives: "pythonDaemon", lesson: "collect", source: "`pyspark/daemon.py`, PySpark 4.3.0" };
const toYaml = (term: object) => Object.entries(term).map(([key, value]) => `${key}: ${JSON.stringify(value)}`).join("\n");
const read = (term: object, file = "content/glossary/daemon.yaml") => orThrow(readTerm(toYaml(term), file, (slug) => slug === "collect"));

describe("a term", () => {
	it("is read, under the name of its file", () => expect(read(right)).toEqual({ ...right, slug: "daemon" }));
	it.each([
		[{ ...right, term: "" }, "content/glossary/daemon.yaml: the term (term) is empty"],
		[{ ...right, sentence: "Forks" }, "content/glossary/daemon.yaml: sentence must be one sentence on one line, of 20 to 240 characters, with a full stop"],
		[{ ...right, lives: "worker" }, /^content\/glossary\/daemon\.yaml: lives must be the process that it is in \(driverPython, .*\), or wire, or nowhere$/],
		[{ ...right, lesson: "colect" }, "content/glossary/daemon.yaml: there is no lesson colect: lesson must be the name of a file in content/lessons, without .mdx"],
		[{ ...right, source: undefined }, "content/glossary/daemon.yaml: the source (source) is missing"],
		[{ ...right, note: "x" }, "content/glossary/daemon.yaml: does not know note: a term has term, sentence, lives, lesson, source"],
	])("that is wrong is refused with what would be right: %#", (term, reason) => expect(() => read(Object.fromEntries(Object.entries(term).filter(([, value]) => value !== undefined)))).toThrow(reason));
	it("has a file whose name can be an anchor", () => expect(() => read(right, "content/glossary/The Daemon.yaml")).toThrow("its name must be small letters, digits and hyphens"));
});

it("terms go by the alphabet, without regard to case and signs", () =>
	expect(sortTerms(["worker", "`collect`", "Py4J", "batch"].map((term) => ({ ...right, lives: "wire" as const, slug: term, term }))).map(({ term }) => term)).toEqual(["batch", "`collect`", "Py4J", "worker"]));

it("all terms of the site are right", () => expect(loadGlossary().length).toBeGreaterThan(7));
