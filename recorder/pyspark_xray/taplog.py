"""Reads the logs that the tap writes (`inject/xray_tap/log.py`). Times are CLOCK_MONOTONIC in ns."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from .inject.xray_tap import log as tap


class Chunks:
    """The bytes of one direction of a connection, in order, and the time at which each part was seen."""

    def __init__(self) -> None:
        self.data = bytearray()
        self._ends: list[int] = []
        self._times: list[int] = []

    def add(self, t: int, data: bytes) -> None:
        self.data += data
        self._ends.append(len(self.data))
        self._times.append(t)

    def __len__(self) -> int:
        return len(self.data)

    def time_of(self, offset: int) -> int:
        """When the byte at `offset` was seen."""
        return self._times[bisect_right(self._ends, offset)]

    def pieces(self) -> list[tuple[int, int, int]]:
        """(start, end, time) of each chunk."""
        return list(zip([0, *self._ends], self._ends, self._times, strict=False))


@dataclass
class Connection:
    """What one process saw of one connection: `read` and `written` are its bytes, `counted` what the kernel counted."""

    kind: str
    side: str
    local: str | None
    peer: str | None
    callers: list[str]
    t_open: int
    thread: str | None = None
    t_close: int | None = None
    read: Chunks = field(default_factory=Chunks)
    written: Chunks = field(default_factory=Chunks)
    counted: tuple[int, int] | None = None
    counted_at: tuple[int, int] = (0, 0)
    """How much had been read and written when `counted` was asked."""


@dataclass
class TapLog:
    pid: int
    role: str
    argv: list[str]
    connections: list[Connection]
    lines: list[tuple[int, int, str]]
    folded_lines: list[tuple[int, int, int]]
    events: list[dict]
    t_first: int
    t_last: int


def read_tap(path: Path) -> TapLog | None:
    """One process's log, up to its last whole record (the process may have been killed while it wrote). None: empty."""
    log = TapLog(0, "", [], [], [], [], [], 0, 0)
    by_number: dict[int, Connection] = {}
    for kind, number, t, payload in _records(path.read_bytes()):
        log.t_first = log.t_first or t
        log.t_last = max(log.t_last, t)
        if kind == tap.OPENED:
            o = json.loads(payload)
            by_number[number] = Connection(
                o["kind"], o["side"], o["local"], o["peer"], o["callers"], o["t"], o.get("thread")
            )
            log.connections.append(by_number[number])
        elif kind == tap.LINE:
            (line,) = tap.LINE_NUMBER.unpack_from(payload)
            log.lines.append((t, line, payload[tap.LINE_NUMBER.size :].decode()))
        elif kind == tap.LINES:
            count, last = tap.MANY_LINES.unpack(payload)
            log.folded_lines.append((t, last, count))
        elif kind == tap.EVENT:
            e = json.loads(payload)
            if e["what"] == "process":
                log.pid, log.role, log.argv = e["pid"], e["role"], e["argv"]
            else:
                log.events.append({"t": t, **e})
        else:
            _take(by_number[number], kind, t, payload)
    return log if log.pid else None


def _records(raw: bytes) -> Iterator[tuple[bytes, int, int, bytes]]:
    """(kind, connection, time, payload)"""
    at = 0
    while at + tap.HEADER.size <= len(raw):
        kind, number, t, length = tap.HEADER.unpack_from(raw, at)
        at += tap.HEADER.size
        if at + length > len(raw):
            return
        yield kind, number, t, raw[at : at + length]
        at += length


def _take(conn: Connection, kind: bytes, t: int, payload: bytes) -> None:
    if kind == tap.READ:
        conn.read.add(t, payload)
    elif kind == tap.WRITTEN:
        conn.written.add(t, payload)
    elif kind == tap.COUNTED:
        conn.counted = tap.COUNTS.unpack(payload)
        conn.counted_at = (len(conn.read), len(conn.written))
    elif kind == tap.CLOSED:
        conn.t_close = t


def read_taps(folder: Path) -> list[TapLog]:
    logs = [read_tap(p) for p in sorted(folder.glob("tap-*.log"))]
    return sorted((log for log in logs if log), key=lambda log: log.t_first)
