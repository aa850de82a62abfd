"""The kind of a process, from its command line and its parent's kind."""

from __future__ import annotations

import os
import re

from .proc import Proc

_SHELLS = {"bash", "sh", "dash", "env", "pyspark", "spark-submit", "spark-class", "find-spark-home"}
_PYTHON = re.compile(r"(python|pypy|ipython)[\d.]*")
_JAVA_VALUES = {"-cp", "-classpath", "--class-path", "-p", "--module-path", "--add-modules"}
_CONNECT_SERVER = "org.apache.spark.sql.connect.service.SparkConnectServer"


def add_kinds(procs: list[Proc]) -> list[Proc]:
    """Sets every image's kind (in place). A fork's copy that another program replaces gets None."""
    at: dict[int, Proc] = {}
    for proc in sorted(procs, key=lambda p: p.t_start):
        parent = None if proc.ppid is None else at.get(proc.ppid)
        parent_kind = None
        if parent:
            parent_kind = next((i.kind for i in reversed(parent.images) if i.t <= proc.t_start and i.kind), None)
        for image in proc.images:
            if image.forked and len(proc.images) > 1:
                image.kind = None
                continue
            # The parent's kind counts for each program in a process, also behind jspawnhelper or a pyenv shim (bash).
            image.kind = kind_of(image.argv, parent_kind, not image.forked)
        at[proc.pid] = proc
    return procs


def kind_of(argv: list[str], parent_kind: str | None, execd: bool) -> str:
    """Kind of a process (design.md, section 3, or 'other') from its command line.

    parent_kind: kind of the parent process when it started this one; None: not of this tree. execd: False for a fork
    that runs on in its parent's program.
    """
    if not execd:
        return {"pythonDaemon": "pythonWorker", "shell": "shell"}.get(parent_kind or "", "other")
    name = os.path.basename(argv[0]) if argv else ""
    if name == "java":
        return _java_kind(argv, parent_kind)
    if name in _SHELLS or name.endswith(".sh"):
        return "shell"
    if _PYTHON.fullmatch(name):
        return _python_kind(argv, parent_kind)
    return "shell" if parent_kind == "shell" and not name.startswith("jupyter") else "other"


def _java_kind(argv: list[str], parent_kind: str | None) -> str:
    main, rest = _main_class(argv)
    if main == "org.apache.spark.launcher.Main":
        return "launcherJvm"
    if main == "org.apache.spark.deploy.SparkSubmit":
        return "connectServer" if _CONNECT_SERVER in rest else "driverJvm"
    if main == "org.apache.spark.deploy.master.Master":
        return "clusterMaster"
    if main == "org.apache.spark.deploy.worker.Worker":
        return "clusterWorker"
    if main.endswith("ExecutorBackend"):  # CoarseGrained…, YarnCoarseGrained…, Kubernetes…
        return "executorJvm"
    return "shell" if not main and parent_kind == "shell" else "other"  # `java -version`


def _main_class(argv: list[str]) -> tuple[str, list[str]]:
    i = 1
    while i < len(argv) and (argv[i].startswith("-") or argv[i].startswith("@")):
        i += 2 if argv[i] in _JAVA_VALUES else 1
    return (argv[i], argv[i + 1 :]) if i < len(argv) else ("", [])


def _python_kind(argv: list[str], parent_kind: str | None) -> str:
    module = argv[argv.index("-m") + 1] if "-m" in argv[:-1] else ""
    if parent_kind in ("executorJvm", "driverJvm", "connectServer"):
        # `python -m <daemon module> <worker module>`, or `python -m <worker module>` with spark.python.use.daemon=false
        if "daemon" in module:
            return "pythonDaemon"
        if "worker" in module:
            return "pythonWorker"
    if parent_kind == "shell" and ("-c" in argv or any(a.endswith("find_spark_home.py") for a in argv)):
        return "shell"  # bin/pyspark and bin/find-spark-home ask Python small questions
    if "ipykernel_launcher" in module or "ipykernel" == module:
        return "driverPython"
    if module.startswith("jupyter") or any(os.path.basename(a).startswith("jupyter") for a in argv[1:2]):
        return "other"
    if parent_kind in ("driverPython", "pythonDaemon", "pythonWorker", "executorJvm", "other"):
        return "other"  # helpers of the job: resource trackers, compilers, …
    return "driverPython"
