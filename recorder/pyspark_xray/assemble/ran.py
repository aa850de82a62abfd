"""What ran: the job's lines and output, Spark's jobs, stages and tasks, garbage collections, exceptions."""

from __future__ import annotations

from ..actors import Actors
from ..fold import fold_lines
from ..redact import Redactor
from ..traffic import Channel
from .observed import Clock, Event, Observed

ONE_WRITE = 10_000_000
"""Pieces of a stream that follow each other faster than this, in ns, are one output: a write's end says nothing."""


def line_events(seen: Observed, actors: Actors, clock: Clock) -> list[Event]:
    lines: list[Event] = []
    folded: list[Event] = []
    for log in seen.taps:
        process = actors.at_pid(log.pid, log.t_first) if log.role == "driver" else None
        if process is None:
            continue
        base = {"source": "tap", "process": process.id}
        lines += [{"kind": "line", "at": clock.us(t), **base, "line": n, "in": f} for t, n, f in log.lines]
        folded += [
            {"kind": "lines", "at": clock.us(t), **base, "until": clock.us(last), "count": n}
            for t, last, n in log.folded_lines
        ]
    return fold_lines(lines) + folded


def gc_events(seen: Observed, actors: Actors, clock: Clock) -> list[Event]:
    out = []
    for pid, log in seen.gc_logs.items():
        for g in log.collections:
            process = actors.at_pid(pid, g.t)
            if process:
                event = {"kind": "gc", "at": clock.us(g.t), "source": "gcLog", "until": clock.us(g.until)}
                sizes = {"before": g.before, "after": g.after, "committed": g.committed}
                out.append({**event, "process": process.id, "name": g.name, **sizes})
    return out


def python_events(
    channels: list[Channel], seen: Observed, actors: Actors, clock: Clock, redact: Redactor
) -> list[Event]:
    """Exceptions seen in Python, limits that a process set on itself."""
    out = []
    for c in channels:
        for m in c.messages:
            if c.kind == "workerSocket" and m.type == "exception" and m.task is not None:
                text = str(m.fields[-1].value)
                out.append(_exception(clock.us(m.t), m.sender, "raised", exception_type(text), redact.text(text)))
    for log in seen.taps:
        for e in log.events:
            process = actors.at_pid(log.pid, e["t"])
            at = clock.us(e["t"])
            if process and e["what"] == "exception":
                out.append(_exception(at, process.id, "shown", e["type"], redact.text(e["text"])))
            if process and e["what"] == "limit":
                event = {"kind": "limit", "at": at, "source": "tap", "process": process.id}
                out.append({**event, "what": e["name"], "bytes": e["bytes"]})
    return out


def _exception(at: int, process: str, role: str, type: str, text: str) -> Event:
    event = {"kind": "exception", "at": at, "source": "tap", "process": process}
    return {**event, "role": role, "type": type, "text": text}


def exception_type(traceback: str) -> str:
    """Exception type from the last line of a traceback that is not indented."""
    for line in reversed(traceback.strip().splitlines()):
        if line and not line[0].isspace():
            return line.split(":")[0].strip() or "Exception"
    return "Exception"


def output_events(seen: Observed, actors: Actors, clock: Clock, redact: Redactor) -> list[Event]:
    out = []
    root = actors.at_pid(seen.root_pid, seen.t_end) or actors.all[0]
    for t, stream, text in joined(seen.output):
        if not seen.run["payloads"] and stream != "terminal":
            text = f"[{len(text.encode())} bytes, kept only with --payloads]\n"
        event = {"kind": "output", "at": clock.us(t), "source": "recorder", "process": root.id}
        out.append({**event, "stream": stream, "text": redact.text(text)})
    return out


def joined(output: list[tuple[int, str, str]]) -> list[tuple[int, str, str]]:
    """Pieces of output (time in ns, stream, text), in order; each joined piece keeps the time of its first."""
    out: list[tuple[int, str, str]] = []
    last = 0
    for t, stream, text in output:
        if out and out[-1][1] == stream and t - last < ONE_WRITE:
            out[-1] = (out[-1][0], stream, out[-1][2] + text)
        else:
            out.append((t, stream, text))
        last = t
    return out
