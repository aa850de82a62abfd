"""What crossed the channels that the taps saw."""

from __future__ import annotations

import base64

from ..actors import Actors
from ..decode.stream import Field, Message, Value
from ..decode.types import type_of
from ..fold import fold
from ..redact import Redactor
from ..traffic import Channel
from .observed import Clock, Event, Observed

WHOLE = 512
WHOLE_LONG = 8192
"""Bytes that are kept of a payload, and of one whose type is `long`."""
FIRST_BYTES = 128
"""What is kept of a payload that is longer than it may be."""
LONGEST_VALUE = 2000
"""Characters that are kept of a field's value."""


def channel(c: Channel, seen: Observed, actors: Actors, clock: Clock, redact: Redactor) -> Event:
    sent = [sum(m.size for m in c.messages if m.sender == end) for end in c.ends]
    if c.ends[0] == c.ends[1]:
        sent[1] = 0
    ends = [actors[end].proc.t_end for end in c.ends]
    closed = c.t_close or min((t for t in ends if t is not None), default=None)
    opened = min([clock.us(c.t_open), *(clock.us(m.first) for m in c.messages)])
    last = max([0, *(clock.us(m.t) for m in c.messages)])
    return {
        "id": c.id,
        "kind": c.kind,
        "ends": list(c.ends),
        "source": c.source,
        "open": opened,
        "close": None if closed is None or closed > seen.t_end else max(clock.us(closed), last),
        "address": None if c.address is None else redact.text(c.address),
        "purpose": c.purpose,
        "sent": sent,
        "counted": {"by": c.counted[0], "sent": list(c.counted[1])} if c.counted else None,
    }


def message_events(channels: list[Channel], payloads: bool, clock: Clock, redact: Redactor) -> list[Event]:
    out = []
    for c in channels:
        had: set[str] = set()
        for m in c.messages:
            whole = type_of(m.type).long
            if type_of(m.type).long_once and m.seen not in had:
                had.add(m.seen)
                whole = True
            may_keep = payloads or c.public or type_of(m.type).public
            out.append(_message(c, m, (WHOLE_LONG if whole else WHOLE) if may_keep else 0, clock, redact))
    out.sort(key=lambda e: e["at"])
    return fold(out)


def _message(c: Channel, m: Message, most: int, clock: Clock, redact: Redactor) -> Event:
    """`most`: bytes that its payload may have to be kept whole; 0: nothing of it is kept."""
    at = clock.us(m.t)
    event: Event = {
        "kind": "message",
        "at": at,
        "source": c.source,
        "channel": c.id,
        "from": m.sender,
        "seen": m.seen,
        "type": m.type,
        "size": m.size,
    }
    if clock.us(m.first) < at:
        event["first"] = clock.us(m.first)
    if most and m.payload:
        event.update(_bytes(m.payload, most, redact))
    if m.fields:
        event["fields"] = [_field(f, redact) for f in m.fields]
    if m.task is not None:
        event["task"] = m.task
    if m.rows is not None:
        event["rows"] = m.rows
    return event


def _bytes(payload: bytes, most: int, redact: Redactor) -> Event:
    # Names and secrets are found in the whole payload, so that none is cut in two and missed.
    payload, ranges = redact.payload(payload)
    kept = payload if len(payload) <= most else payload[: most if most == WHOLE_LONG else FIRST_BYTES]
    out: Event = {"bytes": base64.b64encode(kept).decode()}
    replaced = [[o, min(n, len(kept) - o)] for o, n in ranges if o < len(kept)]
    return {**out, "replaced": replaced} if replaced else out


def _field(f: Field, redact: Redactor) -> Event:
    value: Value = f.value
    if isinstance(value, str):
        value = redact.same_length(value)[:LONGEST_VALUE]
    return {"name": f.name, "offset": f.offset, "size": f.size, "value": value}
