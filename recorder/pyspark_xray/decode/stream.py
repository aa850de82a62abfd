"""What all decoders share: a message, and a reader over one direction that keeps offsets and times."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

from ..taplog import Chunks

Value = str | int | float | bool | None


@dataclass
class Field:
    name: str
    offset: int
    size: int
    value: Value


@dataclass
class Message:
    """One message. `t`, `first` (ns): when its last and its first byte were seen. `way`: 'read' or 'written'."""

    t: int
    first: int
    way: str
    type: str
    payload: bytes
    fields: list[Field] = field(default_factory=list)
    task: int | None = None
    rows: int | None = None
    size: int = 0
    sender: str = ""
    """Id of the process that sent it; empty until it is known who the ends of the connection are."""
    seen: str = ""
    """Which end saw it: 'from' or 'to'."""

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

    def end(self, type: str, task: int | None = None, rows: int | None = None) -> Message:
        payload = bytes(self.chunks.data[self.start : self.at])
        first, last = self.chunks.time_of(self.start), self.chunks.time_of(self.at - 1)
        message = Message(last, first, self.way, type, payload, self.fields, task, rows)
        self.messages.append(message)
        self.begin()
        return message

    def rest(self, task: int | None = None) -> None:
        """All that is left becomes one message that nobody knows."""
        self.at = len(self.chunks)
        if self.at > self.start:
            self.end("unknown", task=task)

    def give_up(self, task: int | None = None) -> None:
        """All from where the message began becomes one that nobody knows."""
        self.at = self.start
        self.fields = []
        self.rest(task)

    def cut(self, task: int | None = None) -> None:
        """What is left of a stream that stopped in the middle: a batch not read to its end, or what nobody knows."""
        self.at = self.start
        self.fields = []
        if self.left() >= 4 and self.peek_int32() > self.left() - 4:
            n = self.int32("length")
            self.at = len(self.chunks)
            got = self.at - self.start - 4
            self.note("pickle", got, f"the first {got} of {n} bytes: the rest was never read")
            self.end("batch", task=task)
        else:
            self.rest(task=task)

    def take(self, n: int) -> bytes:
        if n < 0 or n > self.left():
            raise Short
        out = bytes(self.chunks.data[self.at : self.at + n])
        self.at += n
        return out

    def note(self, name: str, size: int, value: Value) -> None:
        """A field that ends where the reader stands."""
        self.fields.append(Field(name, self.at - size - self.start, size, value))

    def peek_int32(self) -> int:
        if self.left() < 4:
            raise Short
        return struct.unpack_from(">i", self.chunks.data, self.at)[0]

    def _number(self, layout: str, name: str | None) -> int:
        size = struct.calcsize(layout)
        (value,) = struct.unpack(layout, self.take(size))
        if name is not None:
            self.note(name, size, value)
        return value

    def int32(self, name: str | None = None) -> int:
        return self._number(">i", name)

    def int64(self, name: str | None = None) -> int:
        return self._number(">q", name)

    def flag(self, name: str | None = None) -> bool:
        return bool(self._number(">b", name))

    def text(self, name: str | None = None) -> str:
        """int32 length and UTF-8."""
        start = self.at
        n = self.int32()
        value = self.take(n).decode("utf-8", "replace")
        if name is not None:
            self.note(name, self.at - start, value)
        return value

    def blob(self, name: str, value: str = "") -> bytes:
        """int32 length and that many bytes, as two fields."""
        n = self.int32(name + " length")
        data = self.take(n)
        self.note(name, n, value or f"{n} bytes")
        return data

    def pairs(self, name: str, key_name: str = "key") -> None:
        """int32 count and that many keys and values; each value's field has its key's name."""
        for _ in range(self.int32(name)):
            key = self.text(key_name)
            start = self.at
            value = self.text()
            self.note(key, self.at - start, value)
