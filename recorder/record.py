"""Makes the site's recordings: `npm run record` for all, `npm run record -- NAME …` for some, `--with 3.5` on the older
line of Spark, `--with pandas3` on pandas 3, `--observe` for what a reader's own commands show of a run.

Needs Python ≥ 3.10, Java and (for the processes' exact ends) strace. Makes a virtual environment with the pinned
PySpark, runs each job of `jobs.py` in a neutral folder, as root under a neutral user, and writes
`content/recordings/NAME.json` (`NAME-3.5.json`, `NAME-pandas3.json`).
"""
from __future__ import annotations

import argparse
import dataclasses
import gzip
import json
import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

from jobs import ENVIRONMENTS, JOBS, Job
from observations import OBSERVATIONS, Observation

HERE = Path(__file__).resolve().parent
USER = "reader"
GRID = "collect-grid"
"""Not a recording: the runs that the sandbox's model is fitted to and tested on (`grid/`)."""
LIMIT = 150_000
"""Bytes of a recording, gzipped (design: the budget of a lesson)."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"{GRID}, or of " + ", ".join(j.name for j in JOBS))
    parser.add_argument("--with", dest="environment_name", choices=list(ENVIRONMENTS), default=next(iter(ENVIRONMENTS)), help="what is installed beside the job")
    parser.add_argument("--observe", nargs="*", metavar="NAME", help="run a reader's command beside a job: all, or some of "
                        + ", ".join(one.name for one in OBSERVATIONS))
    parser.add_argument("--environment", action="store_true", help="only make the environment, and print its Python")
    parser.add_argument("--runs", type=int, default=0, help=f"of {GRID}: stop after so many; it is continued next time")
    parser.add_argument("--into", type=Path, default=HERE.parent / "content" / "recordings")
    o = parser.parse_args()
    unknown = set(o.names) - {j.name for j in JOBS} - {GRID}
    if unknown:
        parser.error(f"no job is called {', '.join(sorted(unknown))}: choose from {', '.join(j.name for j in JOBS)}")
    unknown = set(o.observe or ()) - {one.name for one in OBSERVATIONS}
    if unknown:
        parser.error(f"no observation is called {', '.join(sorted(unknown))}: choose from {', '.join(one.name for one in OBSERVATIONS)}")
    first = next(iter(ENVIRONMENTS))
    chosen = [j for j in JOBS if (j.name in o.names if o.names else o.environment_name in (first, *j.also))]
    suffix = "" if o.environment_name == first else f"-{o.environment_name}"
    base = _base_folder()
    python = _environment(base, o.environment_name, ENVIRONMENTS[o.environment_name])
    if o.observe is not None:
        chosen = [one for one in OBSERVATIONS if not o.observe or one.name in o.observe]
        runs: list[list[Observation]] = []
        for one in chosen:
            same = next((run for run in runs if run[0].run() == one.run()), None)
            same.append(one) if same else runs.append([one])
        return 0 if all([_observe(run, base / "observed", python, HERE.parent / "content" / "observations", suffix) for run in runs]) else 1
    _install_recorder(python)
    if o.environment:
        print(python)
        return 0
    if GRID in o.names:
        grid = [str(python), str(HERE / "grid"), str(python), str(base / "grid"), str(HERE.parent / "content" / "grid" / "collect-grid.json"), USER if os.geteuid() == 0 else "",
                o.environment_name, str(o.runs)]
        return subprocess.run(grid).returncode
    _copy_jobs(base)
    o.into.mkdir(parents=True, exist_ok=True)
    failed = [j.name for j in chosen if not _record(j, base, python, o.into, suffix)]
    print(f"{len(chosen) - len(failed)} recorded, {len(failed)} failed" + (": " + ", ".join(failed) if failed else ""))
    return 1 if failed else 0


def _base_folder() -> Path:
    """A folder whose name says nothing of this machine; it belongs to the neutral user if we may make one."""
    if os.geteuid():
        base = Path.home() / ".cache" / "inside-pyspark"
    else:
        base = Path("/srv/inside-pyspark")
        if subprocess.run(["id", USER], capture_output=True).returncode:
            subprocess.run(["useradd", "--create-home", "--shell", "/bin/bash", USER], check=True)
    base.mkdir(parents=True, exist_ok=True)
    return base


def _environment(base: Path, name: str, packages: list[str]) -> Path:
    """Python of a virtual environment with `packages`."""
    folder = base / (packages[0].replace("==", "-") + (f"-{name}" if name.startswith("pandas") else ""))
    python = folder / "bin" / "python"
    if not (folder / "ready").exists():
        system = "/usr/bin/python3" if os.geteuid() == 0 and os.path.exists("/usr/bin/python3") else sys.executable
        subprocess.run([system, "-m", "venv", "--clear", str(folder)], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "-q", *packages], check=True)
        (folder / "ready").touch()
    return python


def _install_recorder(python: Path) -> None:
    subprocess.run([str(python), "-m", "pip", "install", "-q", "--force-reinstall", "--no-deps", str(HERE)], check=True)
    subprocess.run([str(python), "-m", "pip", "install", "-q", "fastjsonschema>=2.19"], check=True)


def _copy_jobs(base: Path) -> None:
    for folder in ("jobs", "out"):
        shutil.rmtree(base / folder, ignore_errors=True)
    shutil.copytree(HERE / "jobs", base / "jobs", ignore=shutil.ignore_patterns("__pycache__"))
    (base / "out").mkdir(parents=True)
    if os.geteuid() == 0:
        subprocess.run(["chown", "-R", f"{USER}:{USER}", str(base / "jobs"), str(base / "out")], check=True)


def _record(job: Job, base: Path, python: Path, into: Path, suffix: str) -> bool:
    out = base / "out" / f"{job.name}{suffix}.json"
    out.unlink(missing_ok=True)
    env = {"PATH": f"{python.parent}:/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8", "SPARK_LOCAL_IP": "127.0.0.1",
           **{k: v for k, v in os.environ.items() if k == "JAVA_HOME"}}
    if job.other_python:
        other = _other_python(base, python)
        if not other:
            print(f"{job.name}: needs a Python of another minor version, on PATH or as $OTHER_PYTHON", file=sys.stderr)
            return False
        job.env["PYSPARK_PYTHON"] = str(other)
        env["LD_LIBRARY_PATH"] = str(other.parent.parent / "lib")
    cgroup = _memory_cgroup(job.cgroup_bytes) if job.cgroup_bytes else None
    if job.cgroup_bytes and not cgroup:
        print(f"{job.name}: no memory cgroup can be made here, so it is not recorded", file=sys.stderr)
        return False
    command = [str(python), "-m", "pyspark_xray", *job.command(out, cgroup)]
    if os.geteuid() == 0:
        command = ["setpriv", f"--reuid={USER}", f"--regid={USER}", "--init-groups", *command]
        env["HOME"] = f"/home/{USER}"
    else:
        env["HOME"] = str(Path.home())
    print(f"== {job.name}{suffix}", flush=True)
    done = subprocess.run(command, env=env, cwd=base / "jobs" / job.folder)
    if cgroup:
        kills = _kernel_kills(Path(cgroup))
        os.rmdir(cgroup)
        if kills != 1:
            print(f"{job.name}: the kernel killed {kills} processes in the cgroup, expected 1", file=sys.stderr)
            return False
    if not out.exists():
        print(f"{job.name}: no recording was written (exit code {done.returncode})", file=sys.stderr)
        return False
    if done.returncode != job.exit:
        print(f"{job.name}: ended with {done.returncode}, expected {job.exit}", file=sys.stderr)
        return False
    size = len(gzip.compress(out.read_bytes(), 9))
    if size > LIMIT:
        print(f"{job.name}: {size:,} bytes gzipped, more than {LIMIT:,}", file=sys.stderr)
        return False
    shutil.copyfile(out, into / out.name)
    print(f"{out.name}: {size:,} bytes gzipped", flush=True)
    return True


def _observe(chosen: list[Observation], base: Path, python: Path, into: Path, suffix: str) -> bool:
    """Runs commands beside one job, all in namespaces of their own: `ps` and `ss` see this run only, on a neutral host."""
    print("==", *(one.name for one in chosen), flush=True)
    if os.geteuid():
        print("Observations need root, to give the run a process table and a network of its own.", file=sys.stderr)
        return False
    _copy_jobs(base)
    out, spec = base / "out" / "observed.json", base / "out" / "spec.json"
    run = chosen[0].run()
    env = {"PATH": f"{python.parent}:/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8", **run["environment"],
           **{k: v for k, v in os.environ.items() if k == "JAVA_HOME"}}
    commands = [{"name": one.name + suffix, "command": one.command, "shorten": one.shorten, "width": one.width} for one in chosen]
    spec.write_text(json.dumps({**run, "commands": commands, "user": USER, "python": str(python), "cwd": str(base / "jobs"), "env": env,
                                "date": date.today().isoformat()}))
    inside = 'hostname localhost && ip link set lo up && PYTHONPATH="$0" exec "$@"'
    command = ["unshare", "--pid", "--fork", "--kill-child", "--mount-proc", "--net", "--uts", "sh", "-c", inside, str(HERE),
               str(python), "-m", "pyspark_xray.observe", str(spec), str(out)]
    if subprocess.run(command, cwd=base / "jobs").returncode:
        return False
    into.mkdir(parents=True, exist_ok=True)
    for observed in json.loads(out.read_text()):
        (into / f"{observed['name']}.json").write_text(json.dumps(observed, indent="\t", ensure_ascii=False) + "\n")
        print(f"$ {observed['command']}\n{observed['output']}", flush=True)
    return True


def _other_python(base: Path, python: Path) -> Path | None:
    """A Python whose minor version is not that of `python`, copied to where the neutral user may run it."""
    ask = "import sys; print('%d.%d' % sys.version_info[:2], sys.base_prefix)"
    version_of = lambda command: subprocess.run([command, "-c", ask], capture_output=True, text=True).stdout.strip().partition(" ")
    own = version_of(str(python))[0]
    for name in filter(None, [os.environ.get("OTHER_PYTHON"), *(f"python3.{n}" for n in (12, 13, 11, 10))]):
        found = shutil.which(name)
        version, _, prefix = version_of(found) if found else ("", "", "")
        if not prefix or version == own:
            continue
        folder = base / f"python-{version}"
        if not folder.exists():
            shutil.copytree(prefix, folder, symlinks=True, ignore=shutil.ignore_patterns("__pycache__", "test", "share"))
        return folder / "bin" / f"python{version}"
    return None


def _memory_cgroup(limit: int) -> str | None:
    """A memory cgroup (version 1 or 2) that the neutral user may put a process into; None where none can be made."""
    for parent, file in ((Path("/sys/fs/cgroup/memory"), "memory.limit_in_bytes"), (Path("/sys/fs/cgroup"), "memory.max")):
        folder = parent / "inside-pyspark"
        try:
            folder.mkdir(exist_ok=True)
            (folder / file).write_text(str(limit))
            shutil.chown(folder / "cgroup.procs", USER)
            if file == "memory.max":
                (folder / "memory.swap.max").write_text("0")
                shutil.chown(parent / "cgroup.procs", USER)
            return str(folder)
        except OSError:
            continue
    return None


def _kernel_kills(cgroup: Path) -> int:
    """How many processes the kernel's out-of-memory killer took in this cgroup."""
    for file in ("memory.oom_control", "memory.events"):
        if (cgroup / file).exists():
            for line in (cgroup / file).read_text().splitlines():
                if line.startswith("oom_kill "):
                    return int(line.split()[1])
    return 0


if __name__ == "__main__":
    sys.exit(main())
