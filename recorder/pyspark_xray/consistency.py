"""Does a recording agree with what independent observers counted? Used by the tests over every committed recording."""

from __future__ import annotations


def disagreements(r: dict) -> list[str]:
    """Sentences, one for each thing that does not agree; empty for a good recording."""
    return _counted(r) + _answers(r) + _tasks(r)


def _counted(r: dict) -> list[str]:
    """The decoded messages of a channel add up to what the kernel counted on its socket."""
    out = []
    for c in r["channels"]:
        if c["counted"] is None:
            continue
        decoded = [
            sum(e["size"] for e in _messages(r, c["id"]) if (e["from"] == c["ends"][0]) == (way == 0)) for way in (0, 1)
        ]
        if decoded != c["counted"]["sent"]:
            out.append(
                f"{c['id']}: messages of {decoded} bytes, and {c['counted']['by']} counted {c['counted']['sent']}."
            )
    return out


def _messages(r: dict, channel: str) -> list[dict]:
    return [e for e in r["events"] if e["kind"] in ("message", "messages") and e["channel"] == channel]


def _answers(r: dict) -> list[str]:
    """On a Py4J connection every command is answered before the next one."""
    out = []
    for c in r["channels"]:
        if c["kind"] != "py4j":
            continue
        waiting = None
        for e in _messages(r, c["id"]):
            if e["kind"] == "messages":
                waiting = None
            elif e["type"] == "command" and c["ends"][0] == e["from"]:
                if waiting is not None:
                    out.append(
                        f"{c['id']}: the command at {waiting} was not answered before the next one at {e['at']}."
                    )
                waiting = e["at"]
            elif e["type"] == "answer":
                waiting = None
    return out


def _tasks(r: dict) -> list[str]:
    """Tasks on worker sockets are tasks of Spark's event log, and a collected task's result holds what was sent."""
    out = []
    ended = {e["task"]: e for e in r["events"] if e["kind"] == "taskEnd"}
    started = {e["task"] for e in r["events"] if e["kind"] == "taskStart"}
    if started and not set(ended) <= started:
        out.append(f"Tasks {sorted(set(ended) - started)} ended and never started.")
    stages = {
        (e["stage"], e["attempt"]): e["tasks"] for e in r["events"] if e["kind"] == "stageEnd" and "error" not in e
    }
    for (stage, attempt), tasks in stages.items():
        ok = sum(e["ok"] and e["stage"] == stage and e["stageAttempt"] == attempt for e in ended.values())
        if ok != tasks:
            out.append(f"Stage {stage} has {tasks} tasks, and {ok} ended well.")
    headers = {e["task"] for e in r["events"] if e["kind"] == "message" and e["type"] == "header"}
    if started and not headers <= started:
        out.append(f"Workers ran tasks {sorted(headers - started)} that the event log does not have.")
    return out


def result_bytes(r: dict, task: int) -> tuple[int, int]:
    """(bytes of batches that the task's worker sent, without their lengths; size of its result by the event log)."""
    batches = [
        e
        for e in r["events"]
        if e["kind"] == "message"
        and e.get("task") == task
        and e["type"] == "batch"
        and e["from"].startswith("pythonWorker")
    ]
    end = next(e for e in r["events"] if e["kind"] == "taskEnd" and e["task"] == task)
    return sum(e["size"] - 4 for e in batches), end["metrics"]["resultSize"]


def _to_nobody(e: dict) -> bool:
    """A worker that is not killed in time tells its closed socket of an EOFError: whether it does is a race."""
    return e["type"] == "exception" and "task" not in e


def skeleton(r: dict) -> dict:
    """What two recordings of one job have in common: kinds, channels, the order of each conversation. No times, sizes
    or ids."""
    kind = lambda id: id.split("-")[0]  # noqa: E731
    conversations = set()
    for c in r["channels"]:
        if c["kind"] in ("workerSocket", "resultSocket", "daemonPipe", "accumulatorSocket"):
            types: list[str] = []
            for e in sorted(_messages(r, c["id"]), key=lambda e: (e["from"], e["at"])):
                if e["kind"] == "message" and not _to_nobody(e) and types[-1:] != [f"{kind(e['from'])} {e['type']}"]:
                    types.append(f"{kind(e['from'])} {e['type']}")
            conversations.add((c["kind"], tuple(types)))
    return {
        "processes": sorted({p["images"][-1]["kind"] for p in r["processes"]} - {"shell", "other"}),
        # Which executor has a broadcast's block first, and so serves it to the other, is a race.
        "channels": sorted(
            {(c["kind"], kind(c["ends"][0]), kind(c["ends"][1])) for c in r["channels"] if c["kind"] != "block"}
        ),
        "conversations": sorted(conversations),
        "events": sorted({e["kind"] for e in r["events"]} - {"gc", "output", "block", "messages", "executorRemoved"}),
        "lines": [e["line"] for e in r["events"] if e["kind"] == "line"],
        "commands": [
            e["fields"][1]["value"] + " " + e["fields"][2]["value"]
            for e in r["events"]
            if e["kind"] == "message"
            and e["type"] == "command"
            and e["fields"][0]["value"] == "call"
            and e["fields"][1]["value"].startswith("z:")
        ],
    }
