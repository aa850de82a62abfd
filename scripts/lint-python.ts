/**
 * Ruff and mypy over the recorder (`recorder/pyproject.toml`), by $PYTHON, an environment of the recorder's or the
 * machine's Python: the first that has both. Where none has, one sentence, and no failure, unless $PYTHON is set.
 */
import { spawnSync } from "node:child_process";
import { globSync } from "node:fs";
import { homedir } from "node:os";

const recorder = new URL("../recorder/", import.meta.url);
const named = process.env.PYTHON;
const environments = ["/srv/inside-pyspark", `${homedir()}/.cache/inside-pyspark`].flatMap((base) => globSync(`${base}/*/bin/python`).sort().reverse());
const candidates = named ? [named] : [...environments, "python3"];

const run = (python: string, args: string[], stdio: "inherit" | "ignore") => spawnSync(python, args, { cwd: recorder, stdio }).status === 0;
const python = candidates.find((one) => run(one, ["-c", "import ruff, mypy"], "ignore"));

if (!python) {
	const who = named ? `${named} lacks` : "no Python here has both";
	console.error(`The recorder's Python was not linted: ${who} ruff and mypy (pip install "./recorder[lint]").`);
	process.exit(named ? 1 : 0);
}
const steps = [
	["-m", "ruff", "check", "--quiet"],
	["-m", "ruff", "format", "--check", "--quiet"],
	["-m", "mypy", "--no-error-summary"],
];
process.exit(steps.filter((args) => !run(python, args, "inherit")).length ? 1 : 0);
