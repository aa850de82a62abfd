import { defineConfig } from "vitest/config";

if (Number(process.versions.node.split(".")[0]) < 22)
	throw new Error(`Node ${process.versions.node} is too old for the tests: run npm run test:unit, which brings its own.`);

export default defineConfig({
	test: {
		isolate: false,
		testTimeout: 60_000,
		include: ["tests/unit/**/*.test.ts", "tests/drawings/**/*.test.ts"],
		reporters: process.env["CI"] ? ["default", ["json", { outputFile: "reports/vitest.json" }]] : ["default"],
	},
});
