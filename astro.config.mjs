import { readFileSync } from "node:fs";
import { satteri } from "@astrojs/markdown-satteri";
import sitemap from "@astrojs/sitemap";
import starlight from "@astrojs/starlight";
import { defineConfig } from "astro/config";
import { baseLinks } from "./src/site/base-links.ts";
import { codeThemes } from "./src/site/code-themes.ts";
import { contentSecurityPolicy } from "./src/site/csp.ts";
import { checkLinks } from "./src/site/links.ts";
import { hoistStyles } from "./src/site/hoist-styles.ts";
import { sources, sourceWords } from "./src/site/sources.ts";
import { readSidebar } from "./src/site/sidebar.ts";

const { homepage, repository } = JSON.parse(readFileSync("package.json", "utf8"));
/** Path that the site is served under, with a slash at both ends. */
const base = `/${process.env.BASE ?? ""}/`.replace(/\/+/g, "/");

export default defineConfig({
	site: process.env.SITE ?? homepage,
	base,
	outDir: process.env.OUT_DIR ?? "dist",
	trailingSlash: "always",
	prefetch: false,
	vite: {
		build: {
			// A script of its own is fetched once for all pages; one inside a page costs each page its bytes and its hash.
			assetsInlineLimit: 0,
			rolldownOptions: {
				// Astro marks its own modules with a directive that the bundler does not know.
				onLog: (level, log, handle) => log.code === "MODULE_LEVEL_DIRECTIVE" || handle(level, log),
			},
		},
	},
	markdown: { processor: satteri({ hastPlugins: [baseLinks(base), sources], features: { gfm: { footnotes: sourceWords } } }) },
	integrations: [
		// Embeds ask not to be indexed.
		sitemap({ filter: (page) => !new URL(page).pathname.startsWith(`${base}embed/`) }),
		starlight({
			title: "Inside PySpark",
			description: "What PySpark does inside, drawn from recordings of real runs.",
			favicon: "/favicon.svg",
			sidebar: [...readSidebar(), { slug: "map" }, { slug: "glossary" }],
			tableOfContents: false,
			editLink: { baseUrl: `${repository.url}/edit/main/` },
			markdown: { processedDirs: ["./content"] },
			expressiveCode: codeThemes,
			customCss: ["./src/styles/fonts.css", "./src/styles/tokens.css", "./src/styles/site.css", "./src/styles/print.css"],
			components: {
				Head: "./src/components/Head.astro",
				Search: "./src/components/Search.astro",
				PageSidebar: "./src/components/PageSidebar.astro",
				SiteTitle: "./src/components/SiteTitle.astro",
				PageTitle: "./src/components/PageTitle.astro",
				Footer: "./src/components/Footer.astro",
			},
		}),
		hoistStyles(),
		contentSecurityPolicy(base),
		checkLinks(base),
	],
});
