import { globSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { AstroIntegration } from "astro";

const stylesheet = /<link rel="stylesheet" href="([^"]+)"\s*\/?>/g;

/** Moves stylesheets from the body to the head: one in the middle of the text makes a browser paint half a page first. */
export function toHoisted(html: string): string {
	const end = html.indexOf("</head>");
	const [head, body] = [html.slice(0, end), html.slice(end)];
	const hrefs = (text: string) => [...text.matchAll(stylesheet)].map(([, href]) => href!);
	const there = hrefs(head);
	const missing = [...new Set(hrefs(body))].filter((href) => !there.includes(href));
	return head + missing.map((href) => `<link rel="stylesheet" href="${href}">`).join("") + body.replace(stylesheet, "");
}

/** Expressive Code puts its stylesheet where the first code block stands. */
export function hoistStyles(): AstroIntegration {
	return {
		name: "hoist-styles",
		hooks: {
			"astro:build:done": ({ dir }) => {
				const root = fileURLToPath(dir);
				for (const page of globSync("**/*.html", { cwd: root }))
					writeFileSync(join(root, page), toHoisted(readFileSync(join(root, page), "utf8")));
			},
		},
	};
}
