"""`npm run record -- collect-grid`: makes every run of `plan.py` and writes `content/grid/collect-grid.json`.

Needs root on Linux with memory cgroups (version 1) for the runs that the kernel ends; about an hour on two cores.
A file that is there is continued: entries of the plan that it has are not run again.
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
from plan import CLOSE, HELD_OUT, PLAN
from run import Place, run_once


def main() -> None:
    python, base, out, user = Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]), sys.argv[4] or None
    here = Path(__file__).resolve().parent
    shutil.rmtree(base / "grid", ignore_errors=True)
    shutil.copytree(here, base / "grid", ignore=shutil.ignore_patterns("__pycache__"))
    if user:
        subprocess.run(["chown", "-R", f"{user}:{user}", str(base)], check=True)
    spark_home = next(python.parent.parent.glob("lib/python3*/site-packages/pyspark"))
    known = json.loads(out.read_text()) if out.exists() else {}
    entries = known.get("entries", [])
    done = {_key(e) for e in entries}
    with Cluster(spark_home, base / "cluster", user, python, 4, "4g") as master:
        place = Place(python, base, user, master)
        for entry in PLAN:
            if _key(entry) in done:
                continue
            held = (entry["settings"]["row"], entry["settings"]["way"]) in HELD_OUT
            runs: list[dict] = []
            for rows in _sizes(entry, runs):
                settings = {**entry["settings"], "rows": rows}
                result = summarise(run_once(settings, place), settings)
                runs.append({"rows": rows, **result})
                print(settings["row"], settings["way"], f"{rows:,}", result["outcome"], result["driver"], result["python"], flush=True)
            entries.append({"kind": entry["kind"], "held_out": held, "settings": entry["settings"], "runs": runs})
            versions = _versions(python)
            out.parent.mkdir(parents=True, exist_ok=True)
            out.write_text(_text({**versions, "entries": entries}))


def _key(entry: dict) -> str:
    return json.dumps([entry["kind"], entry["settings"]], sort_keys=True)


def _sizes(entry: dict, runs: list[dict]):
    """Numbers of rows to run, each chosen after the runs before it, at most nine."""
    rows = entry["settings"]["rows"]
    yield rows
    if entry["kind"] == "level":
        return
    for _ in range(8):
        good = [r["rows"] for r in runs if r["outcome"] == "finished"]
        bad = [r["rows"] for r in runs if r["outcome"] != "finished"]
        if not bad:
            rows = max(good) * entry["step"]
        elif not good:
            rows = min(bad) / entry["step"]
        elif min(bad) <= max(good) * CLOSE:
            return
        else:
            rows = math.sqrt(max(good) * min(bad))
        rows = round(rows, -3)
        yield int(rows)


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
