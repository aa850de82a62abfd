"""Py4J's conversation, as seen by Python: commands, answers, callbacks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, count, islice

from ..taplog import Connection
from .stream import Field, Message, Reader

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
PARTS = {
    "c": ["target", "method"],
    "i": ["class"],
    "f": ["field command", "target", "name"],
    "r": ["reflection command", "name", "of"],
    "m": ["memory command", "object"],
    "j": ["view command", "view", "name"],
    "p": ["object"],
    "A": ["token"],
}
"""The lines after it, before arguments."""


def decode_py4j(conn: Connection) -> list[Message]:
    """Commands and answers. Each `sendall` of the client is one command; an answer is one line that starts with `!`.

    Lines that come back and do not start with `!` are a call of a Python proxy up to a line `e`
    (py4j/clientserver.py, `send_command`); what Python writes next answers it.
    """
    return sorted(_read(conn) + _written(conn), key=lambda m: (m.t, m.way == "read"))


def _written(conn: Connection) -> list[Message]:
    r = Reader(conn.written, "written")
    for start, end, _ in conn.written.pieces():
        r.at = start
        r.begin()
        lines = _lines(r.take(end - start))
        command = lines[0] if lines else ""
        if command.startswith("!"):
            r.end("callbackAnswer")
        elif command in COMMANDS:
            first = PARTS.get(command, [])
            rest = islice(_arguments(), max(len(lines) - len(first) - 2, 0))
            r.fields = _fields(["command", *first, *rest, "end"], r)
            r.fields[0].value = COMMANDS[command]
            r.end("command")
        else:
            r.end("unknown")
    return r.messages


def _read(conn: Connection) -> list[Message]:
    r = Reader(conn.read, "read")
    data = conn.read.data
    while r.left():
        is_answer = data.startswith(b"!", r.at)
        last = b"\n" if is_answer else b"\ne\n"
        end = data.find(last, r.at)
        if end < 0:
            break
        r.at = end + len(last)
        if is_answer:
            r.fields = _fields(["answer"], r)
            r.end("answer")
        else:
            r.fields = _fields(chain(["command", "proxy", "method"], _arguments()), r)
            r.end("callback")
    r.rest()
    return r.messages


def _arguments() -> Iterator[str]:
    return (f"argument {n}" for n in count(1))


def _lines(data: bytes) -> list[str]:
    return [line.decode("utf-8", "replace") for line in data.split(b"\n")[:-1]]


def _fields(names: Iterable[str], r: Reader) -> list[Field]:
    """The lines of what was read since `begin`, each with its newline, named as long as there are `names`."""
    fields, at = [], 0
    for name, line in zip(names, bytes(r.chunks.data[r.start : r.at]).split(b"\n")[:-1], strict=False):
        fields.append(Field(name, at, len(line) + 1, line.decode("utf-8", "replace")))
        at += len(line) + 1
    return fields
