"""From the taps' logs to channels and messages. Times stay CLOCK_MONOTONIC ns here."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass, field
from typing import Any

from .actors import Actor, Actors
from .decode.connect import decode_connect
from .decode.driver import decode_accumulators, decode_daemon, decode_result, purpose_of
from .decode.py4j import decode_py4j
from .decode.stream import Field, Message
from .decode.worker import decode_worker
from .taplog import Connection, TapLog


@dataclass
class Channel:
    id: str
    kind: str
    ends: tuple[str, str]
    t_open: int
    t_close: int | None
    address: str | None = None
    purpose: str | None = None
    counted: tuple[str, tuple[int, int]] | None = None
    messages: list[Message] = field(default_factory=list)
    source: str = "tap"
    public: bool = False
    """Nothing in it is private, whatever its messages' types."""


def channels_of(logs: list[TapLog], actors: Actors, spark: str) -> list[Channel]:
    """All channels that the taps saw, in order of opening."""
    out: list[Channel] = []
    token = next(filter(None, map(_gateway_secret, logs)), "").encode()
    for log in logs:
        me = actors.at_pid(log.pid, log.t_first)
        if me is None:
            continue
        for conn in log.connections:
            channel = _channel(conn, me, actors, spark, token)
            if channel:
                out.append(channel)
        out += _files(log, me, actors) + _grpc(log, me, actors)
    out.sort(key=lambda c: c.t_open)
    counts: dict[str, int] = {}
    for c in out:
        c.id = f"{c.kind}-{counts.setdefault(c.kind, 0)}"
        counts[c.kind] += 1
    return out


def _gateway_secret(log: TapLog) -> str | None:
    for conn in log.connections:
        if conn.kind == "py4j" and conn.written.data[:2] == b"A\n":
            return conn.written.data[2:].split(b"\n")[0].decode()
    return None


def _channel(conn: Connection, me: Actor, actors: Actors, spark: str, token: bytes) -> Channel | None:
    if not len(conn.read) and not len(conn.written):
        return None
    driver_jvm = actors.driver_jvm()
    purpose = None
    if conn.kind == "workerSocket":
        other, mine_first, messages = me.jvm(), False, decode_worker(conn, spark)
    elif conn.kind == "daemonPipe":
        other, mine_first, messages = me.jvm(), False, decode_daemon(conn)
    elif conn.kind == "py4j":
        other, mine_first, messages = driver_jvm, conn.side == "client", decode_py4j(conn)
        purpose = conn.thread
    elif conn.kind == "resultSocket":
        other, mine_first, messages, purpose = driver_jvm, True, decode_result(conn), purpose_of(conn)
    elif conn.kind == "accumulatorSocket":
        other, mine_first, messages = driver_jvm, False, decode_accumulators(conn, token)
    else:
        return None
    if other is None:
        return None
    address = conn.peer if conn.side == "client" else conn.local
    ends = (me.id, other.id) if mine_first else (other.id, me.id)
    channel = Channel("", conn.kind, ends, conn.t_open, conn.t_close, address, purpose)
    for m in messages:
        m.sender, m.seen = (me.id, "from") if m.way == "written" else (other.id, "to")
        channel.messages.append(m)
    if conn.counted:
        read, written = conn.counted
        # Bytes that passed after the kernel was last asked are not in its count: take it only where it is of the whole.
        if conn.counted_at == (len(conn.read), len(conn.written)):
            channel.counted = ("TCP_INFO", (written, read) if mine_first else (read, written))
    return channel


def _event_message(e: dict[str, Any], type: str, fields: list[Field], sender: Actor, me: Actor) -> Message:
    way, seen = ("written", "from") if sender is me else ("read", "to")
    head = base64.b64decode(e["head"])
    return Message(e["t"], e["t"], way, type, head, fields, size=e["size"], sender=sender.id, seen=seen)


def _files(log: TapLog, me: Actor, actors: Actors) -> list[Channel]:
    out = []
    for e in log.events:
        if e["what"] != "file":
            continue
        jvm = me.jvm() if log.role == "worker" else actors.driver_jvm()
        if jvm is None:
            continue
        writer, reader = (me, jvm) if e["writer"] == "self" else (jvm, me)
        message = _event_message(e, "file", [Field("file", 0, e["size"], e["path"])], writer, me)
        channel = Channel(
            "", "file", (writer.id, reader.id), e["t"], e["t"], e["path"], e["purpose"], messages=[message]
        )
        if e["purpose"] == "gateway port and secret":
            port = int.from_bytes(message.payload[:4], "big")
            secret = message.payload[8:].decode()
            message.fields = [Field("port", 0, 4, port), Field("secret", 4, e["size"] - 4, secret)]
            channel.public = True
        out.append(channel)
    return out


def _grpc(log: TapLog, me: Actor, actors: Actors) -> list[Channel]:
    events = [e for e in log.events if e["what"] == "grpc"]
    server = actors.driver_jvm()
    if not events or server is None:
        return []
    opened = next((e for e in log.events if e["what"] == "grpcOpen"), events[0])
    channel = Channel("", "grpc", (me.id, server.id), opened["t"], None, opened.get("target"))
    for e in events:
        parts, rows = decode_connect(e["type"], base64.b64decode(e["head"]), e["size"])
        fields = [Field(e["type"], 0, 0 if parts else e["size"], e["method"]), *parts]
        sender = me if e["way"] == "request" else server
        message = _event_message(e, e["way"] if rows is None else "arrowBatch", fields, sender, me)
        message.rows = rows
        channel.messages.append(message)
    return [channel]


def secrets_of(logs: list[TapLog], channels: list[Channel]) -> set[str]:
    """Every token that crossed a channel."""
    out = {s for log in logs if (s := _gateway_secret(log))}
    for c in channels:
        for m in c.messages:
            for f in m.fields:
                if f.name in ("secret", "token", "barrier secret", "decryption secret") and isinstance(f.value, str):
                    out.add(f.value)
                if f.name == "task context" and isinstance(f.value, str):
                    secret = json.loads(f.value).get("secret")
                    if secret:
                        out.add(secret)
    return out
