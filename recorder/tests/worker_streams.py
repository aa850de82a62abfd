"""Conversations on a worker socket, each as (version of Spark, what the worker reads, what the worker writes)."""

import struct

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
    frame,
    i,
    q,
    s,
)


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
    "4.2: Arrow has no configuration of its own": lambda: (
        "4.2.0",
        KEY + unframed((4, 2), 200, UDF) + arrow(1) + END,
        b"",
    ),
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
