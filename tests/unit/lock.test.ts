import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

interface Locked {
	optionalDependencies?: Record<string, string>;
	os?: string[];
	cpu?: string[];
}

const { packages } = JSON.parse(readFileSync("package-lock.json", "utf8")) as { packages: Record<string, Locked> };

/** Where npm looks for a package that another one names: beside it, then further up. */
function find(from: string, name: string): boolean {
	if (`${from && `${from}/`}node_modules/${name}` in packages) return true;
	return from !== "" && find(from.replace(/(^|\/)node_modules\/(@[^/]+\/)?[^/]+$/, ""), name);
}

it("the lock holds the packages of every platform, so that npm install leaves it as it is", () => {
	const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
		Object.keys(optionalDependencies).filter((name) => !find(path, name)).map((name) => `${path || "package.json"}: ${name}`),
	);
	expect(missing).toEqual([]);
	const platforms = Object.values(packages).flatMap(({ os = [], cpu = [] }) => os.flatMap((o) => cpu.map((c) => `${o} ${c}`)));
	const wanted = ["darwin arm64", "darwin x64", "linux arm64", "linux x64", "win32 arm64", "win32 x64"];
	expect(wanted.filter((one) => !platforms.includes(one))).toEqual([]);
});
