"""The decoders read from the bytes that a recording kept what the recording says of them."""

import base64
import json
from pathlib import Path

import pytest

from pyspark_xray.decode.connect import decode_connect
from pyspark_xray.decode.driver import decode_accumulators, decode_daemon, decode_result
from pyspark_xray.decode.py4j import decode_py4j
from pyspark_xray.decode.worker import decode_worker
from pyspark_xray.taplog import Connection

CONTENT = Path(__file__).parents[2] / "content" / "recordings"
NAMES = (
    "accumulator back-collect back-iterator back-iterator-3.5 back-pandas-arrow back-pandas-arrow-3.5 back-take "
    "closure-big collect collect-3.5 end-udf-exception pandas-udf-3.5 py4j-threads two-runners udf-arrow udf-arrow-3.5 "
    "udf-pickle udf-pickle-3.5 worker-socket workers-state"
).split()
DECODERS = {
    "workerSocket": lambda conn, spark, _: decode_worker(conn, spark),
    "daemonPipe": lambda conn, *_: decode_daemon(conn),
    "py4j": lambda conn, *_: decode_py4j(conn),
    "resultSocket": lambda conn, *_: decode_result(conn),
    "accumulatorSocket": lambda conn, _, token: decode_accumulators(conn, token),
}
PYTHON = ("driverPython", "pythonDaemon", "pythonWorker")


def load(name):
    return json.loads((CONTENT / f"{name}.json").read_text())


def whole_front(events):
    """The messages of one direction up to the first whose bytes were not all kept."""
    out = []
    for e in events:
        data = base64.b64decode(e.get("bytes", ""))
        if e["kind"] != "message" or len(data) != e["size"]:
            return out
        out.append((e, data))
    return out


def told(type, size, fields, task=None, rows=None):
    return (type, size, [(f["name"], f["offset"], f["size"], f["value"]) for f in fields], task, rows)


@pytest.mark.parametrize("name", NAMES)
def test_bytes_say_what_the_recording_says(name):
    recording = load(name)
    compared = 0
    for channel in recording["channels"]:
        if channel["kind"] not in DECODERS:
            continue
        events = [e for e in recording["events"] if e.get("channel") == channel["id"]]
        by_python = [e for e in events if e["from"].startswith(PYTHON)]
        sides = {"written": whole_front(by_python), "read": whole_front([e for e in events if e not in by_python])}
        if channel["kind"] == "workerSocket":  # an answer is read by what its request was
            asked = {e.get("task") for e, _ in sides["read"]}
            sides["written"] = [one for one in sides["written"] if one[0].get("task") in asked]
        conn = Connection(channel["kind"], "client", None, None, [], 0)
        for way, chunks in (("written", conn.written), ("read", conn.read)):
            for e, data in sides[way]:
                chunks.add(e["at"], data)
        secrets = [e for e in events if e["kind"] == "message" and e["type"] == "secret"]
        token = base64.b64decode(secrets[0]["bytes"]) if secrets else b""
        messages = DECODERS[channel["kind"]](conn, recording["run"]["spark"], token)
        for way, side in sides.items():
            want = [told(e["type"], e["size"], e.get("fields", []), e.get("task"), e.get("rows")) for e, _ in side]
            got = [
                (m.type, m.size, [(f.name, f.offset, f.size, cut(f.value)) for f in m.fields], m.task, m.rows)
                for m in messages
                if m.way == way
            ]
            assert got == want, channel["id"]
            compared += len(want)
    assert compared > 10


def cut(value):
    return value[:2000] if isinstance(value, str) else value


@pytest.mark.parametrize("name", ["connect", "connect-udf"])
def test_connect_messages_say_what_the_recording_says(name):
    compared = 0
    for e in load(name)["events"]:
        if e["kind"] == "message" and e["channel"].startswith("grpc") and "bytes" in e:
            kind = e["fields"][0]["name"]
            parts, rows = decode_connect(kind, base64.b64decode(e["bytes"]), e["size"])
            want = told(e["type"], 0, e["fields"][1:], rows=e.get("rows"))
            seen = [vars(p) for p in parts]
            if len(base64.b64decode(e["bytes"])) == e["size"]:
                assert told(e["type"], 0, seen, rows=rows) == want
            else:
                assert rows == e.get("rows")
            compared += 1
    assert compared > 10
