"""Makes the site's recordings: `npm run record` for all, `npm run record -- NAME …` for some, `--spark 3.5` for the older line.

Needs Python ≥ 3.10, Java and (for the processes' exact ends) strace. Makes a virtual environment with the pinned
PySpark, runs each job of `jobs.py` in a neutral folder, as root under a neutral user, and writes
`content/recordings/NAME.json` (`NAME-3.5.json` for the older line).
"""
from __future__ import annotations

import argparse
import gzip
import os
import shutil
import subprocess
import sys
from pathlib import Path

from jobs import JOBS, NEWEST, OLDER, Job

HERE = Path(__file__).resolve().parent
USER = "reader"
LIMIT = 150_000
"""Bytes of a recording, gzipped (design: the budget of a lesson)."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help="of " + ", ".join(j.name for j in JOBS))
    parser.add_argument("--spark", choices=["4", "3.5"], default="4")
    parser.add_argument("--environment", action="store_true", help="only make the environment, and print its Python")
    parser.add_argument("--into", type=Path, default=HERE.parent / "content" / "recordings")
    o = parser.parse_args()
    unknown = set(o.names) - {j.name for j in JOBS}
    if unknown:
        parser.error(f"no job is called {', '.join(sorted(unknown))}: choose from {', '.join(j.name for j in JOBS)}")
    older = o.spark == "3.5"
    chosen = [j for j in JOBS if (j.name in o.names if o.names else not older or j.older)]
    base = _base_folder()
    python = _environment(base, OLDER if older else NEWEST)
    if o.environment:
        print(python)
        return 0
    _copy_jobs(base)
    o.into.mkdir(parents=True, exist_ok=True)
    failed = [j.name for j in chosen if not _record(j, base, python, o.into, "-3.5" if older else "")]
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


def _environment(base: Path, packages: list[str]) -> Path:
    """Python of a virtual environment with `packages` and the recorder."""
    folder = base / packages[0].replace("==", "-")
    python = folder / "bin" / "python"
    if not (folder / "ready").exists():
        system = "/usr/bin/python3" if os.geteuid() == 0 and os.path.exists("/usr/bin/python3") else sys.executable
        subprocess.run([system, "-m", "venv", "--clear", str(folder)], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "-q", *packages], check=True)
        (folder / "ready").touch()
    subprocess.run([str(python), "-m", "pip", "install", "-q", "--force-reinstall", "--no-deps", str(HERE)], check=True)
    subprocess.run([str(python), "-m", "pip", "install", "-q", "fastjsonschema>=2.19"], check=True)
    return python


def _copy_jobs(base: Path) -> None:
    for folder in ("jobs", "out"):
        shutil.rmtree(base / folder, ignore_errors=True)
    shutil.copytree(HERE / "jobs", base / "jobs", ignore=shutil.ignore_patterns("__pycache__"))
    (base / "out").mkdir()
    if os.geteuid() == 0:
        subprocess.run(["chown", "-R", f"{USER}:{USER}", str(base / "jobs"), str(base / "out")], check=True)


def _record(job: Job, base: Path, python: Path, into: Path, suffix: str) -> bool:
    out = base / "out" / f"{job.name}{suffix}.json"
    out.unlink(missing_ok=True)
    env = {"PATH": f"{python.parent}:/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8", "SPARK_LOCAL_IP": "127.0.0.1", **job.env,
           **{k: v for k, v in os.environ.items() if k == "JAVA_HOME"}}
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
