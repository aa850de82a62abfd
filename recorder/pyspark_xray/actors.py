"""From traced processes to the recording's `processes`: ids, parents, what may be shown of argv and environment."""
from __future__ import annotations

import re
from collections import Counter

from .jvm.options import is_own_option
from .processes.proc import Proc

ENVIRONMENT = re.compile(r"^(_?PYSPARK|PYTHON|SPARK|OLD_PYTHONSTARTUP$|JAVA_HOME$|PATH$|VIRTUAL_ENV$|OMP_NUM_THREADS$|IPYTHON)")
OURS = re.compile(r"^PYSPARK_XRAY_|^SPARK_CONF_DIR$")
"""Set by the recorder: not the job's."""


class Actors:
    """The processes of a run. `by_pid` finds the recording's id of a pid at a time (pids can come twice)."""

    def __init__(self, procs: list[Proc], inject: str, hosts: dict[str, str]) -> None:
        """`hosts`: executor id → host, from the event log. `inject`: the folder that the recorder put on PYTHONPATH."""
        self._inject = inject
        self._hosts = hosts
        procs = sorted((p for p in procs if p.images), key=lambda p: (p.t_start, p.pid))
        kinds = [self._kind(p) for p in procs]
        many = {k for k, n in Counter(kinds).items() if n > 1}
        counted: Counter = Counter()
        self.procs = procs
        ids: dict[int, str] = {}
        for index in self._numbering(procs, kinds):
            kind = kinds[index]
            ids[index] = f"{kind}-{counted[kind]}" if kind in many else kind
            counted[kind] += 1
        self.ids = [ids[i] for i in range(len(procs))]
        self.parents = [self._parent(i) for i in range(len(procs))]
        self.executors = [self._executor(i) for i in range(len(procs))]

    @staticmethod
    def _kind(proc: Proc) -> str:
        return proc.images[-1].kind or "other"

    def _numbering(self, procs: list[Proc], kinds: list[str]) -> list[int]:
        """Executors in order of Spark's executor id, everything else in order of start."""
        def key(i: int):
            executor = _option(procs[i].images[-1].argv, "--executor-id") if kinds[i] == "executorJvm" else None
            return (int(executor) if executor and executor.isdigit() else 0, procs[i].t_start, i)
        return sorted(range(len(procs)), key=key)

    def _parent(self, index: int) -> int | None:
        child = self.procs[index]
        found = None
        for i, p in enumerate(self.procs):
            if p.pid == child.ppid and p.t_start <= child.t_start and (p.t_end is None or p.t_end >= child.t_start) and i != index:
                found = i
        return found

    def _executor(self, index: int | None) -> str | None:
        while index is not None:
            if self.ids[index].startswith("executorJvm"):
                return _option(self.procs[index].images[-1].argv, "--executor-id")
            if self.ids[index].startswith(("driverJvm", "connectServer")):
                return "driver" if not any(i.startswith("executorJvm") for i in self.ids) else None
            index = self.parents[index]
        return None

    def at_pid(self, pid: int, t: int) -> str | None:
        """Id of the process that had `pid` at `t` (ns)."""
        best = None
        for i, p in enumerate(self.procs):
            if p.pid == pid and p.t_start <= t + 1_000_000:
                best = self.ids[i]
        return best

    def of_executor(self, executor: str) -> str | None:
        """Id of the JVM that is Spark's executor `executor`; in local mode that is the driver's."""
        for i, id in enumerate(self.ids):
            if id.startswith("executorJvm") and self.executors[i] == executor:
                return id
        return self.driver_jvm() if executor == "driver" else None

    def driver_jvm(self) -> str | None:
        """The JVM with the scheduler: the job's own, or the Connect server."""
        return self.first("driverJvm") or self.first("connectServer")

    def first(self, kind: str) -> str | None:
        return next((i for i in self.ids if i.split("-")[0] == kind), None)

    def jvm_of(self, id: str) -> str | None:
        """The JVM that a daemon or worker belongs to."""
        index: int | None = self.ids.index(id)
        while index is not None:
            if self.ids[index].split("-")[0] in ("executorJvm", "driverJvm", "connectServer"):
                return self.ids[index]
            index = self.parents[index]
        return None

    def machine_of(self, index: int) -> str:
        executor = self.executors[index]
        if executor in self._hosts:
            return self._hosts[executor]
        i: int | None = index
        while i is not None:
            if self.ids[i].startswith("clusterWorker"):
                return _option(self.procs[i].images[-1].argv, "--host") or "127.0.0.1"
            i = self.parents[i]
        return "127.0.0.1"

    def environment(self, env: dict[str, str] | None) -> dict[str, str] | None:
        if env is None:
            return None
        out = {k: v for k, v in sorted(env.items()) if ENVIRONMENT.match(k) and not OURS.match(k)}
        if "PYTHONPATH" in out:
            path = [p for p in out["PYTHONPATH"].split(":") if p and p != self._inject]
            out["PYTHONPATH"] = ":".join(path)
            if not path:
                del out["PYTHONPATH"]
        return out


def shown_argv(argv: list[str]) -> list[str]:
    """argv without the options that the recorder added to a JVM."""
    return [a for a in argv if not is_own_option(a)]


def _option(argv: list[str], name: str) -> str | None:
    return argv[argv.index(name) + 1] if name in argv[:-1] else None
