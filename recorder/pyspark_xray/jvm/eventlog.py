"""Spark's event log, read into plain events.

The log is one JSON object a line (`JsonProtocol.scala`), written by the driver's listener bus in the order in which
things were posted. Tried on Spark 3.5.9 and 4.3.0. Names of listener events that are unknown here are passed over:
each release adds some.

Clock: the driver's wall clock, in whole milliseconds (`System.currentTimeMillis`); `wall_ms` is its epoch value.
A task's start and end are the *driver's* view (sent off; result handled), not the executor's.

A block update carries no time of its own. Its `wall_ms` is the latest time written before it in the log (it happened no
earlier) and `until_ms` the next later time after it (it happened about then at the latest; absent at the end of a log).
"""

import json
from bisect import bisect_left
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Iterator

_SQL = "org.apache.spark.sql.execution.ui."

# our name -> path in "Task Metrics"
_METRICS = {
    "runMs": ("Executor Run Time",),
    "resultSize": ("Result Size",),
    "cpuNs": ("Executor CPU Time",),
    "deserializeMs": ("Executor Deserialize Time",),
    "deserializeCpuNs": ("Executor Deserialize CPU Time",),
    "gcMs": ("JVM GC Time",),
    "resultSerializationMs": ("Result Serialization Time",),
    "peakExecutionMemory": ("Peak Execution Memory",),
    "memorySpilled": ("Memory Bytes Spilled",),
    "diskSpilled": ("Disk Bytes Spilled",),
    "shuffleReadRemoteBlocks": ("Shuffle Read Metrics", "Remote Blocks Fetched"),
    "shuffleReadLocalBlocks": ("Shuffle Read Metrics", "Local Blocks Fetched"),
    "shuffleReadRemoteBytes": ("Shuffle Read Metrics", "Remote Bytes Read"),
    "shuffleReadRemoteBytesToDisk": ("Shuffle Read Metrics", "Remote Bytes Read To Disk"),
    "shuffleReadLocalBytes": ("Shuffle Read Metrics", "Local Bytes Read"),
    "shuffleReadRecords": ("Shuffle Read Metrics", "Total Records Read"),
    "shuffleReadWaitMs": ("Shuffle Read Metrics", "Fetch Wait Time"),
    "shuffleWriteBytes": ("Shuffle Write Metrics", "Shuffle Bytes Written"),
    "shuffleWriteRecords": ("Shuffle Write Metrics", "Shuffle Records Written"),
    "shuffleWriteNs": ("Shuffle Write Metrics", "Shuffle Write Time"),
    "bytesIn": ("Input Metrics", "Bytes Read"),
    "recordsIn": ("Input Metrics", "Records Read"),
    "bytesOut": ("Output Metrics", "Bytes Written"),
    "recordsOut": ("Output Metrics", "Records Written"),
}
_ALWAYS = {"runMs", "resultSize"}


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
    sql = _SqlMetrics()
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
        if event in _READERS:
            log.events.append(_READERS[event](line))
            if event == "SparkListenerSQLExecutionEnd":
                sql.add_results(log.events[-1])
    _date_blocks(log.events)
    return log


def _lines(path: Path, log: EventLog) -> Iterator[dict]:
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


def _date_blocks(events: list[dict]) -> None:
    latest = 0
    undated: list[dict] = []
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


def _job_start(line: dict) -> dict:
    properties = line.get("Properties") or {}
    stages = line["Stage Infos"]
    site = properties.get("callSite.short") or max(stages, key=lambda s: s["Stage ID"], default={}).get("Stage Name", "")
    event = {
        "kind": "jobStart",
        "wall_ms": line["Submission Time"],
        "job": line["Job ID"],
        "stages": sorted(line["Stage IDs"]),
        "site": site,
    }
    if "spark.sql.execution.id" in properties:
        event["execution"] = int(properties["spark.sql.execution.id"])
    return event


def _job_end(line: dict) -> dict:
    result = line["Job Result"]
    ok = result["Result"] == "JobSucceeded"
    event = {"kind": "jobEnd", "wall_ms": line["Completion Time"], "job": line["Job ID"], "ok": ok}
    if not ok:
        event["error"] = result.get("Exception", {}).get("Message", "")
    return event


def _stage(kind: str, line: dict) -> dict:
    info = line["Stage Info"]
    start = info.get("Submission Time", 0)
    event = {
        "kind": kind,
        "wall_ms": start if kind == "stageStart" else info.get("Completion Time", start),
        "stage": info["Stage ID"],
        "attempt": info["Stage Attempt ID"],
        "name": info["Stage Name"],
        "tasks": info["Number of Tasks"],
    }
    if "Failure Reason" in info:
        event["error"] = info["Failure Reason"]
    return event


def _task(kind: str, line: dict) -> dict:
    info = line["Task Info"]
    return {
        "kind": kind,
        "wall_ms": info["Launch Time" if kind == "taskStart" else "Finish Time"],
        "task": info["Task ID"],
        "stage": line["Stage ID"],
        "stageAttempt": line["Stage Attempt ID"],
        "partition": info["Index"],
        "attempt": info["Attempt"],
        "executor": info["Executor ID"],
    }


def _task_end(line: dict) -> dict:
    event = _task("taskEnd", line)
    reason = line["Task End Reason"]
    kind = reason["Reason"]
    event["ok"] = kind == "Success"
    if kind == "ExceptionFailure":
        event["reason"] = reason["Class Name"]
        event["exception"] = reason.get("Full Stack Trace") or reason.get("Description", "")
    elif not event["ok"]:
        text = reason.get("Loss Reason") or reason.get("Kill Reason") or reason.get("Message")
        event["reason"] = f"{kind}: {text}" if text else kind
    event["metrics"] = _metrics(line.get("Task Metrics"))
    info = line["Task Info"]
    if info.get("Getting Result Time"):
        event["gettingResultMs"] = info["Finish Time"] - info["Getting Result Time"]
    return event


def _metrics(written: dict | None) -> dict[str, int]:
    if not written:  # a lost task has none
        return {}
    metrics = {}
    for name, keys in _METRICS.items():
        value: Any = written
        for key in keys:
            value = value.get(key, {})
        if value or name in _ALWAYS:
            metrics[name] = value or 0
    return metrics


def _executor_added(line: dict) -> dict:
    info = line["Executor Info"]
    return {
        "kind": "executorAdded",
        "wall_ms": line["Timestamp"],
        "executor": line["Executor ID"],
        "host": info["Host"],
        "cores": info["Total Cores"],
    }


def _executor_removed(line: dict) -> dict:
    return {
        "kind": "executorRemoved",
        "wall_ms": line["Timestamp"],
        "executor": line["Executor ID"],
        "reason": line["Removed Reason"],
    }


def _block_manager(line: dict) -> dict:
    manager = line["Block Manager ID"]
    return {
        "kind": "blockManagerAdded",
        "wall_ms": line["Timestamp"],
        "executor": manager["Executor ID"],
        "host": manager["Host"],
        "port": manager["Port"],
        "maxMemory": line["Maximum Memory"],
    }


def _block(line: dict) -> dict:
    info = line["Block Updated Info"]
    return {
        "kind": "block",
        "wall_ms": 0,
        "executor": info["Block Manager ID"]["Executor ID"],
        "block": info["Block ID"],
        "level": _level(info["Storage Level"]),
        "memory": info["Memory Size"],
        "disk": info["Disk Size"],
    }


def _level(level: dict) -> str:
    """Spark's own name of where the block is now; `NONE` when it was removed (written as a replication of 0)."""
    if level["Replication"] == 0:
        return "NONE"
    if level["Use Off Heap"]:
        name = "OFF_HEAP"
    elif level["Use Memory"]:
        name = "MEMORY_AND_DISK" if level["Use Disk"] else "MEMORY_ONLY"
        name += "" if level["Deserialized"] else "_SER"
    elif level["Use Disk"]:
        name = "DISK_ONLY"
    else:
        return "NONE"
    return name if level["Replication"] == 1 else f"{name}_{level['Replication']}"


def _sql_start(line: dict) -> dict:
    return {
        "kind": "sqlStart",
        "wall_ms": line["time"],
        "execution": line["executionId"],
        "description": line["description"],
        "plan": line["physicalPlanDescription"],
    }


def _sql_end(line: dict) -> dict:
    event = {"kind": "sqlEnd", "wall_ms": line["time"], "execution": line["executionId"]}
    if line.get("errorMessage"):
        event["error"] = line["errorMessage"]
    return event


_READERS = {
    "SparkListenerJobStart": _job_start,
    "SparkListenerJobEnd": _job_end,
    "SparkListenerStageSubmitted": lambda line: _stage("stageStart", line),
    "SparkListenerStageCompleted": lambda line: _stage("stageEnd", line),
    "SparkListenerTaskStart": lambda line: _task("taskStart", line),
    "SparkListenerTaskEnd": _task_end,
    "SparkListenerExecutorAdded": _executor_added,
    "SparkListenerExecutorRemoved": _executor_removed,
    "SparkListenerBlockManagerAdded": _block_manager,
    "SparkListenerBlockUpdated": _block,
    "SparkListenerSQLExecutionStart": _sql_start,
    "SparkListenerSQLExecutionEnd": _sql_end,
}


class _SqlMetrics:
    """Totals of SQL metrics: the plan names each accumulator, successful tasks and the driver add to it.

    Metrics of type `average` are left out: their updates do not add up.
    """

    def __init__(self) -> None:
        self._plans: dict[int, str] = {}  # execution -> newest plan text (adaptive execution replaces it)
        self._metrics: dict[int, dict[int, dict]] = {}  # execution -> accumulator id -> {node, name, type}
        self._totals: dict[int, int] = {}  # accumulator id -> total

    def update(self, event: str, line: dict) -> None:
        if event in ("SparkListenerSQLExecutionStart", "SparkListenerSQLAdaptiveExecutionUpdate"):
            if event == "SparkListenerSQLAdaptiveExecutionUpdate":
                self._plans[line["executionId"]] = line["physicalPlanDescription"]
            self._name(self._metrics.setdefault(line["executionId"], {}), line["sparkPlanInfo"])
        elif event == "SparkListenerDriverAccumUpdates":
            for accumulator, value in line["accumUpdates"]:
                self._add(accumulator, value)
        elif event == "SparkListenerTaskEnd" and line["Task End Reason"]["Reason"] == "Success":
            for update in line["Task Info"]["Accumulables"]:
                if update.get("Metadata") == "sql" and "Update" in update:
                    self._add(update["ID"], int(update["Update"]))

    def _name(self, metrics: dict[int, dict], node: dict) -> None:
        for metric in node["metrics"]:
            metrics[metric["accumulatorId"]] = {
                "node": node["nodeName"],
                "name": metric["name"],
                "type": metric["metricType"],
            }
        for child in node["children"]:
            self._name(metrics, child)

    def _add(self, accumulator: int, value: int) -> None:
        if value > 0:  # a size that was never set is -1
            self._totals[accumulator] = self._totals.get(accumulator, 0) + value

    def add_results(self, end: dict) -> None:
        """Add to a sqlEnd event `metrics` (in the order of the plan, only those set) and `plan`, the one in force."""
        execution = end["execution"]
        if execution in self._plans:
            end["plan"] = self._plans[execution]
        end["metrics"] = [
            {**metric, "value": self._totals[accumulator]}
            for accumulator, metric in self._metrics.get(execution, {}).items()
            if accumulator in self._totals and metric["type"] != "average"
        ]
