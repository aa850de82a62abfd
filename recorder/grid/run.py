"""Runs one setting of the collect grid for real, and measures it.

A run's `settings` (a JSON object, see `plan.py`): environment (a name of `record.py`'s), row, columns, rows, partitions,
way, take, executors (0: local[2]), cores (of an executor), earlier and earlier_rows (a way back that the same session has
gone before, and with how many rows, which Python then drops; null: none), driver_memory, executor_memory, max_result_size (Spark's own words, as `512m`), python_memory (bytes or null),
limit_by (`kernel` or `rlimit`), `collections` (true: both kinds of JVM also collect every 300 ms while nothing else
makes them, so that the level after a collection follows what is held).
"""
from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import time
from pathlib import Path

from pyspark_xray.jvm.eventlog import find_eventlogs
from pyspark_xray.jvm.gclog import gclog_files, read_gclog

TIMEOUT = 240
IDLE = 20
DEAD = 60
"""Seconds after which a run counts as hanging: in all, with less than 0.2 s of processor time used, and after a thread that fetches results has died."""
PERIODIC = "-XX:G1PeriodicGCInterval=500 -XX:-G1PeriodicGCInvokesConcurrent"


class Place:
    """Where runs happen: the environment's Python, a folder below which each run gets its own, the user, the master."""

    def __init__(self, python: Path, folder: Path, user: str | None, master: str):
        self.python, self.folder, self.user, self.master = python, folder, user, master


def run_once(settings: dict, place: Place) -> dict:
    folder = place.folder / "run"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / "events").mkdir()
    cgroup = None
    if settings["python_memory"] and settings["limit_by"] == "kernel":
        cgroup = _cgroup(settings["python_memory"], place.user)
    if place.user:
        shutil.chown(folder, place.user)
        shutil.chown(folder / "events", place.user)
    order = {**settings, "python_limit": settings["python_memory"], "limit_by": str(cgroup) if cgroup else "rlimit", "report": str(folder / "report.json"), "folder": str(folder / "rows.parquet")}
    argv = [str(place.python), str(place.folder / "grid" / "probe.py"), json.dumps(order)]
    if place.user:
        argv = ["setpriv", f"--reuid={place.user}", f"--regid={place.user}", "--init-groups", *argv]
    env = {"PATH": f"{place.python.parent}:/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": str(folder), "SPARK_LOCAL_IP": "127.0.0.1",
           "PYTHONPATH": str(place.folder / "grid"), "PYSPARK_SUBMIT_ARGS": _submit(settings, folder, place.master), **{k: v for k, v in os.environ.items() if k == "JAVA_HOME"}}
    log = folder / "log.txt"
    with open(log, "wb") as out:
        child = subprocess.Popen(argv, env=env, cwd=folder, stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True)
        hang = _wait(child, folder)
        if hang:
            os.killpg(child.pid, signal.SIGTERM)
            time.sleep(3)
            os.killpg(child.pid, signal.SIGKILL)
        code = child.wait()
    for pid in _processes(folder):
        os.kill(pid, signal.SIGKILL)
    kills = _kills(cgroup)
    if cgroup:
        _remove(cgroup)
    return {**_measures(folder), "exit": code, "hang": hang, "kernel_kills": kills, "log": _interesting(log)}


class Work:
    """Clock ticks that the processes of a run have used, those that have ended too: while executors die and others start, there is work."""

    def __init__(self):
        self.seen: dict[int, int] = {}

    def add(self, ticks: dict[int, int]) -> int:
        """`ticks`: of each process that lives, by its id. All so far."""
        self.seen |= ticks
        return sum(self.seen.values())


def _wait(child: subprocess.Popen, folder: Path) -> bool:
    """Until it ends. True: it hangs, as neither Python nor a JVM of the run has worked for `IDLE` seconds, or it takes too long."""
    began = changed = time.monotonic()
    died = None
    work = Work()
    counted = 0
    while child.poll() is None:
        time.sleep(0.25)
        now, used = time.monotonic(), work.add(_ticks(folder))
        if used > counted + 20:
            counted, changed = used, now
        if died is None and b'Exception in thread "task-result-getter' in (folder / "log.txt").read_bytes():
            died = now
        if now - changed > IDLE or now - began > TIMEOUT or (died is not None and now - died > DEAD):
            return True
    return False


def _processes(folder: Path) -> list[int]:
    """Of this run: those that have `folder` in their command line."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                if str(folder).encode() in (entry / "cmdline").read_bytes():
                    found.append(int(entry.name))
            except OSError:
                continue
    return found


def _ticks(folder: Path) -> dict[int, int]:
    """Clock ticks that each process of this run has used, by process id."""
    ticks = {}
    for pid in _processes(folder):
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            ticks[pid] = int(fields[11]) + int(fields[12])
        except OSError:
            continue
    return ticks


def _submit(s: dict, folder: Path, master: str) -> str:
    options = f"-Xlog:gc*:file={folder}/gc-%p.log:tn,tags:filecount=0" + (f" {PERIODIC}" if s["collections"] else "")
    conf = {
        "spark.master": master if s["executors"] else "local[2]",
        "spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false",
        "spark.driver.maxResultSize": s["max_result_size"],
        "spark.executor.memory": s["executor_memory"],
        "spark.eventLog.enabled": "true", "spark.eventLog.dir": (folder / "events").as_uri(), "spark.eventLog.compress": "false", "spark.eventLog.rolling.enabled": "false",
        "spark.driver.defaultJavaOptions": options, "spark.executor.defaultJavaOptions": options,
        "spark.sql.warehouse.dir": str(folder / "warehouse"), "spark.local.dir": str(folder),
    }
    if s["executors"]:
        conf |= {"spark.cores.max": str(s["executors"] * s["cores"]), "spark.executor.cores": str(s["cores"]), "spark.scheduler.minRegisteredResourcesRatio": "1.0"}
    return " ".join([f"--driver-memory {s['driver_memory']}", *(f"--conf '{k}={v}'" for k, v in conf.items()), "pyspark-shell"])


def _cgroup(limit: int, user: str | None) -> Path:
    folder = Path("/sys/fs/cgroup/memory/inside-pyspark-grid")
    folder.mkdir(exist_ok=True)
    (folder / "memory.limit_in_bytes").write_text(str(limit))
    if user:
        shutil.chown(folder / "cgroup.procs", user)
    return folder


def _kills(cgroup: Path | None) -> int:
    if not cgroup:
        return 0
    return next(int(line.split()[1]) for line in (cgroup / "memory.oom_control").read_text().splitlines() if line.startswith("oom_kill "))


def _remove(cgroup: Path) -> None:
    for _ in range(50):
        try:
            return os.rmdir(cgroup)
        except OSError:
            time.sleep(0.1)


def _measures(folder: Path) -> dict:
    report = json.loads((folder / "report.json").read_text()) if (folder / "report.json").exists() else {}
    begin, end = report.get("started", 0), report.get("ended", 1 << 62)
    jvms = []
    for pid, file in gclog_files(folder).items():
        log = read_gclog(file)
        text = file.read_text(errors="replace")
        inside = [c for c in log.collections if begin <= c.until <= end]
        jvms.append({
            "collector": log.collector, "region": log.region_size, "heap_max": log.heap_max,
            "collections": len(inside), "peak_after": max((c.after for c in inside), default=None),
            "peak_full": max((c.after for c in inside if "Full" in c.name), default=None),
            "hand_over": next((c.after for c in inside if "System.gc" in c.name), None),
            "left": next((c.after for c in reversed(log.collections) if "System.gc" in c.name and c.until < begin), None),
            "base": min((c.after for c in inside), default=None), "lines": text.count("\n"),
            "first": min((c.t for c in log.collections), default=0),
        })
    tasks, failures, plan = [], [], []
    for file in find_eventlogs(folder / "events"):
        for line in file.read_text(errors="replace").splitlines():
            try:
                event = json.loads(line)
            except ValueError:
                continue
            if event["Event"] == "SparkListenerTaskEnd":
                m = event.get("Task Metrics") or {}
                if event["Task Info"]["Launch Time"] >= report.get("wall", 0):
                    tasks.append([event["Stage ID"], event["Task End Reason"]["Reason"], m.get("Result Size", 0)])
            if event["Event"] == "SparkListenerJobEnd" and event["Job Result"]["Result"] != "JobSucceeded":
                failures.append(event["Job Result"]["Exception"]["Message"][:2000])
            if event["Event"] == "SparkListenerExecutorRemoved":
                failures.append("executor removed: " + event["Removed Reason"][:500])
    return {**report, "jvms": jvms, "results": tasks, "failures": failures}


def _interesting(log: Path) -> list[str]:
    words = re.compile(r"OutOfMemory|maxResultSize|MemoryError|Killed|exited|ExecutorLost|Error")
    lines = [line[:600] for line in log.read_text(errors="replace").splitlines() if words.search(line)]
    return lines[:20] + (["…", *lines[-20:]] if len(lines) > 40 else lines[20:])
