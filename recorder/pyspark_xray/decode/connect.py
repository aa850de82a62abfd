"""Spark Connect's messages (spark/connect/base.proto, Spark 4.3.0): their top-level parts, and the rows of an Arrow
batch."""

from __future__ import annotations

from collections.abc import Iterator

from .stream import Field, Value

NAMES: dict[str, dict[int, str]] = {
    "ExecutePlanRequest": {
        1: "session_id",
        2: "user_context",
        3: "plan",
        4: "client_type",
        5: "request_options",
        6: "operation_id",
        7: "tags",
        8: "client_observed_server_side_session_id",
    },
    "ExecutePlanResponse": {
        1: "session_id",
        2: "arrow_batch",
        4: "metrics",
        5: "sql_command_result",
        6: "observed_metrics",
        7: "schema",
        12: "operation_id",
        13: "response_id",
        14: "result_complete",
        15: "server_side_session_id",
        18: "execution_progress",
    },
    "ReleaseExecuteRequest": {
        1: "session_id",
        2: "user_context",
        3: "operation_id",
        4: "client_type",
        5: "release_all",
        6: "release_until",
        7: "client_observed_server_side_session_id",
    },
    "ConfigRequest": {
        1: "session_id",
        2: "user_context",
        3: "operation",
        4: "client_type",
        8: "client_observed_server_side_session_id",
    },
}
ROW_COUNT = 1
"""Field of ExecutePlanResponse.ArrowBatch."""


def decode_connect(kind: str, head: bytes, size: int) -> tuple[list[Field], int | None]:
    """The parts of a message of type `kind` (none if it is not of `NAMES`), of which `head` are the first bytes; and
    its rows, if it is an Arrow batch."""
    fields: list[Field] = []
    rows = None
    names = NAMES.get(kind)
    if names is None:
        return fields, rows
    for number, start, at, end, part in _walk(head, size):
        name = names.get(number, f"field {number}")
        value: Value = _shown(part, end - at) if isinstance(part, bytes) else part
        if kind == "ExecutePlanResponse" and name == "arrow_batch":
            rows = _rows(head[at:end], end - at)
            value = f"{rows} rows"
        fields.append(Field(name, start, end - start, value))
    return fields, rows


def _shown(part: bytes, size: int) -> str:
    """Its text, if it is one; `part` may be cut, `size` is what it was."""
    is_text = part and part.isascii() and part.decode().isprintable()
    return part.decode() if is_text else f"{size} bytes"


def _rows(batch: bytes, size: int) -> int:
    counts = (value for number, *_, value in _walk(batch, size) if number == ROW_COUNT)
    return next((n for n in counts if isinstance(n, int)), 0)


def _walk(data: bytes, size: int) -> Iterator[tuple[int, int, int, int, int | bytes]]:
    """The parts of a protobuf message, each as (field number, offset of its tag, of its value, end, value).

    `data` may be cut; `size` is what the message had.
    """
    at = 0
    value: int | bytes
    while at < size:
        start = at
        try:
            tag, at = _varint(data, at)
            wire = tag & 7
            if wire == 0:
                value, end = _varint(data, at)
            elif wire == 2:
                length, at = _varint(data, at)
                end = at + length
                value = data[at:end]
            elif wire in (1, 5):
                end = at + (8 if wire == 1 else 4)
                value = data[at:end]
            else:
                return
        except IndexError:  # cut inside a number
            return
        if end > size:
            return
        yield tag >> 3, start, at, end, value
        at = end


def _varint(data: bytes, at: int) -> tuple[int, int]:
    """(value, offset behind it); IndexError if the data end in it."""
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
        shift += 7
