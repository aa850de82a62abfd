/** Runs bench.ts, whose imports are the site's own and so without extensions, as the site's bundler does. */
import { runnerImport } from "vite";

const { module } = await runnerImport("./scripts/bench.ts", { logLevel: "error" });
module.main();
