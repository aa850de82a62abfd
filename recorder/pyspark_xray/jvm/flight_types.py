"""How a chunk of Flight Recorder describes its types, and how values are read by that description (`flight.py`)."""

from __future__ import annotations

from dataclasses import dataclass


class Cursor:
    """Reads values one after another."""

    def __init__(self, data: bytes, at: int):
        self.data = data
        self.at = at

    def byte(self) -> int:
        self.at += 1
        return self.data[self.at - 1]

    def integer(self) -> int:
        """A LEB128 integer; negative ones come out as two's complement of 64 bits, see `signed`."""
        value = 0
        for shift in range(0, 56, 7):
            byte = self.byte()
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                return value
        return value | self.byte() << 56

    def count(self) -> int:
        """How many things follow; each takes a byte at least."""
        count = self.integer()
        if count > len(self.data) - self.at:
            raise ValueError(f"damaged Flight Recorder file ({count} things in {len(self.data) - self.at} bytes)")
        return count

    def take(self, count: int) -> bytes:
        self.at += count
        return self.data[self.at - count : self.at]

    def string(self) -> str | int | None:
        """A string, None, or the number of one in the pool of strings."""
        encoding = self.byte()
        if encoding == 0:
            return None
        if encoding == 1:
            return ""
        if encoding == 2:
            return self.integer()
        if encoding == 3:
            return self.take(self.count()).decode("utf-8")
        if encoding == 4:
            return "".join(chr(self.integer()) for _ in range(self.count()))
        if encoding == 5:
            return self.take(self.count()).decode("latin-1")
        raise ValueError(f"a string of encoding {encoding}")


PRIMITIVES = {
    "boolean": Cursor.byte,
    "byte": Cursor.byte,
    "char": Cursor.integer,
    "short": Cursor.integer,
    "int": Cursor.integer,
    "long": Cursor.integer,
    "float": lambda cursor: cursor.take(4),
    "double": lambda cursor: cursor.take(8),
    "java.lang.String": Cursor.string,
}


def signed(value: int) -> int:
    return value - (1 << 64) if value >> 63 else value


@dataclass(frozen=True)
class Field:
    name: str
    type: int
    pooled: bool
    array: bool


@dataclass(frozen=True)
class Type:
    name: str
    fields: list[Field]


def read_metadata(cursor: Cursor) -> dict[int, Type]:
    """The types of a chunk by their number."""
    for _ in range(5):  # size, type, start, duration, number of this metadata
        cursor.integer()
    strings = [str(cursor.string() or "") for _ in range(cursor.count())]
    types: dict[int, Type] = {}

    def read_element() -> None:
        name = strings[cursor.integer()]
        attributes = {strings[cursor.integer()]: strings[cursor.integer()] for _ in range(cursor.count())}
        if name == "class":
            types[int(attributes["id"])] = described = Type(attributes["name"], [])
            owners.append(described)
        elif name == "field":
            is_pooled, is_array = attributes.get("constantPool") == "true", int(attributes.get("dimension", 0)) > 0
            owners[-1].fields.append(Field(attributes["name"], int(attributes["class"]), is_pooled, is_array))
        for _ in range(cursor.count()):
            read_element()
        if name == "class":
            owners.pop()

    owners: list[Type] = []
    read_element()
    return types
