"""Socket reads and writes of a JVM, from its Flight Recorder file, read without a JDK tool.

Format (chunk version 2.x, as OpenJDK 17 writes it; checked against `jfr print`): a file is a row of chunks. A chunk is
a 68-byte big-endian header (magic, version, size, offsets of the newest constant pool and of the metadata, wall clock
at its start in ns, duration, ticks at its start, ticks a second, state, flags) and then records, each its size, its
type and its fields. Integers are LEB128, at most 9 bytes, the ninth whole. The metadata record describes every type, so
the fields are read by description. Constant-pool records (type 1) hold the strings and threads that events refer to. A
killed JVM's chunk is valid up to its last flush, at most a second before: its header says how far.

Clock. `wall_ns` is what `jfr print` shows, to the ns: the wall clock at the chunk's start plus ticks since. A chunk
does not say where CLOCK_MONOTONIC stood then. Subtract `time.time_ns() - time.monotonic_ns()`, taken by the recorder on
the same machine: over runs of 1 to 30 s, times so made lay -1.5 to +5 µs (best and median) from `System.nanoTime()`
called just before the write. A clock that is set during the run adds its step. Measured where the JVM's ticks are its
own monotonic clock (`frequency` 10⁹); where it counts CPU cycles, the stated frequency's error grows along the chunk.

What is seen of Spark (3.5.9 and 4.3.0 on OpenJDK 17.0.15, a standalone cluster with two executors; bytes compared with
the kernel's `TCP_INFO` at the worker's end, and of two JVMs with each other):

- executor and its Python workers: yes, also with netty's default transport, as socket of address 127.0.0.1 and the
  *daemon's* port (all workers of one daemon share it: no local port is given, so they cannot be told apart by it).
  3.5.9: every byte both ways. 4.3.0: all but the authentication, 68 bytes (length and secret) written and 6 (`ok`) read
  a worker, which goes through a channel's socket adaptor that Flight Recorder does not watch. Unix sockets: never.
- driver and its Python: Py4J in full. Result sockets: the rows; in 4.3.0 not the secret that is read first, for the
  same reason.
- RPC and blocks between JVMs: nothing with netty's default (epoll), all with NIO; RPC adds up to the byte between the
  two ends, and so do blocks served from memory. Shuffle blocks served from a file go out by `sendfile`, which no
  SocketWrite shows: the sum of the *reader's* end is right, the writer's is too low, by exactly the remote bytes
  read that Spark's task metrics state (336 and 152 of 4.3.0's run, 337 and 151 of 3.5.9's).
- traffic after Flight Recorder's own shutdown hook has run (a JVM's last milliseconds): no.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .flight_types import PRIMITIVES, Cursor, Type, read_metadata, signed

_HEADER = struct.Struct(">4sHHqqqqqqqBHB")
_OPS = {"jdk.SocketRead": "read", "jdk.SocketWrite": "write"}
_DUMP = re.compile(r"hotspot-pid-(\d+)-id-(\d+)-.*\.jfr")
_REPOSITORY = re.compile(r"\d{4}(?:_\d\d){5}_(\d+)")


@dataclass(frozen=True)
class Clock:
    """A chunk's clock: at `wall_ns` (epoch) the counter stood at `ticks`, and it runs at `frequency` a second."""

    wall_ns: int
    ticks: int
    frequency: int

    def to_wall_ns(self, ticks: int) -> int:
        return self.wall_ns + (ticks - self.ticks) * 1_000_000_000 // self.frequency

    def to_ns(self, ticks: int) -> int:
        return ticks * 1_000_000_000 // self.frequency


@dataclass(frozen=True)
class SocketIo:
    """One read or write call.

    `host` may be empty (the JVM knew no name), `port` is the remote one (Flight Recorder does not give the local one).
    `bytes` is what the call moved; 0 with `end` set is the end of the stream, 0 without it a non-blocking call
    that moved nothing. `thread` is the thread's name when it was last written down, not surely that of the moment.
    """

    wall_ns: int
    duration_ns: int
    op: str  # 'read' or 'write'
    host: str
    address: str
    port: int
    bytes: int
    end: bool
    thread: str


def flight_files(folder: Path) -> dict[int, list[Path]]:
    """pid -> its Flight Recorder files in order of time, of JVMs started with `options`' options.

    While a JVM's repository stands (it runs, or was killed) its chunks count, else the file written at exit. Spark 3.5
    passes the options to executors three times, which makes three equal files: the first is taken.
    """
    files: dict[int, list[Path]] = {}
    dumps = [(int(m[1]), int(m[2]), path) for path in Path(folder).glob("*.jfr") if (m := _DUMP.fullmatch(path.name))]
    for pid, _, path in sorted(dumps, reverse=True):
        files[pid] = [path]
    for repository in Path(folder).iterdir():
        if (m := _REPOSITORY.fullmatch(repository.name)) and (chunks := sorted(repository.glob("*.jfr"))):
            files[int(m[1])] = chunks
    return files


def read_flight(path: Path) -> list[SocketIo]:
    """All socket reads and writes in one file, by start time.

    ValueError if the file is no Flight Recorder file, or is damaged. A chunk that was never flushed (the JVM was killed
    within its first second) holds nothing that can be read.
    """
    path = Path(path)
    found: list[SocketIo] = []
    try:
        for chunk in _chunks(path.read_bytes()):
            found.extend(chunk.read_socket_io())
    except (LookupError, TypeError, OverflowError, RecursionError) as error:  # what reading nonsense ends in
        raise ValueError(f"{path.name}: damaged Flight Recorder file ({error!r})") from None
    except ValueError as error:
        raise ValueError(f"{path.name}: {error}") from None
    return sorted(found, key=lambda io: io.wall_ns)


def read_clocks(path: Path) -> list[Clock]:
    """The clock of each chunk of one file."""
    return [chunk.clock for chunk in _chunks(Path(path).read_bytes())]


def _chunks(data: bytes) -> Iterator[_Chunk]:
    start = 0
    while start < len(data):
        chunk = _Chunk(data, start)
        yield chunk
        if not chunk.size:
            return
        start += chunk.size


class _Chunk:
    """One chunk of `data`; offsets inside are from `start`."""

    def __init__(self, data: bytes, start: int):
        if len(data) - start < _HEADER.size:
            raise ValueError("no Flight Recorder file, or cut off")
        magic, major, _, size, _, metadata, wall, _, ticks, frequency, _, _, flags = _HEADER.unpack_from(data, start)
        if magic != b"FLR\0" or major != 2:
            raise ValueError("no Flight Recorder file of version 2")
        if not flags & 1:
            raise ValueError("a chunk without compressed integers, which is not supported")
        if size > len(data) - start:
            raise ValueError(f"cut off: a chunk of {size} bytes has {len(data) - start}")
        self.size = size
        self.clock = Clock(wall, ticks, frequency)
        self._data = data
        self._start = start
        self._metadata = metadata
        self._types: dict[int, Type] = {}
        self._strings: dict[int, str] = {}
        self._threads: dict[int, str] = {}

    def read_socket_io(self) -> list[SocketIo]:
        if not self.size or not self._metadata:
            return []
        self._types = read_metadata(Cursor(self._data, self._start + self._metadata))
        events: list[tuple[str, dict]] = []
        at, end = self._start + _HEADER.size, self._start + self.size
        while at < end:
            cursor = Cursor(self._data, at)
            size, kind = cursor.integer(), cursor.integer()
            if size <= 0:
                raise ValueError(f"a record of {size} bytes")
            if kind == 1:
                self._read_pools(cursor)
            elif (described := self._types.get(kind)) and described.name in _OPS:
                events.append((_OPS[described.name], self._read_fields(cursor, described)))
            at += size
        return [self._to_socket_io(op, event) for op, event in events]

    def _to_socket_io(self, op: str, event: dict) -> SocketIo:
        moved = signed(event["bytesRead" if op == "read" else "bytesWritten"])
        return SocketIo(
            wall_ns=self.clock.to_wall_ns(event["startTime"]),
            duration_ns=self.clock.to_ns(event["duration"]),
            op=op,
            host=self._text(event["host"]),
            address=self._text(event["address"]),
            port=event["port"],
            bytes=max(moved, 0),
            end=bool(event.get("endOfStream", 0)) or moved < 0,
            thread=self._threads.get(event["eventThread"], ""),
        )

    def _text(self, value: str | int | None) -> str:
        return self._strings[value] if isinstance(value, int) else value or ""

    def _read_pools(self, cursor: Cursor) -> None:
        for _ in range(3):  # start, duration, distance to the pool before
            cursor.integer()
        cursor.byte()  # which kind of pool
        for _ in range(cursor.count()):
            described = self._types[cursor.integer()]
            for _ in range(cursor.count()):
                key = cursor.integer()
                value = self._read_value(cursor, described)
                if described.name == "java.lang.String":
                    self._strings[key] = value
                elif described.name == "java.lang.Thread":
                    self._threads[key] = self._text(value["javaName"]) or self._text(value["osName"])

    def _read_fields(self, cursor: Cursor, described: Type) -> dict[str, Any]:
        values = {}
        for field in described.fields:
            count = cursor.count() if field.array else 1
            for _ in range(count):
                values[field.name] = (
                    cursor.integer() if field.pooled else self._read_value(cursor, self._types[field.type])
                )
        return values

    def _read_value(self, cursor: Cursor, described: Type) -> Any:
        read = PRIMITIVES.get(described.name)
        return read(cursor) if read else self._read_fields(cursor, described)
