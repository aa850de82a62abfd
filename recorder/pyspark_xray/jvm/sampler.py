"""A thread that samples the memory of processes: resident memory of each, and the heap of each JVM.

Resident memory is the second word of `/proc/<pid>/statm` times the page size: all pages of the process that are in
RAM, shared ones too, so a forked worker's counts what it still shares with its daemon. The heap is `perfdata`'s, with
its steps. One round over 10 processes takes well under 1 ms.
"""

import os
import threading
import time
from dataclasses import dataclass, field

from .perfdata import PerfData

_PAGE = os.sysconf("SC_PAGE_SIZE")
_HEAP = ("heapUsed", "heapCommitted", "heapMax")


@dataclass
class _Steps:
    """One measure as a step function: each change, and when it was last looked at."""

    t: list[int] = field(default_factory=list)
    value: list[int] = field(default_factory=list)
    last: int = 0

    def add(self, t: int, value: int) -> None:
        if not self.value or self.value[-1] != value:
            self.t.append(t)
            self.value.append(value)
        self.last = t

    def closed(self) -> tuple[list[int], list[int]]:
        """The steps with the last sample as their end."""
        if self.t[-1] == self.last:
            return list(self.t), list(self.value)
        return [*self.t, self.last], [*self.value, self.value[-1]]


class Sampler(threading.Thread):
    """Samples the watched processes each `interval` seconds from `start()` to `stop()`.

    `watch`, `unwatch` and `series` may be called from any thread at any time. A process that has ended, or whose heap
    cannot be read (yet), is no error: it has no samples for that time.
    """

    def __init__(self, interval: float = 0.02):
        super().__init__(name="memory-sampler", daemon=True)
        self._interval = interval
        self._lock = threading.Lock()
        self._jvm: dict[int, bool] = {}
        self._heaps: dict[int, PerfData] = {}
        self._steps: dict[tuple[int, str], _Steps] = {}
        self._stopped = threading.Event()

    def watch(self, pid: int, jvm: bool) -> None:
        """Sample `pid` from now on; its heap too if it is a JVM. Again with another `jvm` if an exec changed it."""
        with self._lock:
            self._jvm[pid] = jvm

    def unwatch(self, pid: int) -> None:
        """Sample `pid` no more; what was seen stays."""
        with self._lock:
            self._jvm.pop(pid, None)
            self._close_heap(pid)

    def stop(self) -> None:
        """End the thread, after a last sample, and wait for it."""
        self._stopped.set()
        if self.is_alive():
            self.join()
        with self._lock:
            for pid in list(self._heaps):
                self._close_heap(pid)

    def series(self) -> list[dict]:
        """`[{pid, measure, t, value}]`: `measure` is rss, heapUsed, heapCommitted or heapMax; `t` ns of
        CLOCK_MONOTONIC, `value` bytes, the same length ≥ 1. A value holds until the next; first and last samples are
        always there."""
        with self._lock:
            found = []
            for (pid, measure), steps in self._steps.items():
                t, value = steps.closed()
                found.append({"pid": pid, "measure": measure, "t": t, "value": value})
            return found

    def run(self) -> None:
        due = time.monotonic()
        while True:
            last = self._stopped.is_set()
            self.sample()
            if last:
                return
            due = max(due + self._interval, time.monotonic())  # a late round is not made up for
            self._stopped.wait(due - time.monotonic())

    def sample(self) -> None:
        """One round over all watched processes (what the thread does each interval)."""
        with self._lock:
            for pid, jvm in self._jvm.items():
                resident = _read_resident(pid)
                if resident is None:
                    continue
                self._add(pid, "rss", resident)
                if jvm:
                    self._sample_heap(pid)

    def _sample_heap(self, pid: int) -> None:
        heap = self._heaps.get(pid)
        if heap is None:
            try:
                heap = self._heaps[pid] = PerfData(pid)
            except (OSError, ValueError):
                return
        for measure, value in zip(_HEAP, heap.sample(), strict=True):
            self._add(pid, measure, value)

    def _add(self, pid: int, measure: str, value: int) -> None:
        self._steps.setdefault((pid, measure), _Steps()).add(time.monotonic_ns(), value)

    def _close_heap(self, pid: int) -> None:
        heap = self._heaps.pop(pid, None)
        if heap:
            heap.close()


def _read_resident(pid: int) -> int | None:
    """Resident bytes, or None if the process has ended (a zombie's memory is gone, its statm says 0)."""
    try:
        with open(f"/proc/{pid}/statm", "rb") as file:
            pages = int(file.read().split()[1])
    except (OSError, IndexError, ValueError):
        return None
    return pages * _PAGE or None
