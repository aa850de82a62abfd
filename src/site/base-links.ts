import type { HastPluginDefinition } from "satteri";

/** Markdown links ignore Astro's `base`: put it before each one that starts at the root. `base` ends with a slash. */
export function baseLinks(base: string): HastPluginDefinition {
	return {
		name: "base-links",
		element: {
			filter: ["a"],
			visit(node, context) {
				const href = node.properties?.["href"];
				if (typeof href === "string" && /^\/(?!\/)/.test(href)) context.setProperty(node, "href", base + href.slice(1));
			},
		},
	};
}
