import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

interface Options {
	/** CSS selectors of the parts to look at; none: the page. */
	readonly parts?: readonly string[];
	/** Selectors of the parts to leave out. */
	readonly without?: readonly string[];
	/** Rules to look for; none: all. */
	readonly rules?: string[];
}

/** Legacy mode looks into no frames, which our pages have none of, and takes half the time. */
export async function expectNoViolation(page: Page, { parts = [], without = [], rules }: Options = {}) {
	const axe = new AxeBuilder({ page }).setLegacyMode();
	for (const part of parts) axe.include(part);
	for (const part of without) axe.exclude(part);
	const { violations } = await (rules ? axe.withRules(rules) : axe).analyze();
	expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(" | ")}`)).toEqual([]);
}
