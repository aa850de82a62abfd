"""A standalone cluster on this computer that outlives many runs. Nothing observes it: the grid measures what runs on it."""
from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path


@contextlib.contextmanager
def Cluster(spark_home: Path, folder: Path, user: str | None, python: Path, workers: int, memory: str) -> Iterator[str]:
    """`workers` workers of two cores and `memory` each, on loopback addresses of their own. Yields the master's address."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    if user:
        shutil.chown(folder, user)
    env = {"PATH": f"{python.parent}:/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": str(folder), "SPARK_HOME": str(spark_home),
           **{k: v for k, v in os.environ.items() if k == "JAVA_HOME"}}
    drop = ["setpriv", f"--reuid={user}", f"--regid={user}", "--init-groups"] if user else []
    started: list[subprocess.Popen] = []

    def start(name: str, host: str, *args: str) -> None:
        argv = [*drop, str(spark_home / "bin" / "spark-class"), f"org.apache.spark.deploy.{name}", "--host", host, "--port", "0", "--webui-port", "0", *args]
        with open(folder / f"{host}-{name}.log", "wb") as log:
            started.append(subprocess.Popen(argv, env={**env, "SPARK_LOCAL_IP": host}, cwd=folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True))

    def wait(name: str, pattern: str) -> str:
        for _ in range(600):
            found = re.search(pattern, (folder / name).read_text(errors="replace"))
            if found:
                return found[1]
            time.sleep(0.1)
        raise TimeoutError(f"the cluster did not start within 60 s: see {folder / name}")

    try:
        start("master.Master", "127.0.0.1")
        url = wait("127.0.0.1-master.Master.log", r"Starting Spark master at (spark://\S+)")
        for n in range(workers):
            start("worker.Worker", f"127.0.0.{n + 2}", "--cores", "2", "--memory", memory, "--work-dir", str(folder / f"work-{n}"), url)
        for n in range(workers):
            wait(f"127.0.0.{n + 2}-worker.Worker.log", r"(Successfully registered) with master")
        yield url
    finally:
        for process in reversed(started):
            process.terminate()
        for process in reversed(started):
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(10)
