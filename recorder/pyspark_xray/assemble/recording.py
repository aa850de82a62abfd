"""The whole recording, and its text."""

from __future__ import annotations

import json
from typing import Any

from .. import __version__
from ..actors import Actors
from ..fold import fold
from ..redact import Redactor
from ..traffic import Channel, channels_of, secrets_of
from .between import jvm_traffic
from .crossed import channel, message_events
from .memory import memory
from .observed import Clock, Event, Observed
from .ran import gc_events, line_events, output_events, python_events
from .spark import spark_events
from .who import processes

SOURCES = {
    "tap": ("the recorder inside the Python process, at the system call", 1),
    "strace": ("strace, at fork, exec and exit", 1),
    "poll": ("polling of /proc", 10_000),
    "eventLog": ("Spark's event log, in whole milliseconds", 1000),
    "gcLog": ("the JVM's GC log", 1),
    "flightRecorder": ("JDK Flight Recorder", 1000),
    "perfCounters": ("the JVM's performance counters", 40_000),
    "procfs": ("/proc/PID/statm", 40_000),
    "recorder": ("the recorder, reading the job's output", 10_000),
}
"""By name: what observes, and its fineness in µs."""


def to_recording(seen: Observed, redact: Redactor) -> dict[str, Any]:
    actors = Actors(seen.procs, seen.inject, _hosts(seen))
    clock = Clock(min(a.proc.t_start for a in actors.all), seen.t_end, seen.wall_to_monotonic)
    tapped = channels_of(seen.taps, actors, seen.spark)
    _find_secrets(seen, tapped, redact)
    between = jvm_traffic(seen, actors, clock)
    channels = [channel(c, seen, actors, clock, redact) for c in tapped] + [c for c, _ in between]
    events = (
        message_events(tapped, seen.run["payloads"], clock, redact)
        + line_events(seen, actors, clock)
        + spark_events(tapped, seen, actors, clock, redact)
        + gc_events(seen, actors, clock)
        + python_events(tapped, seen, actors, clock, redact)
        + output_events(seen, actors, clock, redact)
        + fold(sorted((e for _, es in between for e in es), key=lambda e: e["at"]))
    )
    events.sort(key=lambda e: e["at"])
    series = memory(seen, actors, clock)
    used = {seen.observer, *(one["source"] for one in [*events, *channels, *series])}
    return {
        "format": 1,
        "run": _run(seen, clock, redact),
        "sources": {k: {"what": w, "fineness": f} for k, (w, f) in SOURCES.items() if k in used},
        "processes": processes(seen, actors, clock, redact),
        "channels": channels,
        "events": events,
        "memory": series,
    }


def _hosts(seen: Observed) -> dict[str, str]:
    """Executor id → address, where the event log gives one."""
    added = [e for e in seen.event_log.events if e["kind"] == "executorAdded"] if seen.event_log else []
    return {e["executor"]: e["host"] for e in added if e["host"][0].isdigit()}


def _find_secrets(seen: Observed, channels: list[Channel], redact: Redactor) -> None:
    for secret in secrets_of(seen.taps, channels):
        redact.add_secret(secret)
    for proc in seen.procs:
        for image in proc.images:
            for key, value in (image.env or {}).items():
                if "SECRET" in key:
                    redact.add_secret(value)
    redact.compile()


def _run(seen: Observed, clock: Clock, redact: Redactor) -> Event:
    text, run = redact.text, seen.run
    added = {a.split("=")[0].strip() for a in run["added"]}
    conf = seen.event_log.conf if seen.event_log else {}
    job = run["job"]
    if job:
        job = {"file": text(job["file"]), "args": [text(a) for a in job["args"]], "source": text(job["source"])}
    return {
        **run,
        "job": job,
        "recorder": __version__,
        "spark": seen.spark,
        "java": seen.java,
        "conf": {k: text(v) for k, v in sorted(conf.items()) if k not in added},
        "command": text(run["command"]),
        "added": [text(a) for a in run["added"]],
        "duration": clock.end,
        "exit": seen.exit,
        "unseen": [text(u) for u in _unseen(seen)],
    }


def _unseen(seen: Observed) -> list[str]:
    out = list(seen.unseen)
    for log in seen.taps:
        out += [e["text"] for e in log.events if e["what"] == "unseen"]
    if seen.event_log is None and seen.run["mode"] == "run":
        out.append("Spark left no event log, so jobs, stages and tasks are missing.")
    return list(dict.fromkeys(out))


def dump(recording: dict[str, Any]) -> str:
    """One line a process, channel, event and series, so that two recordings can be compared by diff."""

    def one(value: Any) -> str:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

    parts = [f'"{key}":{one(recording[key])}' for key in ("format", "run", "sources")]
    for key in ("processes", "channels", "events", "memory"):
        parts.append(f'"{key}":[\n' + ",\n".join(map(one, recording[key])) + "\n]")
    return "{" + ",\n".join(parts) + "}\n"
