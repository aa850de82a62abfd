"""Runs a job as its user would, without any of our hooks, and beside it commands whose output is kept.

`python -m pyspark_xray.observe SPEC OUT` is the first process of namespaces of its own (record.py makes them), so that
`ps` and `ss` see this run only; it stays root, and all that it starts runs as the neutral user.
"""

from __future__ import annotations

import json
import os
import pwd
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from .cluster import _MASTER, _REGISTERED
from .connect import is_listening, server_argv
from .errors import XrayError
from .preconditions import find_pyspark

Found = TypeVar("Found")

START_SECONDS = 900
MAIN_CLASSES = {
    "org.apache.spark.deploy.master.Master": "clusterMaster",
    "org.apache.spark.deploy.worker.Worker": "clusterWorker",
    "org.apache.spark.executor.CoarseGrainedExecutorBackend": "executorJvm",
    "org.apache.spark.deploy.SparkSubmit": "driverJvm",
}


@dataclass
class Running:
    pid: int
    ppid: int
    args: list[str]


def read_processes(proc: Path = Path("/proc")) -> list[Running]:
    """Every process with a command line, oldest first."""
    found = []
    for folder in proc.iterdir():
        if not folder.name.isdigit():
            continue
        try:
            args = (folder / "cmdline").read_bytes().decode("utf-8", "replace").split("\0")[:-1]
            fields = (folder / "stat").read_text().rsplit(")", 1)[1].split()
        except (OSError, IndexError):
            continue
        if args:
            found.append((int(fields[19]), Running(int(folder.name), int(fields[1]), args)))
    return [p for _, p in sorted(found, key=lambda x: (x[0], x[1].pid))]


def to_kinds(running: list[Running], started: int) -> dict[str, list[int]]:
    """Pids by the site's kinds of process. `started`: pid of the command that started the run."""
    kinds: dict[str, list[int]] = {}
    by_pid = {p.pid: p for p in running}

    def is_daemon(p: Running | None) -> bool:
        return p is not None and "pyspark.daemon" in p.args

    for p in running:
        kind = next((kind for main, kind in MAIN_CLASSES.items() if main in p.args), None)
        if is_daemon(p):
            kind = "pythonWorker" if is_daemon(by_pid.get(p.ppid)) else "pythonDaemon"
        elif kind is None and re.fullmatch(r"(.*/)?python[\d.]*", p.args[0]):
            parent = by_pid.get(p.ppid)
            if p.pid == started or (parent and "org.apache.spark.deploy.SparkSubmit" in parent.args):
                kind = "driverPython"
        if kind:
            kinds.setdefault(kind, []).append(p.pid)
    return kinds


def shorten(output: str, rules: list[list[str]], width: int) -> str:
    """Without what `rules` leave out; longer lines end in `…`; no spaces at line ends."""
    for pattern, replacement in rules:
        output = re.sub(pattern, replacement, output)
    lines = [line.rstrip() for line in output.rstrip("\n").split("\n")]
    return "\n".join(line if len(line) <= width else line[: width - 1].rstrip() + "…" for line in lines) + "\n"


def _tight(output: str) -> list[str]:
    return [line.rstrip() for line in output.rstrip().split("\n")]


class Observed:
    def __init__(self, spec: dict) -> None:
        self.spec = spec
        user = pwd.getpwnam(spec["user"])
        self.ids: dict[str, Any] = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
        self.version, self.home = find_pyspark(spec["python"])
        self.folder = Path(tempfile.mkdtemp(prefix="spark-"))
        os.chown(self.folder, user.pw_uid, user.pw_gid)
        conf = self.folder / "conf"
        conf.mkdir()
        defaults = {"spark.ui.showConsoleProgress": "false", **spec["conf"]}
        (conf / "spark-defaults.conf").write_text("".join(f"{k} {v}\n" for k, v in defaults.items()))
        self.env = {
            **spec["env"],
            "USER": user.pw_name,
            "HOME": user.pw_dir,
            "SPARK_LOCAL_IP": "127.0.0.1",
            "SPARK_CONF_DIR": str(conf),
        }

    def start(self, argv: list[str], log: str, env: dict[str, str], **popen: Any) -> subprocess.Popen:
        with open(self.folder / log, "wb") as file:
            return subprocess.Popen(
                argv,
                env=env,
                cwd=self.spec["cwd"],
                stdout=file,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                **self.ids,
                **popen,
            )

    def wait(self, what: str, child: subprocess.Popen, is_there: Callable[[], Found]) -> Found:
        """What `is_there` returns once that is something; XrayError if `child` ends first, or in START_SECONDS."""
        end = time.monotonic() + START_SECONDS
        while not (found := is_there()):
            if child.poll() is not None or time.monotonic() > end:
                logs = "\n".join(
                    f"{p.name}: {p.read_text(errors='replace')[-2000:]}" for p in sorted(self.folder.glob("*.log"))
                )
                raise XrayError(f"{what} was not there in time.\n{logs}")
            time.sleep(0.05)
        return found

    def log(self, name: str) -> str:
        return (self.folder / name).read_text(errors="replace")

    def start_cluster(self) -> str:
        spark_class = f"{self.home}/bin/spark-class"
        daemon = {"stdin": subprocess.DEVNULL}
        env = {**self.env, "SPARK_HOME": self.home}
        master = self.start(
            [
                spark_class,
                "org.apache.spark.deploy.master.Master",
                "--host",
                "127.0.0.1",
                "--port",
                "7077",
                "--webui-port",
                "0",
            ],
            "master.log",
            env,
            **daemon,
        )
        url = self.wait("the master", master, lambda: _MASTER.findall(self.log("master.log")))[0]
        for n in range(self.spec["cluster"]):
            host = f"127.0.0.{n + 2}"
            argv = [
                spark_class,
                "org.apache.spark.deploy.worker.Worker",
                "--host",
                host,
                "--port",
                "0",
                "--webui-port",
                "0",
                "--cores",
                "1",
                "--memory",
                "1g",
                "--work-dir",
                str(self.folder / f"work-{n + 1}"),
                url,
            ]
            self.start(argv, f"worker-{n + 1}.log", {**env, "SPARK_LOCAL_IP": host}, **daemon)
        self.wait(
            "a worker", master, lambda: len(set(_REGISTERED.findall(self.log("master.log")))) >= self.spec["cluster"]
        )
        return url

    def start_connect_server(self) -> None:
        server = self.start(
            server_argv(self.home),
            "connect-server.log",
            {**self.env, "SPARK_HOME": self.home},
            stdin=subprocess.DEVNULL,
        )
        self.wait("the Spark Connect server", server, is_listening)

    def run(self) -> list[dict]:
        spec = self.spec
        master = self.start_cluster() if spec["cluster"] else "local[2]"
        with open(Path(self.env["SPARK_CONF_DIR"]) / "spark-defaults.conf", "a") as defaults:
            defaults.write(f"spark.master {master}\n")
            if spec["cluster"]:
                defaults.write(f"spark.cores.max {spec['cluster']}\nspark.scheduler.minRegisteredResourcesRatio 1.0\n")
        if spec["connect"]:
            self.start_connect_server()
        job = self.start(spec["start"] or ["python", spec["job"]], "job.log", self.env, stdin=subprocess.PIPE)

        def kinds() -> dict[str, list[int]]:
            return to_kinds(read_processes(), job.pid)

        if wanted := spec["processes"]:
            self.wait(str(wanted), job, lambda: all(len(kinds().get(kind, [])) >= n for kind, n in wanted.items()))
        if spec["printed"]:
            self.wait(repr(spec["printed"]), job, lambda: re.search(spec["printed"], self.log("job.log"), re.M))
        time.sleep(spec["after"])
        now = kinds()
        outputs = [self.observe(one, now) for one in spec["commands"]]
        if job.poll() is not None:
            raise XrayError(f"The job had ended before the last command ran.\n{self.log('job.log')}")
        java = subprocess.run(["java", "-version"], env=self.env, capture_output=True, text=True).stderr
        python = subprocess.run([spec["python"], "--version"], capture_output=True, text=True).stdout
        try:
            job.communicate(timeout=60)  # closes its input
        except subprocess.TimeoutExpired:
            pass
        run = {
            "spark": self.version,
            "python": python.split()[1],
            "java": java.split('"')[1],
            "date": spec["date"],
            "start": " ".join(spec["start"] or ["python", spec["job"]]),
            "job": {"file": spec["job"], "source": (Path(spec["cwd"]) / spec["job"]).read_text()}
            if spec["job"]
            else None,
            "cluster": spec["cluster"],
            "conf": spec["conf"],
            **({"connect": True} if spec["connect"] else {}),
        }
        return [{**output, "run": run} for output in outputs]

    def observe(self, one: dict, kinds: dict[str, list[int]]) -> dict:
        command = re.sub(r"\{(\w+)\}", lambda m: str(self.first(kinds, m[1])), one["command"])
        env = {**self.env, "SPARK_WORKER_DIR": str(self.folder / "work-1")}
        done = subprocess.run(
            ["bash", "-c", command],
            env=env,
            cwd=self.spec["cwd"],
            capture_output=True,
            text=True,
            timeout=60,
            **self.ids,
        )
        if done.returncode:
            raise XrayError(f"{one['name']}: `{command}` ended with {done.returncode}: {done.stderr}")
        output = shorten(done.stdout, one["shorten"], one["width"])
        return {
            "name": one["name"],
            "command": command,
            "output": output,
            "isWhole": _tight(output) == _tight(done.stdout),
        }

    def first(self, kinds: dict[str, list[int]], kind: str) -> int:
        if kind not in kinds:
            raise XrayError(f"No process is a {kind}; there are {', '.join(kinds)}.")
        return kinds[kind][0]


def main(spec: str, out: str) -> int:
    try:
        observed = Observed(json.loads(Path(spec).read_text())).run()
    except XrayError as error:
        print(error, file=sys.stderr)
        return 1
    Path(out).write_text(json.dumps(observed, indent="\t", ensure_ascii=False) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
