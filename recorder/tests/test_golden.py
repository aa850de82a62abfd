"""What the decoders make of hand-made streams, message by message and field by field, against `golden/`.

`pytest recorder/tests/test_golden.py --write-golden` writes the texts anew; they are reviewed like code.
"""

import struct
from pathlib import Path

import pytest
from streams import (
    BLOB,
    CONTEXT,
    END,
    HEADER_35,
    KEY,
    NONE,
    PID_OK,
    REPLY_35,
    REPLY_43,
    REQUEST_35,
    REQUEST_43,
    connection,
    frame,
    i,
    q,
    s,
)

from pyspark_xray.decode.connect import decode_connect
from pyspark_xray.decode.driver import decode_accumulators, decode_daemon, decode_py4j, decode_result, purpose_of
from pyspark_xray.decode.stream import Message
from pyspark_xray.decode.worker import decode_worker

GOLDEN = Path(__file__).parent / "golden"


def flag(is_set):
    return b"\1" if is_set else b"\0"


def framed(eval_type, rest, includes=(), broadcasts=NONE, runner=(), eval_conf=()):
    """A header of 4.3 and what follows it in the init message."""
    names = b"".join(map(s, includes))
    pairs = [i(len(one)) + b"".join(s(k) + s(v) for k, v in one) for one in (runner, eval_conf)]
    body = i(1) + s("3.11") + s(CONTEXT) + s("/files") + i(len(includes)) + names + broadcasts + i(eval_type)
    body += b"".join(pairs) + rest
    return i(-8) + i(len(body)) + body


def unframed(spark, eval_type, function):
    """A header before 4.3, with everything in it that can be."""
    barrier = flag(True) + i(4040) + s("b" * 32)
    context = i(5) + i(6) + i(2) + q(9) + i(1) + i(1) + s("gpu") + s("name") + i(2) + s("0") + s("1")
    properties = i(2) + s("spark.job.description") + s("d") + s("callSite.short") + s("c")
    broadcasts = flag(True) + i(2) + i(4141) + s("d" * 32) + q(0) + q(1)
    head = i(3) + s("3.10") + barrier + context + properties + s("/files") + i(2) + s("a.py") + s("b.zip") + broadcasts
    conf = i(1) + s("spark.sql.session.timeZone") + s("UTC") if spark >= (4, 2) else b""
    return head + i(eval_type) + conf + function


def arrow(rows=3, dictionary=False):
    pyarrow = pytest.importorskip("pyarrow")
    sink = pyarrow.BufferOutputStream()
    column = pyarrow.array([str(n % 2) for n in range(rows)])
    batch = pyarrow.record_batch({"n": column.dictionary_encode() if dictionary else pyarrow.array(range(rows))})
    with pyarrow.ipc.new_stream(sink, batch.schema) as writer:
        writer.write_batch(batch)
    return sink.getvalue().to_pybytes()


def tensor():
    """An Arrow message that Spark never sends, and the end of a stream."""
    pyarrow = pytest.importorskip("pyarrow")
    sink = pyarrow.BufferOutputStream()
    pyarrow.ipc.write_tensor(pyarrow.Tensor.from_numpy(pytest.importorskip("numpy").zeros(8, "int64")), sink)
    return sink.getvalue().to_pybytes() + b"\xff" * 4 + i(0)


UDF = i(1) + i(2) + i(0) + flag(False) + i(3) + flag(True) + s("who") + i(2) + BLOB + BLOB + q(77)
UDTF = i(1) + i(0) + flag(True) + s("n") + i(1) + i(4) + flag(True) + BLOB + BLOB + s("struct<n:int>") + s("split")
TIMING = i(-3) + struct.pack(">6q", 1, 2, 3, 4, 5, 6)
TAIL = i(-1) + i(0) + END


def answer(*parts, start=PID_OK):
    return start + b"".join(parts)


WORKER = {
    "an RDD task of 4.3": lambda: ("4.3.0", REQUEST_43, REPLY_43),
    "an RDD task of 3.5": lambda: ("3.5.9", REQUEST_35, REPLY_35),
    "includes, broadcasts, configurations": lambda: (
        "4.3.0",
        KEY + framed(0, BLOB, ["a.py"], flag(False) + i(2) + q(0) + s("/b0") + q(-1), [("k", "v")], [("e", "f")]),
        b"",
    ),
    "broadcasts to be decrypted": lambda: (
        "4.3.0",
        KEY + framed(0, BLOB, broadcasts=flag(True) + i(1) + i(4141) + s("d" * 32) + q(3)) + frame([1]) + i(-1) + END,
        b"",
    ),
    "a Python UDF": lambda: (
        "4.3.0",
        KEY + framed(100, UDF) + frame([(1,), (2,)]) + frame(((3,),)) + i(-1) + END,
        answer(frame([1, 2]), frame((3,)), TIMING, TAIL),
    ),
    "a table function": lambda: ("4.3.0", KEY + framed(300, UDTF) + frame([1]) + i(-1) + END, answer(TIMING, TAIL)),
    "an Arrow UDF": lambda: (
        "4.3.0",
        KEY + framed(200, UDF) + arrow() + i(-1) + END,
        answer(i(-6), arrow(), TIMING, TAIL),
    ),
    "Arrow without a mark, an empty partition": lambda: (
        "4.3.0",
        KEY + framed(200, UDF) + END + framed(200, UDF) + arrow(2, dictionary=True) + END,
        answer(TIMING, TAIL, arrow(2), TIMING, TAIL),
    ),
    "an Arrow message that is neither schema nor batch": lambda: (
        "4.3.0",
        KEY + framed(200, UDF) + tensor() + END,
        b"",
    ),
    "grouped Arrow": lambda: (
        "4.3.0",
        KEY + framed(201, UDF) + i(1) + arrow(1) + i(2) + arrow(2) + arrow(1) + i(0) + END,
        answer(i(-6), arrow(1), TIMING, TAIL),
    ),
    "bytes that are no pickle, and a null": lambda: (
        "4.3.0",
        KEY + framed(0, BLOB) + i(3) + b"abc" + i(-5) + i(0) + i(-1) + END,
        answer(i(3) + b"abc", TIMING, i(-1) + i(2), frame((0, 1)), frame((1, 2)), i(-1)),
    ),
    "barrier, resources, includes, before 4.1": lambda: (
        "4.0.1",
        KEY + unframed((4, 0), 0, BLOB) + frame([1]) + i(-1) + END,
        answer(frame([2]), TIMING[:44], TAIL),
    ),
    "4.1: barrier only when it is one": lambda: ("4.1.0", KEY + unframed((4, 1), 0, BLOB) + i(-1) + END, b""),
    "4.2: unframed, with a configuration": lambda: ("4.2.0", KEY + unframed((4, 2), 100, UDF) + i(-1) + END, b""),
    "4.1: a flag for the profiler": lambda: (
        "4.1.0",
        KEY + unframed((4, 1), 100, flag(True) + UDF) + frame([1]) + i(-1) + END,
        b"",
    ),
    "4.0: no profiler, an Arrow UDF with its configuration": lambda: (
        "4.0.1",
        KEY + unframed((4, 0), 200, i(1) + s("k") + s("v") + flag(False) + UDF[:-8]) + arrow(1) + END,
        b"",
    ),
    "3.5: two UDFs": lambda: (
        "3.5.9",
        KEY + HEADER_35[:-4] + i(100) + i(2) + (i(1) + i(0) + i(1) + BLOB) * 2 + frame([1]) + i(-1) + END,
        b"",
    ),
    "an exception": lambda: ("4.3.0", REQUEST_43, answer(frame([1]), i(-2) + s("Traceback\nValueError: no\n"))),
    "an exception to nobody": lambda: ("4.3.0", REQUEST_43, REPLY_43 + i(-2) + s("EOFError\n")),
    "two tasks": lambda: ("4.3.0", REQUEST_43 + REQUEST_43[68:], REPLY_43 + REPLY_43[10:]),
    "no secret, no ok": lambda: ("4.3.0", REQUEST_43[68:], REPLY_43[:4] + REPLY_43[10:]),
    "cut in a batch": lambda: ("4.3.0", REQUEST_43[:-12], REPLY_43[:30]),
    "cut in the header": lambda: ("4.3.0", REQUEST_43[:200], i(4321)),
    "a function that is none": lambda: ("4.3.0", KEY + framed(100, i(1) + i(-1)) + END, b""),
    "bytes behind the answers": lambda: ("4.3.0", REQUEST_43, REPLY_43 + i(7) + b"1234567"),
    "nothing": lambda: ("4.3.0", b"", b""),
}

LETTERS = "c i f r a l m j p d h S s".split()
PY4J = {
    "authentication": (b"A\ntoken\n", b"!yv\n"),
    **{f"command {c}": (f"{c}\none\ntwo\nthree\nfour\ne\n".encode(), b"!yro1\n") for c in LETTERS},
    "short commands": (b"m\nd\no1\ne\n", b"!yv\n"),
    "arguments in another alphabet": ("c\no3\nname\nsé€\ni1\ne\n".encode(), "!ysé\n".encode()),
    "a callback and its answer": (b"!yi3\n", b"c\np0\ncall\nro4\ni7\ne\n!yv\n"),
    "no command": (b"\x80\x05\n", b"!xsfailed\n"),
    "an answer cut off": (b"c\no1\nf\ne\n", b"!yv\n!yro"),
    "a callback cut off": (b"", b"c\np0\ncall\nro4\n"),
}

RESULT = {
    "collect": lambda: (s("ok") + frame([1, 2]) + frame([3]) + i(-1), KEY),
    "an iterator, a failed partition": lambda: (s("ok") + i(1) + frame([1]) + i(-1) + i(-1), KEY + i(1) + i(1) + i(0)),
    "Arrow and the order of its batches": lambda: (s("ok") + arrow() + i(2) + i(1) + i(0), KEY),
    "Arrow without an order": lambda: (s("ok") + arrow(), KEY),
    "cut in a batch": lambda: (s("ok") + i(100) + b"x" * 50, KEY),
    "cut in the secret": lambda: (b"", KEY[:20]),
    "a status without its batch": lambda: (s("ok") + i(1) + b"\0\0", KEY + i(1)),
    "nothing": lambda: (b"", b""),
}

ACCUMULATORS = {
    "a token and updates": (5, b"token" + i(0) + i(2) + frame((0, 5)) + frame((1, 6)), b"\1\1"),
    "no token": (0, i(1) + frame((0, 5)), b"\1"),
    "cut in an update": (5, b"token" + i(1) + i(50) + b"123", b""),
    "cut in the token": (5, b"tok", b""),
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
CONNECT = {
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
    conn.callers = ["local_connect_and_auth", "<lambda>"]
    assert purpose_of(conn) is None
