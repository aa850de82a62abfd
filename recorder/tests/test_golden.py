"""What the decoders make of hand-made streams, message by message and field by field, against `golden/`.

`pytest recorder/tests/test_golden.py --write-golden` writes the texts anew; they are reviewed like code.
"""

from pathlib import Path

import pytest
from streams import KEY, connection, frame, i, s
from worker_streams import WORKER, arrow

from pyspark_xray.decode.connect import decode_connect
from pyspark_xray.decode.driver import (
    PURPOSES,
    decode_accumulators,
    decode_daemon,
    decode_result,
    purpose_of,
)
from pyspark_xray.decode.py4j import decode_py4j
from pyspark_xray.decode.stream import Message
from pyspark_xray.decode.worker import decode_worker

GOLDEN = Path(__file__).parent / "golden"


LETTERS = "c i f r a l m j p d h S s".split()
PY4J = {
    "authentication": (b"A\ntoken\n", b"!yv\n"),
    **{f"command {c}": (f"{c}\none\ntwo\nthree\nfour\ne\n".encode(), b"!yro1\n") for c in LETTERS},
    "short commands": (b"m\nd\no1\ne\n", b"!yv\n"),
    "arguments in another alphabet": ("c\no3\nname\nsé€\ni1\ne\n".encode(), "!ysé\n".encode()),
    "a callback and its answer": (b"!yi3\n", b"c\np0\ncall\nro4\ni7\ne\n!yv\n"),
    "no command": (b"\x80\x05\n", b"!xsfailed\n"),
    "an answer cut off": (b"c\no1\nf\ne\n", b"!yv\n!yro"),
    "bytes that are no UTF-8": (b"c\no1\nf\ns\xff\ne\n", b"!ys\xff\n" + b"c\np0\nf\ns\xff\ne\n"),
    "a callback cut off": (b"", b"c\np0\ncall\nro4\n"),
}

RESULT = {
    "collect": lambda: (s("ok") + frame([1, 2]) + frame([3]) + i(-1), KEY),
    "an iterator, a failed partition": lambda: (s("ok") + i(1) + frame([1]) + i(-1) + i(-1), KEY + i(1) + i(1) + i(0)),
    "Arrow and the order of its batches": lambda: (s("ok") + arrow() + i(2) + i(1) + i(0), KEY),
    "Arrow of no batches": lambda: (s("ok") + arrow() + i(0), KEY),
    "Arrow without an order": lambda: (s("ok") + arrow(), KEY),
    "cut in a batch": lambda: (s("ok") + i(100) + b"x" * 50, KEY),
    "cut in the secret": lambda: (b"", KEY[:20]),
    "a status without its batch": lambda: (s("ok") + i(1) + b"\0\0", KEY + i(1)),
    "collect over a Unix socket": lambda: (frame([1, 2]) + frame([3]) + i(-1), b""),
    "an iterator over a Unix socket": lambda: (i(1) + frame([1]) + i(-1) + i(0), i(1) + i(1) + i(1)),
    "Arrow over a Unix socket": lambda: (arrow() + i(1) + i(0), b""),
    "rows that Python sends, in chunks": lambda: (s("ok"), KEY + i(5) + b"12345" + i(-1)),
    "a status that is none": lambda: (s("ok") + i(7) + b"rows", KEY + i(1)),
    "a status that is none, before as many bytes": lambda: (s("ok") + i(4) + b"rows", KEY + i(1)),
    "cut behind a length": lambda: (s("ok") + i(100), KEY),
    "an answer that is not ok": lambda: (s("err"), KEY),
    "nothing": lambda: (b"", b""),
}

ACCUMULATORS = {
    "a token and updates": (b"token", b"token" + i(0) + i(2) + frame((0, 5)) + frame((1, 6)), b"\1\1"),
    "no token, over a Unix socket": (b"token", i(1) + frame((0, 5)), b"\1"),
    "cut in an update": (b"token", b"token" + i(1) + i(50) + b"123", b""),
    "cut in the token": (b"token", b"tok", b""),
    "a count that is none": (b"", i(-1) + b"rows", b""),
}

DAEMON = {
    "a port and kills": (i(777) + i(778), i(42659)),
    "a path and what a worker prints": (b"", s("/tmp/socket") + b"printed"),
    "half a pid": (i(777) + b"\1", i(1024)),
    "the longest path": (b"", s("/" + "p" * 106)),
    "the largest port": (b"", i(65535)),
    "half a port": (b"", b"\0\0"),
    "half a path": (b"", s("/tmp/socket")[:9]),
    "nothing": (b"", b""),
}


def part(number, payload):
    return bytes([number << 3 | 2, len(payload)]) + payload


BATCH = part(2, b"\x08\x90\x4e" + part(2, b"\xff" * 90))
EACH = b"".join(
    bytes([n << 3 | 2, 1, 96 + n]) if n < 16 else bytes([n << 3 & 127 | 130, 1, 1, 96 + n]) for n in range(1, 20)
)
CONNECT = {
    **{
        f"each part of {name}": (name, EACH, None)
        for name in ("ExecutePlanRequest", "ExecutePlanResponse", "ReleaseExecuteRequest", "ConfigRequest")
    },
    "a number cut": ("ConfigRequest", part(1, b"s") + b"\x10\x96\x01", 5),
    "a tag cut": ("ExecutePlanResponse", part(1, b"s") + b"\x92\1\1x", 4),
    "a request": ("ExecutePlanRequest", part(1, b"session") + part(3, b"\1\2\3") + part(9, b"later"), None),
    "a batch": ("ExecutePlanResponse", part(1, b"s") + BATCH + part(13, b"id"), None),
    "a batch without rows": ("ExecutePlanResponse", part(2, part(2, b"\xff")), None),
    "a batch cut": ("ExecutePlanResponse", part(1, b"s") + BATCH, 40),
    "a schema": ("ExecutePlanResponse", part(7, b"\n\0") + part(14, b""), None),
    "numbers": ("ConfigRequest", b"\x10\x96\x01" + b"\x19" + b"8" * 8 + b"\x25" + b"4" * 4 + part(8, b"x"), None),
    "release": ("ReleaseExecuteRequest", part(1, b"s") + part(3, b"op") + part(5, b"") + part(6, b"r"), None),
    "a group, which Spark does not write": ("ConfigRequest", part(1, b"s") + b"\x0b" + b"123", None),
    "a part that is too long": ("ConfigRequest", part(1, b"s") + b"\x12\x7f1", None),
    "another message": ("AnalyzePlanRequest", part(1, b"s"), None),
}


def told(messages: list[Message]) -> str:
    lines = []
    for m in messages:
        more = "".join(f" {k} {v}" for k, v in (("task", m.task), ("rows", m.rows)) if v is not None)
        when = f"at {m.t}" if m.first == m.t else f"from {m.first} to {m.t}"
        lines.append(f"{m.way} {m.type}: {m.size} bytes {when}{more}")
        lines += told_fields(m.fields)
    return "\n".join(lines)


def told_fields(fields) -> list[str]:
    return [f"    {f.offset}+{f.size} {f.name}: {f.value!r}" for f in fields]


def worker(case):
    spark, request, reply = WORKER[case]()
    conn = connection("workerSocket", request, reply, seed=1)
    return told(decode_worker(conn, spark))


def py4j(case):
    written, read = PY4J[case]
    return told(decode_py4j(connection("py4j", read, written)))


def result(case):
    return told(decode_result(connection("resultSocket", *RESULT[case](), seed=1)))


def accumulators(case):
    token, read, written = ACCUMULATORS[case]
    return told(decode_accumulators(connection("accumulatorSocket", read, written, seed=1), token))


def daemon(case):
    return told(decode_daemon(connection("daemonPipe", *DAEMON[case], seed=1)))


def connect(case):
    kind, data, kept = CONNECT[case]
    fields, rows = decode_connect(kind, data[:kept], len(data))
    return "\n".join([f"{kind}: {len(data)} bytes, {rows} rows", *told_fields(fields)])


SUITES = {
    worker: WORKER,
    py4j: PY4J,
    result: RESULT,
    accumulators: ACCUMULATORS,
    daemon: DAEMON,
    connect: CONNECT,
}


@pytest.mark.parametrize("decode, case", [(decode, case) for decode, cases in SUITES.items() for case in cases])
def test_decoded(decode, case, request):
    file = GOLDEN / f"{decode.__name__}.txt"
    texts = dict(one.split("\n", 1) for one in file.read_text().split("== ")[1:]) if file.exists() else {}
    if request.config.getoption("--write-golden"):
        texts[case] = decode(case) + "\n\n"
        file.write_text("".join(f"== {name}\n{texts[name]}" for name in SUITES[decode] if name in texts))
    assert decode(case) == texts[case].removesuffix("\n\n")


def test_the_purpose_of_a_result_is_the_function_that_a_user_called():
    conn = connection("resultSocket")
    conn.callers = ["_create_local_socket", "_load_from_socket", "collect", "<module>"]
    assert purpose_of(conn) == "collect"
    conn.callers = ["_local_iterator_from_socket", "__init__", "toLocalIterator"]
    assert purpose_of(conn) == "toLocalIterator"
    conn.callers = [*PURPOSES, "<lambda>"]
    assert purpose_of(conn) is None
    assert PURPOSES == {
        "_load_from_socket",
        "_create_local_socket",
        "local_connect_and_auth",
        "__init__",
        "_local_iterator_from_socket",
    }
