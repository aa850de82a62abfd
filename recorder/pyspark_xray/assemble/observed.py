"""What a run left behind, and its clock."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ..jvm.eventlog import EventLog
from ..jvm.flight import SocketIo
from ..jvm.gclog import GcLog
from ..processes.proc import Proc
from ..taplog import TapLog

Event = dict[str, Any]


@dataclass
class Observed:
    """Times in ns of CLOCK_MONOTONIC unless named otherwise."""

    run: dict[str, Any]
    """The fields of `run` that only the caller knows: name, mode, master, cluster, job, command, payloads, date,
    python, packages, os, added."""
    procs: list[Proc]
    observer: str
    """'strace' or 'poll'."""
    root_pid: int
    taps: list[TapLog]
    inject: str
    wall_to_monotonic: int
    """ns to add to a wall-clock time."""
    t_end: int
    spark: str
    java: str
    exit: dict[str, Any] | None
    event_log: EventLog | None = None
    gc_logs: dict[int, GcLog] = field(default_factory=dict)
    flights: dict[int, list[SocketIo]] = field(default_factory=dict)
    series: list[dict[str, Any]] = field(default_factory=list)
    every_ms: int = 40
    output: list[tuple[int, str, str]] = field(default_factory=list)
    """(time, stream, text)"""
    unseen: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Clock:
    """From the machine's clocks (ns) to µs since the recording began, none before its beginning or after its end."""

    t0: int
    t_end: int
    wall_to_monotonic: int

    @property
    def end(self) -> int:
        return (self.t_end - self.t0) // 1000

    def us(self, t: int) -> int:
        return min(max((t - self.t0) // 1000, 0), self.end)

    def us_of_wall(self, wall_ns: int) -> int:
        return self.us(wall_ns + self.wall_to_monotonic)
