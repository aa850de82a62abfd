"""The daemon and its workers: file objects over duplicated descriptors."""

from __future__ import annotations

import io
import os

from .log import READ, WRITTEN, now
from .sockets import Connection

TYPE_CHECKING = False  # `typing` takes longer to load than the tap
if TYPE_CHECKING:
    from typing import Any


class TapFile(io.RawIOBase):
    """A raw file over a descriptor that logs what passes."""

    def __init__(self, fd, mode, connection):
        self._raw = io.FileIO(fd, mode.replace("b", "") + "b")
        self._connection = connection
        super().__init__()

    def readable(self):
        return self._raw.readable()

    def writable(self):
        return self._raw.writable()

    def fileno(self):
        return self._raw.fileno()

    def readinto(self, buffer):
        n = self._raw.readinto(buffer)
        if n:
            self._connection.chunk(READ, now(), memoryview(buffer).cast("B")[:n])
        return n

    def write(self, data):
        t = now()
        n = self._raw.write(data)
        if n:
            self._connection.chunk(WRITTEN, t, memoryview(data).cast("B")[:n])
        return n

    def close(self):
        if not self.closed:
            self._raw.close()
        super().close()


def tap_descriptors(log):
    """Wraps `os.dup` and `os.fdopen`: files over the daemon's pipes and over copies of tapped sockets are logged."""
    dup, fdopen = os.dup, os.fdopen
    copies: dict[int, Connection] = {}
    pipes: list[Connection] = []

    def xray_dup(fd):
        new = dup(fd)
        copies.pop(new, None)
        if fd in log.connections:
            copies[new] = log.connections[fd]
        return new

    def xray_fdopen(fd, mode="r", buffering=-1, *args, **kwargs):
        connection = copies.get(fd)
        if connection is None and fd in (0, 1) and "b" in mode and log.role == "daemon":
            if not pipes:
                opened = {
                    "t": now(),
                    "kind": "daemonPipe",
                    "side": "server",
                    "local": None,
                    "peer": None,
                    "callers": [],
                }
                pipes.append(Connection(log, opened))
            connection = pipes[0]
        if connection is None or mode not in ("rb", "wb"):
            return fdopen(fd, mode, buffering, *args, **kwargs)
        buffered = io.BufferedReader if mode == "rb" else io.BufferedWriter
        return buffered(TapFile(fd, mode, connection), buffering if buffering > 0 else io.DEFAULT_BUFFER_SIZE)

    patched: Any = os
    patched.dup, patched.fdopen = xray_dup, xray_fdopen
