"""The driver's own conversations, as seen by the Python driver: Py4J, result sockets, accumulator updates; and the
daemon's pipes."""

from __future__ import annotations

from ..taplog import Connection
from .arrow import read_arrow_stream
from .rows import rows_of
from .stream import BROKEN, Field, Message, Reader, Short

PURPOSES = {
    "_load_from_socket",
    "_create_local_socket",
    "local_connect_and_auth",
    "__init__",
    "_local_iterator_from_socket",
}

LONGEST_PATH = 107
"""Of a Unix socket (include/uapi/linux/un.h). A number up to it is a path's length: ports begin at 1024."""

COMMANDS = {
    "c": "call",
    "i": "constructor",
    "f": "field",
    "r": "reflection",
    "a": "array",
    "l": "list",
    "m": "memory",
    "j": "jvm view",
    "p": "exception text",
    "d": "dir",
    "h": "help",
    "S": "stream",
    "s": "shutdown",
    "A": "auth",
}
"""First line of a command (py4j 0.10.9.9, py4j/protocol.py)."""


def _lines(text: str) -> list[tuple[int, str]]:
    """(offset, line) of each line, with its newline counted but not included."""
    out, at = [], 0
    for line in text.split("\n")[:-1]:
        out.append((at, line))
        at += len(line.encode()) + 1
    return out


def decode_py4j(conn: Connection) -> list[Message]:
    """Commands and answers. Each `sendall` of the client is one command; an answer is one line that starts with `!`.

    Lines that come back and do not start with `!` are a call of a Python proxy up to a line `e`
    (py4j/clientserver.py, `send_command`); what Python writes next answers it.
    """
    return sorted(_py4j_read(conn) + _py4j_written(conn), key=lambda m: (m.t, m.way == "read"))


def _py4j_written(conn: Connection) -> list[Message]:
    r = Reader(conn.written, "written")
    for start, end, _ in conn.written.pieces():
        r.at = start
        r.begin()
        text = r.take(end - start).decode("utf-8", "replace")
        if text.startswith("!"):
            r.end("callbackAnswer")
            continue
        lines = _lines(text)
        known = bool(lines) and lines[0][1] in COMMANDS
        if known:
            names = ["command", *_part_names(lines[0][1], len(lines))]
            for name, (at, line) in zip(names, lines, strict=False):
                r.fields.append(_field(name, at, line, COMMANDS.get(line) if at == 0 else None))
        r.end("command" if known else "unknown")
    return r.messages


def _part_names(command: str, count: int) -> list[str]:
    first = {
        "c": ["target", "method"],
        "i": ["class"],
        "f": ["field command", "target", "name"],
        "r": ["reflection command", "name", "of"],
        "m": ["memory command", "object"],
        "j": ["view command", "view", "name"],
        "p": ["object"],
        "A": ["token"],
    }.get(command, [])
    middle = [f"argument {i + 1}" for i in range(max(count - 2 - len(first), 0))]
    return [*first, *middle, "end"] if command != "A" else first


def _field(name: str, at: int, line: str, meaning: str | None) -> Field:
    return Field(name, at, len(line.encode()) + 1, meaning or line)


def _py4j_read(conn: Connection) -> list[Message]:
    r = Reader(conn.read, "read")
    data = conn.read.data
    r.begin()
    while r.left():
        end = data.find(b"\n", r.at)
        if end < 0:
            break
        if data[r.at : r.at + 1] == b"!":
            line = r.take(end + 1 - r.at).decode("utf-8", "replace")
            r.fields = [_field("answer", 0, line[:-1], None)]
            r.end("answer")
            continue
        stop = data.find(b"\ne\n", r.at)
        if stop < 0:
            break
        text = r.take(stop + 3 - r.at).decode("utf-8", "replace")
        lines = _lines(text)
        names = ["command", "proxy", "method", *(f"argument {n}" for n in range(1, len(lines)))]
        r.fields = [_field(name, at, line, None) for name, (at, line) in zip(names, lines, strict=False)]
        r.end("callback")
    r.rest()
    return r.messages


def purpose_of(conn: Connection) -> str | None:
    """The public function that wanted the result: `collect`, `toLocalIterator`, `_collect_as_arrow`."""
    names = [n for n in conn.callers if n not in PURPOSES and not n.startswith("<")]
    return names[-1] if names else None


def decode_result(conn: Connection) -> list[Message]:
    """A one-shot socket through which results come back (pyspark/util.py `_load_from_socket`,
    `_local_iterator_from_socket`)."""
    r, w = Reader(conn.read, "read"), Reader(conn.written, "written")
    try:
        w.begin()
        if w.left():
            w.text("secret")
            w.end("secret")
        while w.left():
            w.int32("1: next, 0: stop")
            w.end("next")
    except Short:
        w.at = w.start
        w.rest()
    iterator = any(m.type == "next" for m in w.messages)
    try:
        r.begin()
        if r.left():
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


def decode_accumulators(conn: Connection, token: int) -> list[Message]:
    """The JVM's connection to Python's accumulator server (pyspark/accumulators.py): token once, then count and
    updates, an ack byte each.

    `token`: length of the token in bytes, 0 where none is sent (Unix socket).
    """
    r, w = Reader(conn.read, "read"), Reader(conn.written, "written")
    try:
        r.begin()
        if token and r.left():
            r.note("token", 0, "")
            r.fields = []
            value = r.take(token).decode("utf-8", "replace")
            r.note("secret", token, value)
            r.end("secret")
        while r.left():
            count = r.int32("updates")
            r.end("accumulatorCount")
            for _ in range(count):
                r.blob("update", "pickle of (accumulator id, value)")
                r.end("accumulatorUpdate")
    except BROKEN:
        r.at = r.start
        r.rest()
    w.begin()
    while w.left():
        w.take(1)
        w.note("ack", 1, 1)
        w.end("ack")
    return sorted(r.messages + w.messages, key=lambda m: m.t)


def decode_daemon(conn: Connection) -> list[Message]:
    """The daemon's standard output (port, then whatever workers print) and standard input (pids to kill)."""
    r, w = Reader(conn.read, "read"), Reader(conn.written, "written")
    w.begin()
    try:
        if w.peek_int32() <= LONGEST_PATH:
            w.text("socket path")
        else:
            w.int32("port")
        w.end("port")
    except Short:
        w.at = w.start
    w.rest()
    r.begin()
    while r.left() >= 4:
        r.int32("pid of the worker to kill")
        r.end("kill")
    r.rest()
    return sorted(r.messages + w.messages, key=lambda m: m.t)
