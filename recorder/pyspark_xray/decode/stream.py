"""What all decoders share: a message, and a reader over one direction that keeps offsets and times."""
from __future__ import annotations

import struct
from dataclasses import dataclass, field

from ..taplog import Chunks


@dataclass
class Field:
    name: str
    offset: int
    size: int
    value: str | int | float | bool | None


@dataclass
class Message:
    """One message. `t` (ns): when its last byte was seen, `first`: when its first byte was. `way`: 'read' or 'written'."""

    t: int
    first: int
    way: str
    type: str
    payload: bytes
    fields: list[Field] = field(default_factory=list)
    task: int | None = None
    rows: int | None = None
    size: int = 0

    def __post_init__(self) -> None:
        self.size = self.size or len(self.payload)


class Short(Exception):
    """The stream ends inside what was to be read."""


BROKEN = (Short, struct.error, ValueError, IndexError, KeyError, TypeError)
"""What reading bytes of another protocol may raise: they are then kept as `unknown`."""


class Reader:
    """Reads one direction. `begin()` … `end(type)` makes a message of all bytes between, with the fields read."""

    def __init__(self, chunks: Chunks, way: str) -> None:
        self.chunks = chunks
        self.way = way
        self.at = 0
        self.start = 0
        self.fields: list[Field] = []
        self.messages: list[Message] = []

    def left(self) -> int:
        return len(self.chunks) - self.at

    def begin(self) -> None:
        self.start = self.at
        self.fields = []

    def end(self, type: str, **more) -> Message:
        payload = bytes(self.chunks.data[self.start : self.at])
        message = Message(self.chunks.time_of(self.at - 1), self.chunks.time_of(self.start), self.way, type, payload,
                          self.fields, **more)
        self.messages.append(message)
        self.begin()
        return message

    def rest(self, type: str = "unknown", **more) -> None:
        """All that is left becomes one message."""
        self.at = len(self.chunks)
        if self.at > self.start:
            self.end(type, **more)

    def cut(self, task: "int | None" = None) -> None:
        """What is left of a stream that stopped in the middle: a batch not read to its end, or what nobody knows."""
        self.at = self.start
        self.fields = []
        if self.left() >= 4 and self.peek_int() > self.left() - 4:
            n = self.int("length")
            self.at = len(self.chunks)
            got = self.at - self.start - 4
            self.note("pickle", got, f"the first {got} of {n} bytes: the rest was never read")
            self.end("batch", task=task)
        else:
            self.rest(task=task)

    def bytes(self, n: int) -> bytes:
        if n < 0 or n > self.left():
            raise Short
        out = bytes(self.chunks.data[self.at : self.at + n])
        self.at += n
        return out

    def note(self, name: str, size: int, value) -> None:
        """A field that ends where the reader stands."""
        self.fields.append(Field(name, self.at - size - self.start, size, value))

    def peek_int(self) -> int:
        if self.left() < 4:
            raise Short
        return struct.unpack_from(">i", self.chunks.data, self.at)[0]

    def _number(self, format: str, name: str | None):
        size = struct.calcsize(format)
        value, = struct.unpack(format, self.bytes(size))
        if name is not None:
            self.note(name, size, value)
        return value

    def int(self, name: str | None = None) -> int:
        return self._number(">i", name)

    def long(self, name: str | None = None) -> int:
        return self._number(">q", name)

    def bool(self, name: str | None = None) -> bool:
        return bool(self._number(">b", name))

    def str(self, name: str | None = None) -> str:
        """int32 length and UTF-8."""
        start = self.at
        n = self.int()
        value = self.bytes(n).decode("utf-8", "replace")
        if name is not None:
            self.note(name, self.at - start, value)
        return value

    def blob(self, name: str, value: str = "") -> bytes:
        """int32 length and that many bytes, as two fields."""
        n = self.int(name + " length")
        data = self.bytes(n)
        self.note(name, n, value or f"{n} bytes")
        return data
