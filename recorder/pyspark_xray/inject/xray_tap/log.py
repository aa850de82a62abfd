"""The file that the tap writes, one for each process.

Record: 1 byte kind, uint32 connection, int64 CLOCK_MONOTONIC ns, uint32 length (little-endian), then the payload.
WRITTEN carries the time before the write, READ the time after the read, so that cause comes before effect.
"""

from __future__ import annotations

import itertools
import json
import os
import struct
import sys
import time

HEADER = struct.Struct("<cIqI")

OPENED = b"O"  # a connection, JSON
WRITTEN = b"W"  # bytes
READ = b"R"  # bytes
COUNTED = b"T"  # by the kernel, two uint64: read, written
CLOSED = b"C"
LINE = b"L"  # of the job: uint32 line, then the function's name
LINES = b"M"  # many of them: uint32 count, int64 ns of the last
EVENT = b"J"  # JSON

COUNTS = struct.Struct("<QQ")
LINE_NUMBER = struct.Struct("<I")
MANY_LINES = struct.Struct("<Iq")

HEAD = 8192
"""Bytes of a file or a gRPC message that are kept for the recording."""

now = time.monotonic_ns


class Log:
    """This process's file, and what every part of the tap must know of the process.

    role: 'driver', 'daemon' or 'worker'. connections: those tapped, by file descriptor. ending: the interpreter shuts
    down, so nobody asks the kernel's counts later.
    """

    def __init__(self, folder, role):
        self.folder = folder
        self.role = role
        self.connections = {}
        self.ending = False
        self.fd = -1
        self.numbers = itertools.count(1)

    def open(self):
        """Begins a new file; OSError where it cannot be made."""
        self.close()
        for n in itertools.count():
            path = os.path.join(self.folder, f"tap-{os.getpid()}-{n}.log")
            try:
                self.fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND, 0o600)
                break
            except FileExistsError:
                pass
        self.event(what="process", pid=os.getpid(), role=self.role, argv=own_argv())

    def close(self):
        if self.fd >= 0:
            os.close(self.fd)
        self.fd = -1

    def write(self, kind, connection, t, payload=b""):
        try:
            os.writev(self.fd, [HEADER.pack(kind, connection, t, len(payload)), payload])
        except OSError:
            pass

    def event(self, t=None, **what):
        """`t`: when it was, if not now."""
        self.write(EVENT, 0, now() if t is None else t, json.dumps(what).encode())


def own_argv():
    try:
        with open("/proc/self/cmdline", "rb") as f:
            return [a.decode("utf-8", "replace") for a in f.read().split(b"\0")[:-1]]
    except OSError:
        return list(getattr(sys, "orig_argv", sys.argv))
