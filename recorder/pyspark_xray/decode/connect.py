"""Spark Connect's messages (spark/connect/base.proto, Spark 4.3.0): their top-level parts, and the rows of an Arrow batch."""
from __future__ import annotations

from .stream import Field

NAMES: dict[str, dict[int, str]] = {
    "ExecutePlanRequest": {1: "session_id", 2: "user_context", 3: "plan", 4: "client_type", 5: "request_options", 6: "operation_id",
                           7: "tags", 8: "client_observed_server_side_session_id"},
    "ExecutePlanResponse": {1: "session_id", 2: "arrow_batch", 4: "metrics", 5: "sql_command_result", 6: "observed_metrics", 7: "schema",
                            12: "operation_id", 13: "response_id", 14: "result_complete", 15: "server_side_session_id",
                            18: "execution_progress"},
    "ReleaseExecuteRequest": {1: "session_id", 2: "user_context", 3: "operation_id", 4: "client_type", 5: "release_all",
                              6: "release_until", 7: "client_observed_server_side_session_id"},
    "ConfigRequest": {1: "session_id", 2: "user_context", 3: "operation", 4: "client_type", 8: "client_observed_server_side_session_id"},
}
ROW_COUNT = 1
"""Field of ExecutePlanResponse.ArrowBatch."""


def decode_connect(kind: str, head: bytes, size: int) -> tuple[list[Field], int | None]:
    """The parts of a message of type `kind` (none if it is not of `NAMES`), of which `head` are the first bytes; and its rows, if it is an Arrow batch."""
    fields: list[Field] = []
    rows = None
    names = NAMES.get(kind)
    if names is None:
        return fields, rows
    for number, start, at, end, value in _walk(head, size):
        name = names.get(number, f"field {number}")
        if kind == "ExecutePlanResponse" and name == "arrow_batch":
            rows = next((v for n, *_, v in _walk(head[at:end], end - at) if n == ROW_COUNT), 0)
            value = f"{rows} rows"
        if isinstance(value, bytes):
            value = value.decode() if value.isascii() and value.decode().isprintable() and value else f"{end - at} bytes"
        fields.append(Field(name, start, end - start, value))
    return fields, rows


def _walk(data: bytes, size: int):
    """(field number, offset of its tag, of its value, end, value) of each part of a protobuf message; `data` may be cut."""
    at = 0
    while at < min(len(data), size):
        start = at
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
        if end > size or end <= start:
            return
        yield tag >> 3, start, at, end, value
        at = end


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while at < len(data):
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            break
        shift += 7
    return value, at
