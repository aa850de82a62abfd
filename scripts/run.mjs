/** Runs a script whose imports are the site's own, and so without extensions, as the site's bundler does: `node scripts/run.mjs scripts/NAME.ts …`. */
import { runnerImport } from "vite";

const { module } = await runnerImport(`./${process.argv[2]}`, { logLevel: "error" });
await module.main(process.argv.slice(3));
