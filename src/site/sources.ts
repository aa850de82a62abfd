import type { HastPluginDefinition } from "satteri";

/** Footnotes hold the sources of sentences: what their section is called, and where a note leads back to. */
export const sourceWords = { label: "Sources", backLabel: "Back to sentence {reference}", backContent: "↑", clobberPrefix: "" };

/** The heading of the footnotes, which a reader would not see: it is a section of the page like any other. */
export const sources: HastPluginDefinition = {
	name: "sources",
	element: {
		filter: ["h2"],
		visit(node, context) {
			if (node.properties?.["id"] !== "footnote-label") return;
			context.setProperty(node, "className", null);
		},
	},
};
