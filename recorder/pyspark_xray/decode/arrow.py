"""Splits an Arrow IPC stream into its messages.

Source: Arrow Columnar Format, "IPC Streaming Format" (https://arrow.apache.org/docs/format/Columnar.html): each message
is 0xFFFFFFFF, int32 little-endian metadata length, a flatbuffer `Message`, and a body of `bodyLength` bytes; length 0
ends it.
"""

from __future__ import annotations

import struct

from .stream import Reader, Short

TYPES = {1: "arrowSchema", 2: "arrowDictionary", 3: "arrowBatch"}


def _table_field(buffer: bytes, table: int, index: int) -> int | None:
    """Position of field `index` of a flatbuffer table, None where it has the default."""
    vtable = table - struct.unpack_from("<i", buffer, table)[0]
    entry = 4 + 2 * index
    if entry >= struct.unpack_from("<H", buffer, vtable)[0]:
        return None
    offset = struct.unpack_from("<H", buffer, vtable + entry)[0]
    return table + offset if offset else None


def message_header(metadata: bytes) -> tuple[int, int, int | None]:
    """(header type, body length, rows of a record batch) of a flatbuffer `Message` (format/Message.fbs)."""
    table = struct.unpack_from("<I", metadata, 0)[0]
    kind_at, header_at, body_at = (_table_field(metadata, table, i) for i in (1, 2, 3))
    kind = metadata[kind_at] if kind_at else 0
    body = struct.unpack_from("<q", metadata, body_at)[0] if body_at else 0
    rows = None
    if kind == 3 and header_at:
        batch = header_at + struct.unpack_from("<I", metadata, header_at)[0]
        length_at = _table_field(metadata, batch, 0)
        rows = struct.unpack_from("<q", metadata, length_at)[0] if length_at else 0
    return kind, body, rows


def read_arrow_stream(r: Reader, task: int | None = None) -> None:
    """One whole IPC stream, a message each, up to and with its end marker."""
    while True:
        (marker,) = struct.unpack("<I", r.take(4))
        if marker != 0xFFFFFFFF:
            raise Short
        r.note("continuation", 4, "0xFFFFFFFF")
        (length,) = struct.unpack("<i", r.take(4))
        r.note("metadata length", 4, length)
        if length == 0:
            r.end("arrowEnd", task=task)
            return
        kind, body, rows = message_header(r.take(length))
        r.note("metadata", length, f"flatbuffer Message, header type {kind}")
        r.take(body)
        if body:
            r.note("body", body, f"{body} bytes")
        r.end(TYPES.get(kind, "unknown"), task=task, rows=rows)
