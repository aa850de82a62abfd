"""`python -m pyspark_xray run`: runs a job under all observers and writes its recording."""

from __future__ import annotations

import contextlib
import os
import platform
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, TextIO

from .assemble.observed import Observed
from .cluster import Cluster
from .connect import ConnectServer
from .errors import XrayError
from .jvm.eventlog import EventLog, find_eventlogs, read_eventlog
from .jvm.flight import flight_files, read_flight
from .jvm.gclog import gclog_files, read_gclog
from .jvm.options import spark_defaults
from .jvm.sampler import Sampler
from .preconditions import check_machine, find_packages, find_pyspark
from .processes.proc import wall_to_monotonic_ns
from .processes.spawn import Spawned, spawn
from .redact import Names, this_machine
from .shell import command_line, exit_code, to_exit
from .taplog import read_taps
from .watch import Watcher
from .write import check_output, write_recording

INJECT = Path(__file__).parent / "inject"
EVERY_MS = 40
AFTER_JOB_SECONDS = 30
"""How long the JVMs of a job may take to end after its Python has ended."""


@dataclass
class Options:
    job: Path
    output: Path
    args: list[str] = field(default_factory=list)
    python: str = sys.executable
    cluster: int = 0
    connect: bool = False
    """Start a Spark Connect server on this computer and record it with the job, its client."""
    conf: dict[str, str] = field(default_factory=dict)
    env: dict[str, str] = field(default_factory=dict)
    """Variables of the job's environment, beside those of the recorder's own."""
    payloads: bool = False
    names: Names | None = None
    """What to take out; None: this user, host, home and the job's folder."""
    quiet: bool = False


def record(o: Options) -> int:
    """Runs the job, writes `o.output`, returns the job's own exit code (128 + n for signal n)."""
    job = o.job.absolute()
    if not job.is_file():
        raise XrayError(f"There is no job file {o.job}.")
    check_output(o.output)
    check_machine(o.python)
    folder = Path(tempfile.mkdtemp(prefix="pyspark-xray-"))
    try:
        seen = _observe(o, job, folder)
        _say(o, "putting the recording together")
        size = write_recording(seen, o.names if o.names is not None else this_machine(job.parent), o.output)
        _say(o, f"{o.output}: {size:,} bytes")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return exit_code(seen.exit)


def _say(o: Options, text: str) -> None:
    if not o.quiet:
        print(f"pyspark_xray: {text}", file=sys.stderr, flush=True)


def _conf_folder(folder: Path, spark_home: Path, defaults: dict[str, str]) -> Path:
    """A Spark configuration folder: the user's own files, and `defaults` behind what his spark-defaults.conf says."""
    conf = folder / "conf"
    own = Path(os.environ.get("SPARK_CONF_DIR") or spark_home / "conf")
    if own.is_dir():
        shutil.copytree(own, conf)
    conf.mkdir(exist_ok=True)
    file = conf / "spark-defaults.conf"
    before = file.read_text() if file.exists() else ""
    file.write_text(before + "\n" + "".join(f"{k} {v}\n" for k, v in defaults.items()))
    return conf


def _observe(o: Options, job: Path, folder: Path) -> Observed:
    spark, home = find_pyspark(o.python)
    logs = folder / "logs"
    logs.mkdir()
    added = spark_defaults(logs)
    environment = {
        "PYSPARK_XRAY_DIR": str(logs),
        "PYSPARK_XRAY_JOB": str(job),
        "PYTHONPATH": ":".join(filter(None, [str(INJECT), os.environ.get("PYTHONPATH")])),
        "PYSPARK_PYTHON": {**os.environ, **o.env}.get("PYSPARK_PYTHON", o.python),
    }
    sampler = Sampler(EVERY_MS / 1000)
    watcher = Watcher(sampler, [])
    offset = wall_to_monotonic_ns()
    output: list[tuple[int, str, str]] = []
    with contextlib.ExitStack() as stack:
        defaults = {**added, **o.conf}
        cluster = None
        if o.cluster:
            _say(o, f"starting a standalone cluster with {o.cluster} workers on this computer")
            conf = _conf_folder(folder, Path(home), defaults)
            cluster = stack.enter_context(
                Cluster(home, folder / "cluster", o.cluster, env={**environment, "SPARK_CONF_DIR": str(conf)})
            )
            environment |= cluster.driver_env
            with open(conf / "spark-defaults.conf", "a") as f:
                f.write(f"spark.master {cluster.master_url}\n")
            watcher.roots += [s.pid for s in cluster.started]
        else:
            conf = _conf_folder(folder, Path(home), defaults)
        environment["SPARK_CONF_DIR"] = str(conf)
        server = None
        if o.connect:
            _say(o, "starting a Spark Connect server on this computer")
            server = stack.enter_context(ConnectServer(Path(home), folder, {**os.environ, **environment}))
            watcher.roots.append(server.spawned.pid)
        sampler.start()
        watcher.start()
        _say(o, f"running {job.name} on PySpark {spark}")
        child = spawn(
            [o.python, str(job), *o.args],
            {**os.environ, **o.env, **environment},
            None,
            folder / "job.trace",
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        watcher.roots.append(child.pid)
        readers = [_copy(child.stdout, sys.stdout, "stdout", output), _copy(child.stderr, sys.stderr, "stderr", output)]
        _wait(o, child)
        watcher.stop()
        sampler.stop()
        for r in readers:
            r.join(5)
        procs = child.procs()
        if server:
            server.stop()
            procs += server.spawned.procs()
        if cluster:
            cluster.stop()
            procs += cluster.procs()
    t_end = time.monotonic_ns()
    event_logs = [read_eventlog(p) for p in find_eventlogs(logs)]
    event_log = event_logs[-1] if event_logs else None
    java = event_log.java_version if event_log else ""
    return Observed(
        run={
            "name": o.output.name.removesuffix(".json").removesuffix(".xray"),
            "mode": "run",
            "date": date.today().isoformat(),
            "python": _version_of(o.python),
            "packages": find_packages(o.python),
            "os": f"{platform.system()} {platform.release()}",
            "master": _master(event_log, cluster),
            "cluster": o.cluster,
            "payloads": o.payloads,
            "job": {"file": job.name, "args": o.args, "source": job.read_text()},
            "command": _command(o),
            "added": sorted(f"{k}={v}".replace(str(logs), "$LOGS") for k, v in added.items()),
        },
        procs=procs,
        observer=child.observer,
        root_pid=child.pid,
        taps=read_taps(logs),
        inject=str(INJECT),
        wall_to_monotonic=offset,
        t_end=t_end,
        spark=spark,
        java=java,
        exit=to_exit(child.returncode),
        event_log=event_log,
        gc_logs={pid: read_gclog(p) for pid, p in gclog_files(logs).items()},
        flights={pid: [io for p in paths for io in read_flight(p)] for pid, paths in flight_files(logs).items()},
        series=sampler.series(),
        every_ms=EVERY_MS,
        output=sorted(output),
        unseen=[*child.missed, *(cluster.missed if cluster else [])],
    )


def _copy(pipe: Any, to: TextIO, stream: str, output: list[tuple[int, str, str]]) -> threading.Thread:
    def run() -> None:
        while data := pipe.read1(65536):
            text = data.decode("utf-8", "replace")
            output.append((time.monotonic_ns(), stream, text))
            to.write(text)
            to.flush()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    return thread


def _wait(o: Options, child: Spawned) -> None:
    """Until the job and all that it started have ended; an interrupt goes to the job first."""
    interrupted = False
    while True:
        try:
            child.wait()
            break
        except KeyboardInterrupt:
            if interrupted:
                child.stop(grace=0)
            else:
                child.send_signal(signal.SIGINT)
            interrupted = True
    until = time.monotonic() + AFTER_JOB_SECONDS
    while child.alive() and time.monotonic() < until:
        time.sleep(0.05)
    if child.alive():
        _say(o, f"the job left processes that did not end within {AFTER_JOB_SECONDS} s; they are stopped now")
    child.stop()


def _version_of(python: str) -> str:
    return subprocess.run(
        [python, "-c", "import platform; print(platform.python_version())"], capture_output=True, text=True
    ).stdout.strip()


def _master(event_log: EventLog | None, cluster: Cluster | None) -> str:
    if event_log and event_log.conf.get("spark.master"):
        return event_log.conf["spark.master"]
    return cluster.master_url if cluster else ""


def _command(o: Options) -> str:
    parts = ["python", "-m", "pyspark_xray", "run", o.job.name, *o.args, "-o", o.output.name]
    if o.cluster:
        parts += ["--cluster", str(o.cluster)]
    if o.connect:
        parts.append("--connect")
    for k, v in o.conf.items():
        parts += ["--conf", f"{k}={v}"]
    return command_line(o.env, parts + (["--payloads"] if o.payloads else []))
