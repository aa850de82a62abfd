"""Result sockets and accumulator updates, as seen by the Python driver, and the daemon's pipes."""

from __future__ import annotations

from ..taplog import Connection
from .arrow import read_arrow_stream
from .rows import rows_of
from .stream import BROKEN, Message, Reader, Short

PURPOSES = {
    "_load_from_socket",
    "_create_local_socket",
    "local_connect_and_auth",
    "__init__",
    "_local_iterator_from_socket",
}

MOST_UPDATES = 1 << 20
"""Accumulators in one message; a larger number is no count."""

OK = b"\0\0\0\2ok"

LONGEST_PATH = 107
"""Of a Unix socket (include/uapi/linux/un.h). A number up to it is a path's length: ports begin at 1024."""


def purpose_of(conn: Connection) -> str | None:
    """The public function that wanted the result: `collect`, `toLocalIterator`, `_collect_as_arrow`."""
    names = [n for n in conn.callers if n not in PURPOSES and not n.startswith("<")]
    return names[-1] if names else None


def decode_result(conn: Connection) -> list[Message]:
    """A one-shot socket through which results come back (pyspark/util.py `_load_from_socket`,
    `_local_iterator_from_socket`)."""
    r, w = Reader(conn.read, "read"), Reader(conn.written, "written")
    try:
        if w.left() and w.peek_int32() > 1:  # over a Unix socket nobody greets
            w.text("secret")
            w.end("secret")
        while w.left():
            if w.int32("1: next, 0: stop") not in (0, 1):
                raise ValueError
            w.end("next")
    except BROKEN:
        w.give_up()
    iterator = any(m.type == "next" for m in w.messages)
    try:
        if r.chunks.data.startswith(OK):
            r.text("answer")
            r.end("ok")
        if iterator:
            _partitions(r)
        elif bytes(r.chunks.data[r.at : r.at + 4]) == b"\xff\xff\xff\xff" and r.left() > 8:
            _arrow_result(r)
        else:
            _frames(r)
    except BROKEN:
        r.cut()
    return sorted(r.messages + w.messages, key=lambda m: m.t)


def _frames(r: Reader) -> None:
    """Batches up to END_OF_DATA_SECTION or the end of the stream."""
    while r.left():
        length = r.int32("length")
        if length == -1:
            r.end("endOfData")
            return
        data = r.take(length)
        r.note("pickle", length, f"{length} bytes")
        r.end("batch", rows=rows_of(data))


def _partitions(r: Reader) -> None:
    while r.left():
        status = r.int32("1: a partition, 0: no more, -1: error")
        if status not in (1, 0, -1):
            raise ValueError
        r.end("partition")
        if status == 1:
            _frames(r)


def _arrow_result(r: Reader) -> None:
    """`ArrowCollectSerializer` (pyspark/sql/pandas/serializers.py): a stream, then the order of its batches."""
    read_arrow_stream(r)
    if r.left():
        count = r.int32("batches")
        for _ in range(max(count, 0)):
            r.int32("index")
        r.end("batchOrder")
    r.rest()


def decode_accumulators(conn: Connection, token: bytes) -> list[Message]:
    """The JVM's connection to Python's accumulator server (pyspark/accumulators.py): token once, then count and
    updates, an ack byte each.

    `token`: what it is, if it is sent (not over a Unix socket).
    """
    r, w = Reader(conn.read, "read"), Reader(conn.written, "written")
    try:
        if token and r.chunks.data.startswith(token):
            r.note("secret", len(token), r.take(len(token)).decode("utf-8", "replace"))
            r.end("secret")
        while r.left():
            count = r.int32("updates")
            if not 0 <= count <= MOST_UPDATES:
                raise ValueError
            r.end("accumulatorCount")
            for _ in range(count):
                r.blob("update", "pickle of (accumulator id, value)")
                r.end("accumulatorUpdate")
    except BROKEN:
        r.give_up()
    while w.left():
        w.take(1)
        w.note("ack", 1, 1)
        w.end("ack")
    return sorted(r.messages + w.messages, key=lambda m: m.t)


def decode_daemon(conn: Connection) -> list[Message]:
    """The daemon's standard output (port, then whatever workers print) and standard input (pids to kill)."""
    r, w = Reader(conn.read, "read"), Reader(conn.written, "written")
    try:
        if w.peek_int32() <= LONGEST_PATH:
            w.text("socket path")
        else:
            w.int32("port")
        w.end("port")
    except Short:
        w.give_up()
    w.rest()
    while r.left() >= 4:
        r.int32("pid of the worker to kill")
        r.end("kill")
    r.rest()
    return sorted(r.messages + w.messages, key=lambda m: m.t)
