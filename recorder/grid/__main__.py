"""`npm run record -- collect-grid`: makes every run of `plan.py` for one environment and writes `content/grid/collect-grid.json`.

`--with 3.5` and `--with pandas3` make those of the other environments. Needs root on Linux with memory cgroups (version 1)
for the runs that the kernel ends; about two hours on two cores. A file that is there is continued: entries of the plan that
it has are not run again. `--runs N` stops after N runs.
"""
from __future__ import annotations

import datetime
import json
import math
import shutil
import subprocess
import sys
from pathlib import Path

from cluster import Cluster
from outcome import summarise
from plan import CLOSE, PLAN, is_held_out
from run import Place, run_once


def main() -> None:
    python, base, out, user, name, most = Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]), sys.argv[4] or None, sys.argv[5], int(sys.argv[6])
    here = Path(__file__).resolve().parent
    base.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(base / "grid", ignore_errors=True)
    shutil.copytree(here, base / "grid", ignore=shutil.ignore_patterns("__pycache__"))
    if user:
        subprocess.run(["chown", "-R", f"{user}:{user}", str(base)], check=True)
    spark_home = next(python.parent.parent.glob("lib/python3*/site-packages/pyspark"))
    grid = json.loads(out.read_text()) if out.exists() else {"environments": {}, "entries": []}
    entries = grid["entries"]
    known = {_key(e): e for e in entries}
    grid["environments"][name] = _versions(python)
    with Cluster(spark_home, base / "cluster", user, python, 4, "4g") as master:
        place = Place(python, base, user, master)
        for entry in [e for e in PLAN if e["settings"]["environment"] == name]:
            made = known.get(_key(entry))
            if made is None:
                made = {"kind": entry["kind"], "held_out": is_held_out(entry["settings"]), "settings": entry["settings"], "runs": []}
                entries.append(made)
            for rows in _sizes(entry["step"], entry["close"], made):
                settings = {**entry["settings"], "rows": rows}
                result = summarise(run_once(settings, place), settings)
                made["runs"].append({"rows": rows, **result})
                print(settings["row"], settings["way"], f"{rows:,}", result["outcome"], result["driver"], result["python"], flush=True)
                out.parent.mkdir(parents=True, exist_ok=True)
                out.write_text(_text(grid))
                most -= 1
                if not most:
                    return


def _key(entry: dict) -> str:
    return json.dumps([entry["kind"], entry["settings"]], sort_keys=True)


def _sizes(step: float, close: float, entry: dict):
    """Numbers of rows to run, each chosen after the runs before it: towards the limit, at most nine, then of a held-out entry some that are far from it on each side."""
    runs = entry["runs"]
    if not runs:
        yield entry["settings"]["rows"]
    if entry["kind"] == "level":
        return
    while True:
        good = [r["rows"] for r in runs if r["outcome"] == "finished"]
        bad = [r["rows"] for r in runs if r["outcome"] != "finished"]
        if good and bad and min(bad) <= max(good) * close:
            break
        if len(runs) >= 9:
            return
        rows = max(good) * step if not bad else min(bad) / step if not good else math.sqrt(max(good) * min(bad))
        yield int(round(rows, -3))
    if entry["held_out"]:
        for rows in (max(good) * 0.7, min(bad) * 1.5, *([min(bad) * 2.2] if close == CLOSE else [])):
            if int(round(rows, -3)) not in [r["rows"] for r in runs]:
                yield int(round(rows, -3))


def _versions(python: Path) -> dict:
    code = "import json,platform,pyspark,pandas,pyarrow;print(json.dumps({'spark':pyspark.__version__,'python':platform.python_version(),'pandas':pandas.__version__,'pyarrow':pyarrow.__version__}))"
    said = subprocess.run([str(python), "-c", code], capture_output=True, text=True, check=True)
    java = subprocess.run(["java", "-version"], capture_output=True, text=True).stderr.split('"')[1]
    return {"date": datetime.date.today().isoformat(), **json.loads(said.stdout), "java": java}


def _text(grid: dict) -> str:
    """One line a run, so that a change can be reviewed."""
    entries = []
    for e in grid["entries"]:
        runs = ",\n".join("   " + json.dumps(r) for r in e["runs"])
        entries.append('  {"kind": %s, "held_out": %s, "settings": %s, "runs": [\n%s\n  ]}' % (json.dumps(e["kind"]), json.dumps(e["held_out"]), json.dumps(e["settings"]), runs))
    head = "".join(f' {json.dumps(k)}: {json.dumps(v)},\n' for k, v in grid.items() if k != "entries")
    return "{\n" + head + ' "entries": [\n' + ",\n".join(entries) + "\n ]\n}\n"


main()
