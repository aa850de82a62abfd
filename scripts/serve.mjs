/** Serves a built site as a host would: with its headers (`_headers`), compressed, 404.html for what is not there. */
import { existsSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";

const types = {
	".html": "text/html; charset=utf-8",
	".css": "text/css; charset=utf-8",
	".js": "text/javascript; charset=utf-8",
	".mjs": "text/javascript; charset=utf-8",
	".json": "application/json",
	".svg": "image/svg+xml",
	".png": "image/png",
	".xml": "application/xml",
	".txt": "text/plain; charset=utf-8",
	".woff2": "font/woff2",
	".wasm": "application/wasm",
};
const isText = (type) => /^text|json|xml/.test(type);

/** Reads `_headers`: a path a line, its headers indented below it. */
function readHeaders(root) {
	const byPath = new Map();
	let current;
	const file = join(root, "_headers");
	for (const line of existsSync(file) ? readFileSync(file, "utf8").split("\n") : []) {
		if (/^\S/.test(line)) byPath.set(line, (current = {}));
		else if (line.trim()) {
			const colon = line.indexOf(":");
			current[line.slice(0, colon).trim()] = line.slice(colon + 1).trim();
		}
	}
	return byPath;
}

/** Serves the directory `root` under the path `base` on `port`. Resolves when it listens. */
export function serve({ root = "dist", base = "/", port = 4321 } = {}) {
	const headers = readHeaders(root);
	const server = createServer((request, response) => {
		const send = (status, file, path) => {
			const type = types[extname(file)] ?? "application/octet-stream";
			const body = readFileSync(file);
			const zipped = isText(type) && /\bgzip\b/.test(request.headers["accept-encoding"] ?? "");
			response.writeHead(status, {
				"Content-Type": type,
				"X-Content-Type-Options": "nosniff",
				...(path.includes("/_astro/") && { "Cache-Control": "public, max-age=31536000, immutable" }),
				...(zipped && { "Content-Encoding": "gzip" }),
				...headers.get(path),
			});
			response.end(zipped ? gzipSync(body) : body);
		};
		let path;
		try {
			path = normalize(decodeURIComponent(new URL(request.url, "http://localhost").pathname));
		} catch {
			response.writeHead(400).end();
			return;
		}
		const file = path.startsWith(base) ? join(root, path.slice(base.length)) : undefined;
		const isDirectory = file && existsSync(file) && statSync(file).isDirectory();
		if (isDirectory && !path.endsWith("/")) response.writeHead(301, { Location: `${path}/` }).end();
		else if (isDirectory && existsSync(join(file, "index.html"))) send(200, join(file, "index.html"), path);
		else if (file && !isDirectory && existsSync(file)) send(200, file, path);
		else send(404, join(root, "404.html"), `${base}404.html`);
	});
	return new Promise((resolve, reject) => server.once("error", reject).listen(port, () => resolve(server)));
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
	const { ROOT: root = "dist", BASE: base = "/", PORT: port = "4321" } = process.env;
	try {
		await serve({ root, base, port: Number(port) });
		console.log(`Inside PySpark: http://localhost:${port}${base}`);
	} catch (error) {
		console.error(error.code === "EADDRINUSE" ? `Port ${port} is taken: try PORT=4322 npm start.` : error.message);
		process.exitCode = 1;
	}
}
