"""`python -m pyspark_xray check`: a recording against the format, and a summary of it.

The schema is generated from `src/recording/format.ts`. What a schema cannot say is checked here in the same order and
words as in `src/recording/invariants.ts`; the recordings in `tests/fixtures/broken` keep the two together.
"""

from __future__ import annotations

import gzip
import json
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import fastjsonschema

from .errors import XrayError

FORMAT = 1


@cache
def _validators() -> tuple:
    """(validator of everything but the events, validator of an event by kind)"""
    schema = json.loads((Path(__file__).parent / "schema.json").read_text())
    events = schema["properties"]["events"]
    kinds = {}
    for variant in events["items"].get("oneOf") or events["items"]["anyOf"]:
        kinds[variant["properties"]["kind"]["const"]] = fastjsonschema.compile(variant, use_default=False)
    events["items"] = {"type": "object", "properties": {"kind": {"enum": sorted(kinds)}}, "required": ["kind"]}
    return fastjsonschema.compile(schema, use_default=False), kinds


def first_wrong(r: Any) -> str | None:
    """The first thing wrong in a parsed recording as `path: sentence`, or None."""
    whole, kinds = _validators()
    if isinstance(r, dict) and isinstance(r.get("format"), (int, float)) and r["format"] > FORMAT:
        return f"format: a recording of format {r['format']}, and this recorder reads format {FORMAT}."
    try:
        whole(r)
    except fastjsonschema.JsonSchemaValueException as e:
        return f"{_path(e.path[1:])}: {_words(e)}"
    for i, event in enumerate(r["events"]):
        try:
            kinds[event["kind"]](event)
        except fastjsonschema.JsonSchemaValueException as e:
            return f"{_path(['events', i, *e.path[1:]])}: {_words(e)}"
    return first_broken(r)


def _words(e: fastjsonschema.JsonSchemaValueException) -> str:
    return e.message.split(" ", 1)[1].rstrip(".") + "."


def _path(parts: list) -> str:
    out = ""
    for p in parts:
        out += f"[{p}]" if isinstance(p, int) or str(p).isdigit() else f".{p}" if out else str(p)
    return out or "recording"


def first_broken(r: dict) -> str | None:
    return _broken_process(r) or _broken_channel(r) or _broken_event(r) or _broken_sum(r) or _broken_series(r)


def _broken_process(r: dict) -> str | None:
    by_id: dict[str, dict] = {}
    for i, p in enumerate(r["processes"]):
        at = f"processes[{i}]"
        if p["id"] in by_id:
            return f"{at}.id: {p['id']} is the id of another process too."
        by_id[p["id"]] = p
        if p["source"] not in r["sources"]:
            return f"{at}.source: {p['source']} is not among the sources."
        if i and p["start"] < r["processes"][i - 1]["start"]:
            return f"{at}.start: processes must be in order of start."
        if p["end"] is not None and p["end"] < p["start"]:
            return f"{at}.end: a process cannot end before it starts."
        if p["end"] is None and p["exit"] is not None:
            return f"{at}.exit: a process that has not ended has no exit."
        if p["images"][0]["at"] != p["start"]:
            return f"{at}.images[0].at: the first image stands at the start."
        for j, image in enumerate(p["images"]):
            if j and image["at"] < p["images"][j - 1]["at"]:
                return f"{at}.images[{j}].at: images must be in order of time."
            if p["end"] is not None and image["at"] > p["end"]:
                return f"{at}.images[{j}].at: an image cannot begin after the process ended."
    for i, p in enumerate(r["processes"]):
        if p["parent"] is None:
            continue
        if p["parent"] not in by_id:
            return f"processes[{i}].parent: there is no process {p['parent']}."
        if by_id[p["parent"]]["start"] > p["start"]:
            return f"processes[{i}].parent: {p['parent']} starts after its child."
    return None


def _broken_channel(r: dict) -> str | None:
    processes = {p["id"] for p in r["processes"]}
    ids = set()
    for i, c in enumerate(r["channels"]):
        at = f"channels[{i}]"
        if c["id"] in ids:
            return f"{at}.id: {c['id']} is the id of another channel too."
        ids.add(c["id"])
        if c["source"] not in r["sources"]:
            return f"{at}.source: {c['source']} is not among the sources."
        for j, end in enumerate(c["ends"]):
            if end not in processes:
                return f"{at}.ends[{j}]: there is no process {end}."
        if c["close"] is not None and c["close"] < c["open"]:
            return f"{at}.close: a channel cannot close before it opens."
    return None


def _broken_event(r: dict) -> str | None:
    processes = {p["id"]: p for p in r["processes"]}
    channels = {c["id"]: c for c in r["channels"]}
    before = 0
    for i, e in enumerate(r["events"]):
        at = f"events[{i}]"
        if e["at"] < before:
            return f"{at}.at: events must be in order of time."
        before = e["at"]
        if e["at"] > r["run"]["duration"]:
            return f"{at}.at: {e['at']} is after the end of the recording, {r['run']['duration']}."
        source = r["sources"].get(e["source"])
        if source is None:
            return f"{at}.source: {e['source']} is not among the sources."
        if "until" in e and e["until"] < e["at"]:
            return f"{at}.until: {e['until']} is before {e['at']}."
        if "process" in e and e["process"] not in processes:
            return f"{at}.process: there is no process {e['process']}."
        if e["kind"] not in ("message", "messages"):
            continue
        channel = channels.get(e["channel"])
        if channel is None:
            return f"{at}.channel: there is no channel {e['channel']}."
        if e["from"] not in channel["ends"]:
            return f"{at}.from: {e['from']} is no end of {e['channel']}."
        last = e["until"] if e["kind"] == "messages" else e["at"]
        first = e.get("first", e["at"])
        if first > e["at"]:
            return f"{at}.first: the first byte cannot come after the last."
        if first < channel["open"] or (channel["close"] is not None and last > channel["close"]):
            return f"{at}.at: {e['channel']} is not open then."
        for end in channel["ends"]:
            p = processes[end]
            slack = max(source["fineness"], r["sources"][p["source"]]["fineness"])
            # Bytes may be read after their sender has died, so only who saw them must still live.
            saw = (e["seen"] == "from") == (end == e["from"])
            if first < p["start"] - slack or (saw and p["end"] is not None and last > p["end"] + slack):
                return f"{at}.at: {end} does not live then."
        inside = _broken_message(e, at) if e["kind"] == "message" else _broken_summary(e, at)
        if inside:
            return inside
    return None


def _broken_message(e: dict, at: str) -> str | None:
    kept = _base64_length(e["bytes"]) if "bytes" in e else 0
    if kept > e["size"]:
        return f"{at}.bytes: {kept} bytes are more than its size, {e['size']}."
    end = -1
    for j, (offset, length) in enumerate(e.get("replaced", [])):
        if offset <= end or offset + length > kept:
            return f"{at}.replaced[{j}]: ranges must be in order, apart and within the bytes."
        end = offset + length
    before = 0
    for j, f in enumerate(e.get("fields", [])):
        if f["offset"] < before or f["offset"] + f["size"] > e["size"]:
            return f"{at}.fields[{j}]: fields must be in order and within the message."
        before = f["offset"]
    return None


def _base64_length(s: str) -> int:
    return len(s) // 4 * 3 - (2 if s.endswith("==") else 1 if s.endswith("=") else 0)


def _broken_summary(e: dict, at: str) -> str | None:
    total = sum(e["types"].values())
    return None if total == e["count"] else f"{at}.count: {e['count']}, and its types add up to {total}."


def _broken_sum(r: dict) -> str | None:
    first = {c["id"]: c["ends"][0] for c in r["channels"]}
    sums: Counter = Counter()
    for e in r["events"]:
        if e["kind"] in ("message", "messages"):
            sums[e["channel"], 0 if e["from"] == first[e["channel"]] else 1] += e["size"]
    for i, c in enumerate(r["channels"]):
        for way in (0, 1):
            if sums[c["id"], way] != c["sent"][way]:
                return f"channels[{i}].sent[{way}]: {c['sent'][way]}, and its messages add up to {sums[c['id'], way]}."
    return None


def _broken_series(r: dict) -> str | None:
    processes = {p["id"] for p in r["processes"]}
    for i, s in enumerate(r["memory"]):
        at = f"memory[{i}]"
        if s["process"] not in processes:
            return f"{at}.process: there is no process {s['process']}."
        if s["source"] not in r["sources"]:
            return f"{at}.source: {s['source']} is not among the sources."
        if len(s["at"]) != len(s["value"]):
            return f"{at}.value: {len(s['value'])} values for {len(s['at'])} times."
        for j, t in enumerate(s["at"]):
            if j and t <= s["at"][j - 1]:
                return f"{at}.at[{j}]: times must rise."
            if t > r["run"]["duration"]:
                return f"{at}.at[{j}]: {t} is after the end of the recording, {r['run']['duration']}."
    return None


def read_recording(path: Path) -> dict:
    """A valid recording, or XrayError with the first thing wrong in it."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise XrayError(f"There is no file {path}.") from None
    except (UnicodeDecodeError, IsADirectoryError):
        raise XrayError(f"{path} is not a recording: it is not a text file.") from None
    try:
        r = json.loads(text)
    except json.JSONDecodeError as e:
        raise XrayError(
            f"{path} is not a whole recording: it is not JSON from line {e.lineno}, column {e.colno} on."
        ) from None
    wrong = first_wrong(r)
    if wrong:
        raise XrayError(f"{path} is not a recording of format {FORMAT}: {wrong}")
    return r


def summary(path: Path) -> str:
    """What a valid recording holds, for people."""
    r = read_recording(path)
    run = r["run"]
    packages = [f"{name} {version}" for name, version in run["packages"].items()]
    software = [f"PySpark {run['spark']}", f"Python {run['python']}", *packages, f"Java {run['java'] or '?'}"]
    lines = [
        f"{run['name']}: {', '.join([*software, run['os'], run['date']])}",
        f"  {run['master'] or 'no master'}, {run['duration'] / 1e6:.3f} s, ended with {_exit(run['exit'])}",
        f"  {len(path.read_bytes()):,} bytes, {len(gzip.compress(path.read_bytes())):,} gzipped",
        "  processes: "
        + ", ".join(f"{n} {k}" for k, n in Counter(p["images"][-1]["kind"] for p in r["processes"]).items()),
    ]
    for c in r["channels"]:
        n = sum(e.get("count", 1) for e in r["events"] if e.get("channel") == c["id"])
        sizes = f"{n} messages, {c['sent'][0]:,} and {c['sent'][1]:,} bytes"
        lines.append(f"  {c['id']}: {c['ends'][0]} ↔ {c['ends'][1]}, {sizes}{_agreement(c)}")
    unknown = sum(e["kind"] == "message" and e["type"] == "unknown" for e in r["events"])
    if unknown:
        lines.append(f"  {unknown} messages that the decoder does not know")
    return "\n".join(lines + [f"  not seen: {u}" for u in run["unseen"]])


def _agreement(channel: dict) -> str:
    counted = channel["counted"]
    if counted is None:
        return ""
    return f", {counted['by']} " + ("agrees" if counted["sent"] == channel["sent"] else f"counted {counted['sent']}")


def _exit(exit: dict | None) -> str:
    return "nobody saw" if exit is None else f"exit code {exit['code']}" if "code" in exit else exit["signal"]
