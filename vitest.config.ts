import { defineConfig } from "vitest/config";

export default defineConfig({
	test: {
		isolate: false,
		include: ["tests/unit/**/*.test.ts", "tests/drawings/**/*.test.ts"],
		reporters: process.env["CI"] ? ["default", ["json", { outputFile: "reports/vitest.json" }]] : ["default"],
	},
});
