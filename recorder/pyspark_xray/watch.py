"""Finds the processes of a running job as they come, and has their memory sampled."""

from __future__ import annotations

import os
import threading

from .jvm.sampler import Sampler


class Watcher(threading.Thread):
    """Every 25 ms: all descendants of `roots` (a list that the caller may add to) go to the sampler."""

    def __init__(self, sampler: Sampler, roots: list[int]) -> None:
        super().__init__(name="process-watcher", daemon=True)
        self.roots = roots
        self._sampler = sampler
        self._known: dict[int, bool] = {}
        self._stopped = threading.Event()

    def run(self) -> None:
        while not self._stopped.wait(0.025):
            for pid in _tree(list(self.roots) + list(self._known)):
                jvm = _is_jvm(pid)
                if self._known.get(pid) != jvm:
                    self._known[pid] = jvm
                    self._sampler.watch(pid, jvm=jvm)
            for pid in [p for p in self._known if not os.path.exists(f"/proc/{p}")]:
                del self._known[pid]
                self._sampler.unwatch(pid)

    def stop(self) -> None:
        self._stopped.set()
        self.join(2)


def _tree(roots: list[int]) -> list[int]:
    out, queue = {}, list(roots)
    while queue:
        pid = queue.pop()
        if pid in out or not os.path.exists(f"/proc/{pid}"):
            continue
        out[pid] = True
        try:
            for task in os.listdir(f"/proc/{pid}/task"):
                with open(f"/proc/{pid}/task/{task}/children") as f:
                    queue += map(int, f.read().split())
        except OSError:
            pass
    return list(out)


def _is_jvm(pid: int) -> bool:
    try:
        return os.path.basename(os.readlink(f"/proc/{pid}/exe")) == "java"
    except OSError:
        return False
