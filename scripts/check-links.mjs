/**
 * Checks every internal link, anchor and file reference of the built pages, then builds under a sub-path and checks again.
 * Links to other origins are listed with the pages that have them, and not followed. Next leads from the home page through every lesson.
 */
import { execFileSync } from "node:child_process";
import { existsSync, globSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** Every broken reference of the site built into `root` to be served under `base`: `page: href: reason`. */
export function findBrokenLinks(root, base) {
	const pages = globSync("**/*.html", { cwd: root });
	const ids = new Map();
	const readIds = (file) => {
		if (!ids.has(file)) ids.set(file, new Set([...readFileSync(file, "utf8").matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id)));
		return ids.get(file);
	};
	const broken = [];
	const foreign = new Map();
	for (const page of pages) {
		const address = new URL(base + page.replace(/(^|\/)index\.html$/, "$1"), "http://site");
		const html = readFileSync(join(root, page), "utf8");
		for (const [, href] of html.matchAll(/<[a-z][^>]*?\s(?:href|src|data-src)="([^"]*)"/g)) {
			const target = new URL(href.replaceAll("&amp;", "&").replaceAll("&#38;", "&"), address);
			if (target.origin !== address.origin) foreign.set(target.href, [...new Set([...(foreign.get(target.href) ?? []), page])]);
			const reason = target.origin === address.origin && toReason(root, base, target, readIds);
			if (reason) broken.push(`${page}: ${href}: ${reason}`);
		}
	}
	return { pages: pages.length, broken: [...broken, ...findUnreached(root, base)], foreign };
}

/** Lessons that a reader does not come to who starts on the home page and goes on by Next alone. */
function findUnreached(root, base) {
	const reached = new Set();
	for (let page = "index.html"; page && !reached.has(page); ) {
		reached.add(page);
		const link = (readFileSync(join(root, page), "utf8").match(/<a\b[^>]*>/g) ?? []).find((tag) => /\srel="next"/.test(tag));
		const href = link && /\shref="([^"]+)"/.exec(link)?.[1];
		page = href?.startsWith(base) && `${href.slice(base.length)}index.html`;
	}
	return globSync("lessons/*/index.html", { cwd: root })
		.filter((page) => !reached.has(page))
		.map((page) => `${page}: Next does not lead here from the home page`);
}

function toReason(root, base, target, readIds) {
	const path = decodeURIComponent(target.pathname);
	if (!path.startsWith(base)) return `outside ${base}`;
	let file = join(root, path.slice(base.length));
	if (existsSync(file) && statSync(file).isDirectory()) {
		if (!path.endsWith("/")) return "no slash at the end";
		file = join(file, "index.html");
	}
	if (!existsSync(file)) return "no such file";
	const id = decodeURIComponent(target.hash.slice(1));
	// An anchor with a dot is a step of a figure (#story.step): the figure's own test covers it.
	if (id && !id.includes(".") && !readIds(file).has(id)) return "no such anchor";
}

const { repository } = JSON.parse(readFileSync("package.json", "utf8"));

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
	const under = "/x/";
	const copy = ".astro/dist-x";
	execFileSync("npx", ["astro", "build"], {
		env: { ...process.env, BASE: under, OUT_DIR: copy, ASTRO_TELEMETRY_DISABLED: "1" },
		stdio: ["ignore", "ignore", "inherit"],
	});
	for (const [root, base] of [
		["dist", "/"],
		[copy, under],
	]) {
		const { pages, broken, foreign } = findBrokenLinks(root, base);
		if (root === "dist") {
			const isOwn = (href) => href.startsWith(repository.url) || href.startsWith("data:");
			const rows = [...foreign].filter(([href]) => !isOwn(href)).sort().map(([href, pages]) => `${href}: ${pages.length > 3 ? `${pages.length} pages` : pages.join(", ")}`);
			console.log([`Links to other origins, not followed: ${rows.length}`, ...rows].join("\n  "));
		}
		if (pages === 0 || broken.length) process.exitCode = 1;
		console.log([`Links of ${pages} pages under ${base}: ${broken.length} broken`, ...broken].join("\n  "));
	}
	rmSync(copy, { recursive: true });
}
