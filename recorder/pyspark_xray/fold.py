"""Keeps long channels small: past a number of messages, a channel's middle becomes summaries that count it all."""

from __future__ import annotations

from collections import Counter

from .decode.types import type_of

TOTAL = 4_000
"""Messages that are listed at most, about. What short channels do not need goes to the long ones; each has room for
SHARE at least."""
SHARE = 60
SUMMARIES = 40


def fold(events: list[dict]) -> list[dict]:
    """`events`: message events in order of `at`. Returns them with the middles of long channels folded."""
    by_channel: dict[str, list[dict]] = {}
    for e in events:
        by_channel.setdefault(e["channel"], []).append(e)
    share = _share([len(messages) for messages in by_channel.values()])
    out = []
    for messages in by_channel.values():
        out += messages if len(messages) <= share else _folded(messages, share)
    return sorted(out, key=lambda e: e["at"])


def _share(lengths: list[int]) -> int:
    """Messages that a channel may list, so that all together list about TOTAL."""
    left = TOTAL
    for n, length in enumerate(sorted(lengths)):
        share = left // (len(lengths) - n)
        if length > share:
            return max(SHARE, share)
        left -= length
    return max([SHARE, *lengths])


def _folded(messages: list[dict], share: int) -> list[dict]:
    head, tail = share // 2, share // 4
    middle = messages[head:-tail]
    # Headers, functions, timings, exceptions … are listed as long as there is room.
    rare = [m for m in middle if not type_of(m["type"]).mass]
    if len(rare) > share // 4:
        rare = []
    kept = set(map(id, rare))
    rest = [m for m in middle if id(m) not in kept]
    place = {id(m): n for n, m in enumerate(messages)}
    out = [(place[id(m)], m) for m in messages[:head] + rare + messages[-tail:]]
    size = -(-len(rest) // SUMMARIES)
    for start in range(0, len(rest), size):
        part = rest[start : start + size]
        for sender in dict.fromkeys(m["from"] for m in part):
            same = [m for m in part if m["from"] == sender]
            out.append((place[id(same[0])], _summary(same)))
    # Many messages were seen at one moment, with one read: a summary stands where its first message stood.
    return [m for _, m in sorted(out, key=lambda one: one[0])]


def _summary(messages: list[dict]) -> dict:
    first, last = messages[0], messages[-1]
    out = {
        "kind": "messages",
        "at": first["at"],
        "source": first["source"],
        "until": last["at"],
        "channel": first["channel"],
        "from": first["from"],
        "seen": first["seen"],
        "types": dict(Counter(m["type"] for m in messages)),
        "count": len(messages),
        "size": sum(m["size"] for m in messages),
    }
    tasks = {m.get("task") for m in messages}
    if len(tasks) == 1 and None not in tasks:
        out["task"] = tasks.pop()
    return out


def fold_lines(lines: list[dict], most: int = 2000) -> list[dict]:
    """`line` events past `most` become `lines` summaries of up to 500 each; first half and last quarter stay."""
    if len(lines) <= most:
        return lines
    head, tail = most // 2, most // 4
    middle = lines[head:-tail]
    out = lines[:head]
    size = max(500, -(-len(middle) // SUMMARIES))
    for start in range(0, len(middle), size):
        part = middle[start : start + size]
        out.append(
            {
                "kind": "lines",
                "at": part[0]["at"],
                "source": part[0]["source"],
                "until": part[-1]["at"],
                "process": part[0]["process"],
                "count": len(part),
            }
        )
    return out + lines[-tail:]
