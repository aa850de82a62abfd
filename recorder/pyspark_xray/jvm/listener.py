"""Listener events of Spark's event log, each as a plain event (`JsonProtocol.scala`)."""

from __future__ import annotations

from typing import Any

Line = dict[str, Any]

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


def _job_start(line: Line) -> Line:
    properties = line.get("Properties") or {}
    stages = line["Stage Infos"]
    last_stage = max(stages, key=lambda s: s["Stage ID"])["Stage Name"] if stages else ""
    event = {
        "kind": "jobStart",
        "wall_ms": line["Submission Time"],
        "job": line["Job ID"],
        "stages": sorted(line["Stage IDs"]),
        "site": properties.get("callSite.short") or last_stage,
    }
    if "spark.sql.execution.id" in properties:
        event["execution"] = int(properties["spark.sql.execution.id"])
    return event


def _job_end(line: Line) -> Line:
    result = line["Job Result"]
    ok = result["Result"] == "JobSucceeded"
    event = {"kind": "jobEnd", "wall_ms": line["Completion Time"], "job": line["Job ID"], "ok": ok}
    if not ok:
        event["error"] = result.get("Exception", {}).get("Message", "")
    return event


def _stage(kind: str, line: Line) -> Line:
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


def _task(kind: str, line: Line) -> Line:
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


def _task_end(line: Line) -> Line:
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


def _metrics(written: Line | None) -> dict[str, int]:
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


def _executor_added(line: Line) -> Line:
    info = line["Executor Info"]
    return {
        "kind": "executorAdded",
        "wall_ms": line["Timestamp"],
        "executor": line["Executor ID"],
        "host": info["Host"],
        "cores": info["Total Cores"],
    }


def _executor_removed(line: Line) -> Line:
    return {
        "kind": "executorRemoved",
        "wall_ms": line["Timestamp"],
        "executor": line["Executor ID"],
        "reason": line["Removed Reason"],
    }


def _block_manager(line: Line) -> Line:
    manager = line["Block Manager ID"]
    return {
        "kind": "blockManagerAdded",
        "wall_ms": line["Timestamp"],
        "executor": manager["Executor ID"],
        "host": manager["Host"],
        "port": manager["Port"],
        "maxMemory": line["Maximum Memory"],
    }


def _block(line: Line) -> Line:
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


def _level(level: Line) -> str:
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


def _sql_start(line: Line) -> Line:
    return {
        "kind": "sqlStart",
        "wall_ms": line["time"],
        "execution": line["executionId"],
        "description": line["description"],
        "plan": line["physicalPlanDescription"],
    }


def _sql_end(line: Line) -> Line:
    event = {"kind": "sqlEnd", "wall_ms": line["time"], "execution": line["executionId"]}
    if line.get("errorMessage"):
        event["error"] = line["errorMessage"]
    return event


READERS = {
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
