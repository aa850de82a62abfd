import { createHash } from "node:crypto";
import { globSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { AstroIntegration } from "astro";

const isRun = (attributes: string) =>
	!/\ssrc\s*=/.test(attributes) && !/type\s*=\s*["']?(application\/(ld\+)?json|text\/plain)/.test(attributes);

const hashes = (html: string, tag: "script" | "style") => {
	const found = html.matchAll(new RegExp(`<${tag}((?:\\s[^>]*)?)>([\\s\\S]*?)</${tag}>`, "g"));
	const texts = [...found].filter(([, attributes = ""]) => isRun(attributes)).map(([, , text = ""]) => text.replaceAll("\r\n", "\n"));
	return [...new Set(texts)].map((text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`).join(" ");
};

/**
 * The Content-Security-Policy of one page: its inline scripts and styles are allowed by hash alone.
 * Style attributes stay open: they carry the colours of code. `wasm-unsafe-eval` is for the search (Pagefind).
 */
export function toPolicy(html: string): string {
	return [
		"default-src 'self'",
		`script-src 'self' 'wasm-unsafe-eval' ${hashes(html, "script")}`,
		`style-src 'self' ${hashes(html, "style")}`,
		`style-src-elem 'self' ${hashes(html, "style")}`,
		"style-src-attr 'unsafe-inline'",
		"img-src 'self' data: blob:",
		"object-src 'none'",
		"base-uri 'none'",
		"form-action 'self'",
	]
		.map((directive) => directive.trim())
		.join("; ");
}

/**
 * After the build: writes each page's policy into it as a meta element, and all of them into `_headers`
 * (the form that Netlify, Cloudflare Pages and scripts/serve.mjs read) for hosts that can send it as a header.
 */
export function contentSecurityPolicy(base: string): AstroIntegration {
	return {
		name: "content-security-policy",
		hooks: {
			"astro:build:done": ({ dir }) => {
				const root = fileURLToPath(dir);
				const headers: string[] = [];
				for (const page of globSync("**/*.html", { cwd: root }).sort()) {
					const html = readFileSync(join(root, page), "utf8");
					const policy = toPolicy(html);
					const charset = /<meta charset="utf-8"\s*\/?>/i;
					if (!charset.test(html)) throw new Error(`${page}: no <meta charset="utf-8"> to put the policy after`);
					writeFileSync(
						join(root, page),
						html.replace(charset, (meta) => `${meta}<meta http-equiv="Content-Security-Policy" content="${policy}">`),
					);
					headers.push(`${base}${page.replace(/(^|\/)index\.html$/, "$1")}\n  Content-Security-Policy: ${policy}\n`);
				}
				writeFileSync(join(root, "_headers"), headers.join(""));
			},
		},
	};
}
