"""A process as the observers see it, and what /proc and the clocks say."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, field


@dataclass
class Image:
    """A program in a process, from `t` until the next image's `t` or the process's end."""

    t: int  # monotonic ns
    argv: list[str]  # as given to execve: a script's interpreter is not in it
    env: dict[str, str] | None  # None: not seen
    exe: str  # path as given to execve (strace), or /proc/PID/exe (polling)
    forked: bool = False  # a copy of the parent's image, made by fork
    kind: str | None = None  # see kind_of; None: a fork's copy that another program replaced


@dataclass
class Proc:
    pid: int
    ppid: int | None  # at birth; None: the parent is not of this tree (the recorder itself)
    t_start: int  # monotonic ns
    images: list[Image] = field(default_factory=list)
    t_end: int | None = None  # None: still alive when the trace was read
    exit: dict | None = None  # {'code': n} | {'signal': 'SIGKILL'} | None: alive, or (polling) unknown
    killed_by: int | None = (
        None  # pid of this tree that sent the fatal signal by kill(2); None: not seen (kernel, outsider)
    )


def wall_to_monotonic_ns() -> int:
    """What to add to wall-clock ns to get CLOCK_MONOTONIC ns; the tightest of five readings."""
    readings = []
    for _ in range(5):
        a, wall, b = time.monotonic_ns(), time.time_ns(), time.monotonic_ns()
        readings.append((b - a, (a + b) // 2 - wall))
    return min(readings)[1]


def is_alive(proc: Proc) -> bool:
    """Whether the process runs: there, no zombie, and not a later one with the same pid."""
    stat = read_stat(proc.pid)
    if not stat or stat[0] in "ZX":
        return False
    since_boot = int(stat[19]) / os.sysconf("SC_CLK_TCK")
    started = since_boot - time.clock_gettime(time.CLOCK_BOOTTIME) + time.monotonic()
    return abs(started - proc.t_start / 1e9) < 1


def read_stat(pid: int) -> list[str] | None:
    """Fields of /proc/PID/stat from the state on: [state, ppid, pgrp, session, …]; None: no such process."""
    try:
        with open(f"/proc/{pid}/stat") as f:
            return f.read().rpartition(")")[2].split()
    except (OSError, ValueError):
        return None
