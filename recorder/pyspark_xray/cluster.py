"""A real standalone cluster on this computer, each worker on a loopback address of its own."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import time
from pathlib import Path

from .errors import XrayError
from .processes.proc import Proc
from .processes.signals import sigterm_exits, uninterrupted
from .processes.spawn import Spawned, spawn

# Our own, because what we wait for is logged at INFO and the job's SPARK_CONF_DIR may silence that.
_LOG4J = """\
rootLogger.level = info
rootLogger.appenderRef.stderr.ref = console
appender.console.type = Console
appender.console.name = console
appender.console.target = SYSTEM_ERR
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = %d{yy/MM/dd HH:mm:ss} %p %c{1}: %m%n%ex
"""
_MASTER = re.compile(r"Starting Spark master at (spark://\S+)")
_REGISTERED = re.compile(r"Registering worker (\S+):\d+ with ")


class Cluster:
    """One master (127.0.0.1) and `workers` workers (127.0.0.2, 127.0.0.3, …), up inside the `with`, gone after it.

    folder: gets master.log, worker-N.log, each one's strace file and the workers' work folders (work-N/app-…, with
    the executors' stderr). memory: what each worker offers, e.g. '1g'. env: added to our environment for the
    daemons and so for the executors and Python workers (PYTHONPATH, SPARK_CONF_DIR, PATH, …). Which Python the workers
    are is the driver's PYSPARK_PYTHON to say, else python3 on this PATH.

    Why addresses differ: an executor gets its worker's --host as --hostname and --bind-address, and the block manager
    takes it from there; SPARK_LOCAL_IP, inherited through the worker, covers the rest (Utils.localHostName).

    A job's driver should run with `driver_env`. Ctrl-C and SIGTERM end the `with` like any exception: SIGTERM raises
    SystemExit(143) while the cluster is up (if entered in the main thread).
    """

    def __init__(
        self,
        spark_home: str | Path,
        folder: str | Path,
        workers: int = 2,
        *,
        cores: int = 1,
        memory: str = "1g",
        env: dict[str, str] | None = None,
        timeout: float = 120.0,
    ):
        self.spark_home = Path(spark_home)
        self.folder = Path(folder).absolute()
        self.hosts = [f"127.0.0.{n + 2}" for n in range(workers)]
        self.master_url = ""
        self.driver_env = {"SPARK_LOCAL_IP": "127.0.0.1"}
        self.started: list[Spawned] = []
        self._cores, self._memory, self._env, self._timeout = cores, memory, env or {}, timeout

    def __enter__(self) -> Cluster:
        with contextlib.ExitStack() as undo:
            undo.enter_context(sigterm_exits())
            undo.callback(self.stop)
            self._start()
            self._undo = undo.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._undo.close()

    def procs(self) -> list[Proc]:
        """Every process of the cluster so far, oldest first: daemons, executors, Python daemons and workers."""
        return sorted((p for s in self.started for p in s.procs()), key=lambda p: p.t_start)

    @property
    def missed(self) -> list[str]:
        return sorted({sentence for s in self.started for sentence in s.missed})

    def stop(self) -> None:
        """Workers first (they end their executors), then the master. A second interrupt does not cut it short."""
        with uninterrupted():
            for spawned in reversed(self.started):
                if spawned.poll() is None:
                    spawned.send_signal(signal.SIGTERM)
            for spawned in reversed(self.started):
                spawned.stop(grace=5)

    def _start(self) -> None:
        if not os.access(self.spark_home / "bin" / "spark-class", os.X_OK):
            raise XrayError(f"There is no bin/spark-class in {self.spark_home}: the cluster needs a whole PySpark.")
        self.folder.mkdir(parents=True, exist_ok=True)
        log4j = self.folder / "log4j2.properties"
        log4j.write_text(_LOG4J)
        env = {**os.environ, **self._env, "SPARK_HOME": str(self.spark_home)}
        options = env.get("SPARK_DAEMON_JAVA_OPTS", "")
        env["SPARK_DAEMON_JAVA_OPTS"] = f"-Dlog4j2.configurationFile=file:{log4j} {options}".strip()
        for name in (
            "SPARK_MASTER_HOST",
            "SPARK_MASTER_PORT",
            "SPARK_WORKER_PORT",
            "SPARK_PUBLIC_DNS",
            "SPARK_LOCAL_HOSTNAME",
        ):
            env.pop(name, None)

        end = time.monotonic() + self._timeout
        self._spawn(
            "master", "org.apache.spark.deploy.master.Master", "127.0.0.1",
            ["--webui-port", "0"], env,
        )  # fmt: skip
        self.master_url = self._wait("master", _MASTER, 1, end)[0]
        for n, host in enumerate(self.hosts, 1):
            self._spawn(
                f"worker-{n}", "org.apache.spark.deploy.worker.Worker", host,
                ["--webui-port", "0", "--cores", str(self._cores), "--memory", self._memory,
                 "--work-dir", str(self.folder / f"work-{n}"), self.master_url], env,
            )  # fmt: skip
        self._wait("master", _REGISTERED, len(self.hosts), end)

    def _spawn(self, name: str, main: str, host: str, args: list[str], env: dict[str, str]) -> None:
        argv = [str(self.spark_home / "bin" / "spark-class"), main, "--host", host, "--port", "0", *args]
        with open(self.folder / f"{name}.log", "wb") as log:
            self.started.append(
                spawn(
                    argv,
                    {**env, "SPARK_LOCAL_IP": host},
                    str(self.folder),
                    self.folder / f"{name}.strace",
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    # out of the terminal's group: a Ctrl-C is ours to handle, in order
                    start_new_session=True,
                )
            )

    def _wait(self, name: str, pattern: re.Pattern, count: int, end: float) -> list[str]:
        while True:
            found = pattern.findall((self.folder / f"{name}.log").read_text(errors="replace"))
            if len(set(found)) >= count:
                return found
            dead = next((s for s in self.started if s.poll() is not None), None)
            if dead:
                which = "master" if dead is self.started[0] else f"worker {self.started.index(dead)}"
                end_of = f"The cluster's {which} ended with {dead.returncode}"
                raise XrayError(f"{end_of} while it started; see its log in {self.folder}.")
            if time.monotonic() > end:
                up = (
                    f"{len(set(found))} of {count} workers had registered"
                    if pattern is _REGISTERED
                    else "its master was not up"
                )
                raise XrayError(
                    f"The cluster did not start within {self._timeout:g} s: {up}; see the logs in {self.folder}."
                )
            time.sleep(0.05)
