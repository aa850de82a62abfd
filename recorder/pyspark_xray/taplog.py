"""Reads the logs that `inject/xray_tap.py` writes. Times are CLOCK_MONOTONIC in ns."""
from __future__ import annotations

import json
import struct
from bisect import bisect_right
from dataclasses import dataclass, field
from pathlib import Path

HEADER = struct.Struct("<cIqI")


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
        starts = [0, *self._ends[:-1]]
        return list(zip(starts, self._ends, self._times))


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
    raw = path.read_bytes()
    log = TapLog(0, "", [], [], [], [], [], 0, 0)
    by_id: dict[int, Connection] = {}
    at = 0
    while at + HEADER.size <= len(raw):
        kind, conn_id, t, length = HEADER.unpack_from(raw, at)
        at += HEADER.size
        if at + length > len(raw):
            break
        payload = raw[at : at + length]
        at += length
        log.t_first = log.t_first or t
        log.t_last = max(log.t_last, t)
        conn = by_id.get(conn_id)
        if kind == b"O":
            o = json.loads(payload)
            conn = by_id[conn_id] = Connection(o["kind"], o["side"], o["local"], o["peer"], o["callers"], o["t"], o.get("thread"))
            log.connections.append(conn)
        elif kind == b"R":
            conn.read.add(t, payload)
        elif kind == b"W":
            conn.written.add(t, payload)
        elif kind == b"T":
            conn.counted = struct.unpack("<QQ", payload)
            conn.counted_at = (len(conn.read), len(conn.written))
        elif kind == b"C":
            conn.t_close = t
        elif kind == b"L":
            log.lines.append((t, struct.unpack_from("<I", payload)[0], payload[4:].decode()))
        elif kind == b"M":
            count, last = struct.unpack("<Iq", payload)
            log.folded_lines.append((t, last, count))
        elif kind == b"J":
            e = json.loads(payload)
            if e["what"] == "process":
                log.pid, log.role, log.argv = e["pid"], e["role"], e["argv"]
            else:
                log.events.append({"t": t, **e})
    return log if log.pid else None


def read_taps(folder: Path) -> list[TapLog]:
    logs = [read_tap(p) for p in sorted(folder.glob("tap-*.log"))]
    return sorted((log for log in logs if log), key=lambda log: log.t_first)
