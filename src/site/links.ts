import { existsSync, globSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { AstroIntegration } from "astro";

const reference = /<[a-z][^>]*?\s(?:href|src|data-src)="([^"]*)"/g;
const ids = /\sid="([^"]+)"/g;

/** What is wrong with a link to a place of the site that was built into `root` to be served under `base`; null: nothing. */
function toReason(root: string, base: string, target: URL, idsOf: (file: string) => ReadonlySet<string>): string | null {
	const path = decodeURIComponent(target.pathname);
	if (!path.startsWith(base)) return `outside ${base}`;
	let file = join(root, path.slice(base.length));
	if (existsSync(file) && statSync(file).isDirectory()) {
		if (!path.endsWith("/")) return "no slash at the end";
		file = join(file, "index.html");
	}
	if (!existsSync(file)) return "no such file";
	const id = decodeURIComponent(target.hash.slice(1));
	// An anchor with a dot is a step of a figure (#story.step): the component that wrote it knows the steps.
	return id && !id.includes(".") && !idsOf(file).has(id) ? "no such anchor" : null;
}

/** Lessons that a reader does not come to who starts on the home page and goes on by Next alone. */
function findUnreached(root: string, base: string): string[] {
	const reached = new Set<string>();
	for (let page: string | undefined = "index.html"; page && !reached.has(page) && existsSync(join(root, page)); ) {
		reached.add(page);
		const links: string[] = readFileSync(join(root, page), "utf8").match(/<a\b[^>]*>/g) ?? [];
		const href = /\shref="([^"]+)"/.exec(links.find((tag) => /\srel="next"/.test(tag)) ?? "")?.[1];
		page = href?.startsWith(base) ? `${href.slice(base.length)}index.html` : undefined;
	}
	return globSync("lessons/*/index.html", { cwd: root })
		.filter((page) => !reached.has(page))
		.map((page) => `${page}: Next does not lead here from the home page`);
}

/** Every broken link, anchor and file reference between the built pages: `page: href: reason`. Other origins are not asked. */
export function findBrokenLinks(root: string, base: string): string[] {
	const known = new Map<string, ReadonlySet<string>>();
	const idsOf = (file: string) => {
		if (!known.has(file)) known.set(file, new Set([...readFileSync(file, "utf8").matchAll(ids)].map(([, id]) => id!)));
		return known.get(file)!;
	};
	const broken = globSync("**/*.html", { cwd: root }).flatMap((page) => {
		const address = new URL(base + page.replace(/(^|\/)index\.html$/, "$1"), "http://site");
		const hrefs = [...readFileSync(join(root, page), "utf8").matchAll(reference)].map(([, href]) => href!);
		return [...new Set(hrefs)].flatMap((href) => {
			const target = new URL(href.replaceAll("&amp;", "&").replaceAll("&#38;", "&"), address);
			const reason = target.origin === address.origin ? toReason(root, base, target, idsOf) : null;
			return reason ? [`${page}: ${href}: ${reason}`] : [];
		});
	});
	return [...broken, ...findUnreached(root, base)];
}

/** After the build: a broken link between pages fails it. Last of the integrations, so that every file is there. */
export function checkLinks(base: string): AstroIntegration {
	return {
		name: "check-links",
		hooks: {
			"astro:build:done": ({ dir }) => {
				const broken = findBrokenLinks(fileURLToPath(dir), base);
				if (broken.length) throw new Error([`${broken.length} broken links`, ...broken].join("\n  "));
			},
		},
	};
}
