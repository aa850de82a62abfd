"""Spark's event log, read into plain events.

The log is one JSON object a line (`JsonProtocol.scala`), written by the driver's listener bus in the order in which
things were posted. Tried on Spark 3.5.9 and 4.3.0. Names of listener events that are unknown here are passed over:
each release adds some.

Clock: the driver's wall clock, in whole milliseconds (`System.currentTimeMillis`); `wall_ms` is its epoch value.
A task's start and end are the *driver's* view (sent off; result handled), not the executor's.

A block update carries no time of its own. Its `wall_ms` is the latest time written before it in the log (it happened no
earlier) and `until_ms` the next later time after it (it happened about then at the latest; absent at the end of a log).
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .listener import READERS
from .sql_metrics import SqlMetrics

_SQL = "org.apache.spark.sql.execution.ui."


@dataclass
class EventLog:
    """What one application's event log says. `events` are in the log's own order, not sorted by `wall_ms`."""

    spark_version: str = ""
    java_version: str = ""
    conf: dict[str, str] = field(default_factory=dict)
    app_id: str = ""
    events: list[dict[str, Any]] = field(default_factory=list)
    ended: bool = False  # the application said that it ended; a killed driver never does
    cut: bool = False  # the last line was incomplete and left out


def find_eventlogs(folder: Path) -> list[Path]:
    """The plain event logs in `folder`, finished or `.inprogress`, told by their first line."""
    return [path for path in sorted(Path(folder).iterdir()) if path.is_file() and _is_eventlog(path)]


def _is_eventlog(path: Path) -> bool:
    with open(path, "rb") as file:
        return file.read(40).startswith(b'{"Event":"SparkListenerLogStart"')


def read_eventlog(path: Path) -> EventLog:
    """Read one event log; where only `path` + `.inprogress` exists, that one.

    ValueError if it is no plain event log, or if a line other than the last is no JSON; FileNotFoundError.
    Times are epoch ms, sizes bytes; every other unit is in the key's name (`runMs`, `cpuNs`).
    """
    path = Path(path)
    if not path.exists():
        path = path.with_name(path.name + ".inprogress")
    if not _is_eventlog(path):
        raise ValueError(f"{path.name}: not a plain Spark event log (compressed, or no SparkListenerLogStart)")
    log = EventLog()
    sql = SqlMetrics()
    for line in _lines(path, log):
        event = line["Event"].removeprefix(_SQL)
        if event == "SparkListenerLogStart":
            log.spark_version = line["Spark Version"]
        elif event == "SparkListenerEnvironmentUpdate":
            log.conf = dict(line["Spark Properties"])
            log.java_version = line["JVM Information"]["Java Version"]
        elif event == "SparkListenerApplicationStart":
            log.app_id = line.get("App ID", "")
        elif event == "SparkListenerApplicationEnd":
            log.ended = True
        sql.update(event, line)
        if event in READERS:
            log.events.append(READERS[event](line))
            if event == "SparkListenerSQLExecutionEnd":
                sql.add_results(log.events[-1])
    _date_blocks(log.events)
    return log


def _lines(path: Path, log: EventLog) -> Iterator[dict[str, Any]]:
    with open(path, encoding="utf-8", errors="replace") as file:
        for number, text in enumerate(file, 1):
            try:
                line = json.loads(text)
            except ValueError:
                if not text.endswith("\n"):
                    log.cut = True
                    return
                raise ValueError(f"{path.name}, line {number}: not JSON") from None
            yield line


def _date_blocks(events: list[dict[str, Any]]) -> None:
    latest = 0
    undated: list[dict[str, Any]] = []
    for event in events:
        if event["kind"] == "block":
            event["wall_ms"] = latest
            undated.append(event)
            continue
        time = event["wall_ms"]
        # the waiting ones are ordered by their wall_ms, so those that this time lies after are the front of the list
        split = bisect_left([block["wall_ms"] for block in undated], time)
        for block in undated[:split]:
            block["until_ms"] = time
        del undated[:split]
        latest = max(latest, time)
