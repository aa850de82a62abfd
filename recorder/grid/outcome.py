"""What a run's measures say: how it ended, in which process, and how much each memory held."""
from __future__ import annotations

import re


def summarise(run: dict, settings: dict) -> dict:
    """Bytes. `driver.peak`: highest level after a full collection, so what was held when a request failed, where one did. `driver.hand_over`: level after the collection at the hand-over to Python. `driver.left`: level after a collection before the job. `after`: highest after any collection. None: none came.
    `next_line`: what became of the line after one that raised."""
    jvms = sorted(run["jvms"], key=lambda j: j["first"])
    driver, executors = (jvms[0] if jvms else None), jvms[1:]
    outcome, message = _outcome(run, is_local=settings["executors"] == 0)
    results = [size for _, reason, size in run["results"] if reason == "Success"]
    return {
        "outcome": outcome,
        "appears": "hang" if run["hang"] and "outcome" not in run else "killed" if outcome == "pythonKilled" else "exception" if outcome != "finished" else "result",
        "message": message,
        **({"next_line": run["next_line"]} if "next_line" in run else {}),
        "text": None if outcome == "finished" else _ends(run.get("text", "\n".join(run["log"]))),
        "seconds": round((run["ended"] - run["started"]) / 1e9, 1) if "ended" in run else None,
        "driver": driver and {"left": driver["left"], "base": driver["base"], "peak": driver["peak_full"], "hand_over": driver["hand_over"], "after": driver["peak_after"], "collections": driver["collections"],
                              "heap": driver["heap_max"], "region": driver["region"], "collector": driver["collector"]},
        "executor": {"peak": max(j["peak_full"] or 0 for j in executors), "after": max(j["peak_after"] or 0 for j in executors), "started": len(executors)} if executors else None,
        "python": {"before": run.get("python_before"), "peak": run.get("python_peak")},
        "results": {"count": len(results), "bytes": sum(results), "largest": max(results, default=0)},
    }


def _outcome(run: dict, is_local: bool) -> tuple[str, str | None]:
    """`is_local`: one JVM is driver and executor, and its heap the driver's."""
    text = run.get("text", "")
    log = "\n".join(run["log"])
    if run["kernel_kills"]:
        return "pythonKilled", None
    if run.get("outcome") == "finished":
        return "finished", None
    if re.search(r"^MemoryError|pyarrow.lib.ArrowMemoryError|^numpy.*MemoryError|Unable to allocate", text, re.M):
        return "memoryError", _line(text, r"MemoryError.*|.*Unable to allocate.*")
    if "maxResultSize" in text:
        return "maxResultSize", _line(text, r"Total size of serialized results.*")
    if re.search(r"ExecutorLostFailure|Lost task .*OutOfMemoryError", text + log) and "task-result-getter" not in log:
        return "driverHeap" if is_local else "executorHeap", _line(text, r"Job aborted.*") or _line(text, r".*OutOfMemoryError.*")
    if "OutOfMemoryError" in text + log:
        return "driverHeap", _line(text, r".*OutOfMemoryError.*") or _line(log, r"Exception in thread.*OutOfMemoryError.*")
    return "unknown", (text or log)[-600:]


def _ends(text: str, first: int = 4000, last: int = 2000) -> str:
    """The user's traceback is at the beginning, the last cause at the end."""
    return text if len(text) <= first + last else f"{text[:first]}\n…\n{text[-last:]}"


def _line(text: str, pattern: str) -> str | None:
    found = re.search(pattern, text)
    return found[0][:400] if found else None
