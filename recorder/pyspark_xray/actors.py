"""From traced processes to the recording's actors: ids, parents, executors, machines, what may be shown of argv and
environment."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from .jvm.options import is_own_option
from .processes.proc import Proc

ENVIRONMENT = re.compile(
    r"^(_?PYSPARK|PYTHON|SPARK|OLD_PYTHONSTARTUP$|JAVA_HOME$|PATH$|VIRTUAL_ENV$|OMP_NUM_THREADS$|IPYTHON)"
)
OURS = re.compile(r"^PYSPARK_XRAY_|^SPARK_CONF_DIR$")
"""Set by the recorder: not the job's."""
JVMS_OF_WORKERS = ("executorJvm", "driverJvm", "connectServer")
HERE = "127.0.0.1"


@dataclass(eq=False)
class Actor:
    """A process of the recording. machine: the loopback address that stands for it."""

    id: str
    proc: Proc
    parent: Actor | None = None
    executor: str | None = None
    machine: str = HERE

    @property
    def kind(self) -> str:
        return kind_of(self.proc)

    def line(self) -> Iterator[Actor]:
        """The actor, its parent, the parent's parent …"""
        one: Actor | None = self
        while one:
            yield one
            one = one.parent

    def jvm(self) -> Actor | None:
        """The JVM that a daemon or worker belongs to."""
        return next((a for a in self.line() if a.kind in JVMS_OF_WORKERS), None)


class Actors:
    """The processes of a run, in order of start."""

    def __init__(self, procs: list[Proc], inject: str, hosts: dict[str, str]) -> None:
        """`hosts`: executor id → host, from the event log. `inject`: the folder that the recorder put on PYTHONPATH."""
        self._inject = inject
        procs = sorted((p for p in procs if p.images), key=lambda p: (p.t_start, p.pid))
        self.all = [Actor(id, p) for id, p in zip(_ids(procs), procs, strict=True)]
        self._by_id = {a.id: a for a in self.all}
        for actor in self.all:
            actor.parent = self._parent(actor)
        has_executors = self.first("executorJvm") is not None
        for actor in self.all:
            actor.executor = _executor(actor, has_executors)
            actor.machine = _machine(actor, hosts)

    def __getitem__(self, id: str) -> Actor:
        return self._by_id[id]

    def _parent(self, child: Actor) -> Actor | None:
        found = None
        for a in self.all:
            lived = a.proc.t_start <= child.proc.t_start and (
                a.proc.t_end is None or a.proc.t_end >= child.proc.t_start
            )
            if a.proc.pid == child.proc.ppid and lived and a is not child:
                found = a
        return found

    def at_pid(self, pid: int, t: int) -> Actor | None:
        """The process that had `pid` at `t` (ns); pids can come twice."""
        best = None
        for a in self.all:
            if a.proc.pid == pid and a.proc.t_start <= t + 1_000_000:
                best = a
        return best

    def of_executor(self, executor: str) -> Actor | None:
        """The JVM that is Spark's executor `executor`; in local mode that is the driver's."""
        for a in self.all:
            if a.kind == "executorJvm" and a.executor == executor:
                return a
        return self.driver_jvm() if executor == "driver" else None

    def driver_jvm(self) -> Actor | None:
        """The JVM with the scheduler: the job's own, or the Connect server."""
        return self.first("driverJvm") or self.first("connectServer")

    def first(self, kind: str) -> Actor | None:
        return next((a for a in self.all if a.kind == kind), None)

    def environment(self, env: dict[str, str] | None) -> dict[str, str] | None:
        """What may be shown of `env`."""
        if env is None:
            return None
        out = {k: v for k, v in sorted(env.items()) if ENVIRONMENT.match(k) and not OURS.match(k)}
        if "PYTHONPATH" in out:
            path = [p for p in out["PYTHONPATH"].split(":") if p and p != self._inject]
            out["PYTHONPATH"] = ":".join(path)
            if not path:
                del out["PYTHONPATH"]
        return out


def kind_of(proc: Proc) -> str:
    return proc.images[-1].kind or "other"


def _ids(procs: list[Proc]) -> list[str]:
    """Kind and a number, in order of Spark's executor id for executors, else of start. Alone of its kind: no number."""
    many = {k for k, n in Counter(map(kind_of, procs)).items() if n > 1}

    def order(i: int) -> tuple[int, int, int]:
        executor = _option(procs[i], "--executor-id") if kind_of(procs[i]) == "executorJvm" else None
        return (int(executor) if executor and executor.isdigit() else 0, procs[i].t_start, i)

    ids: dict[int, str] = {}
    counted: Counter[str] = Counter()
    for i in sorted(range(len(procs)), key=order):
        kind = kind_of(procs[i])
        ids[i] = f"{kind}-{counted[kind]}" if kind in many else kind
        counted[kind] += 1
    return [ids[i] for i in range(len(procs))]


def _executor(actor: Actor, has_executors: bool) -> str | None:
    for a in actor.line():
        if a.kind == "executorJvm":
            return _option(a.proc, "--executor-id")
        if a.kind in ("driverJvm", "connectServer"):
            return None if has_executors else "driver"
    return None


def _machine(actor: Actor, hosts: dict[str, str]) -> str:
    if actor.executor and actor.executor in hosts:
        return hosts[actor.executor]
    worker = next((a for a in actor.line() if a.kind == "clusterWorker"), None)
    return (worker and _option(worker.proc, "--host")) or HERE


def shown_argv(argv: list[str]) -> list[str]:
    """argv without the options that the recorder added to a JVM."""
    return [a for a in argv if not is_own_option(a)]


def _option(proc: Proc, name: str) -> str | None:
    argv = proc.images[-1].argv
    return argv[argv.index(name) + 1] if name in argv[:-1] else None
