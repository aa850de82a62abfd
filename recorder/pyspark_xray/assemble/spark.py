"""What Spark's event log says ran: jobs, stages, tasks, executors, blocks, SQL."""

from __future__ import annotations

from ..actors import Actors
from ..redact import Redactor
from ..traffic import Channel
from .observed import Clock, Event, Observed

MILLISECOND = 1000
"""µs: Spark writes whole ones, and within one an effect stands after its cause."""


def spark_events(
    channels: list[Channel], seen: Observed, actors: Actors, clock: Clock, redact: Redactor
) -> list[Event]:
    log = seen.event_log
    if log is None:
        return []
    last_messages = _last_message_of_task(channels, clock)
    out: list[Event] = []
    before = 0
    for logged in log.events:
        if logged["kind"] == "blockManagerAdded":
            continue
        at = clock.us_of_wall(logged["wall_ms"] * 1_000_000)
        if logged["kind"] == "taskEnd" and at <= last_messages.get(logged["task"], 0) < at + MILLISECOND:
            at = last_messages[logged["task"]] + 1
        if logged["kind"] == "jobStart":
            at = _after_command(at, channels, clock)
        if logged["kind"] != "block":
            at = before if at < before < at + MILLISECOND else at
            before = max(before, at)
        out += _events(logged, min(at, clock.end), actors, clock, redact)
    return out


def _last_message_of_task(channels: list[Channel], clock: Clock) -> dict[int, int]:
    sockets = [c for c in channels if c.kind == "workerSocket"]
    return {m.task: clock.us(m.t) for c in sockets for m in c.messages if m.task is not None}


def _after_command(at: int, channels: list[Channel], clock: Clock) -> int:
    """A job starts after the Py4J command that asked for it."""
    for c in channels:
        for m in c.messages if c.kind == "py4j" else ():
            t = clock.us(m.t)
            if m.seen == "from" and at <= t < at + MILLISECOND:
                at = t + 1
    return at


def _events(logged: Event, at: int, actors: Actors, clock: Clock, redact: Redactor) -> list[Event]:
    """The event, behind the exception that it tells of."""
    e = {k: v for k, v in logged.items() if k not in ("wall_ms", "host")}
    event: Event = {"kind": e.pop("kind"), "at": at, "source": "eventLog"}
    if event["kind"] == "block":
        until_ms = e.pop("until_ms", None)
        until = clock.end if until_ms is None else clock.us_of_wall(until_ms * 1_000_000)
        event["until"] = max(until, at)
    if "executor" in e:
        process = actors.of_executor(e.pop("executor")) or actors.driver_jvm()
        if process is None:
            return []
        event["process"] = process.id
    exception = e.pop("exception", None)
    if "gettingResultMs" in e:
        e["metrics"] = {**e["metrics"], "gettingResultMs": e.pop("gettingResultMs")}
    event.update({k: redact.text(v) if isinstance(v, str) else v for k, v in e.items()})
    if event["kind"] == "sqlEnd":
        event.setdefault("metrics", [])
    if exception:
        return [_wrapped(at, event["process"], logged["reason"], redact.text(exception)), event]
    driver = actors.driver_jvm()
    if event["kind"] == "jobEnd" and not event["ok"] and driver:
        return [_wrapped(at, driver.id, "org.apache.spark.SparkException", event.get("error", "")), event]
    return [event]


def _wrapped(at: int, process: str, type: str, text: str) -> Event:
    event = {"kind": "exception", "at": at, "source": "eventLog", "process": process}
    return {**event, "role": "wrapped", "type": type, "text": text}
