"""Decoders over small hand-made streams: every byte is in exactly one message, however the stream was cut."""

import pickle
import random
import struct

import pytest
from streams import CONTEXT, FUNCTION, HEADER_35, REPLY_35, REPLY_43, REQUEST_35, REQUEST_43, connection, frame, i, s

from pyspark_xray.decode.connect import NAMES, ROW_COUNT, decode_connect
from pyspark_xray.decode.driver import decode_accumulators, decode_daemon, decode_result
from pyspark_xray.decode.py4j import decode_py4j
from pyspark_xray.decode.rows import rows_of
from pyspark_xray.decode.worker import decode_worker


def types(messages, way):
    return [m.type for m in messages if m.way == way]


def whole(conn, messages):
    """Every byte is in one message, in order."""
    for way, chunks in (("read", conn.read), ("written", conn.written)):
        assert b"".join(m.payload for m in messages if m.way == way) == bytes(chunks.data)


@pytest.mark.parametrize("seed", [None, *range(20)])
@pytest.mark.parametrize("spark, request_, reply", [("4.3.0", REQUEST_43, REPLY_43), ("3.5.9", REQUEST_35, REPLY_35)])
def test_worker_socket(spark, request_, reply, seed):
    conn = connection("workerSocket", request_ * 1, reply, seed)
    messages = decode_worker(conn, spark)
    whole(conn, messages)
    batches = ["batch"] * (2 if spark == "4.3.0" else 1)
    assert types(messages, "read") == ["secret", "header", "function", *batches, "endOfData", "endOfStream"]
    assert [t for t in types(messages, "written") if t != "batch"] == [
        "pid",
        "ok",
        "timing",
        "accumulators",
        "endOfStream",
    ]
    assert {m.task for m in messages if m.type in ("header", "function", "batch", "timing")} == {7}
    assert sum(m.rows for m in messages if m.type == "batch" and m.way == "read") == (5 if spark == "4.3.0" else 3)
    for m in messages:
        assert all(f.offset >= 0 and f.offset + f.size <= m.size for f in m.fields)


def test_a_reused_worker_answers_task_after_task():
    second = REQUEST_43[68:]
    conn = connection("workerSocket", REQUEST_43 + second, REPLY_43 + REPLY_43[10:])
    messages = decode_worker(conn, "4.3.0")
    whole(conn, messages)
    assert types(messages, "read").count("header") == types(messages, "written").count("timing") == 2


def test_an_exception_ends_the_answer():
    reply = i(4321) + s("ok") + i(-2) + s("Traceback …\nZeroDivisionError: division by zero\n")
    conn = connection("workerSocket", REQUEST_43, reply)
    messages = decode_worker(conn, "4.3.0")
    whole(conn, messages)
    assert types(messages, "written") == ["pid", "ok", "exception"]


def test_a_worker_whose_executor_left_reports_to_nobody():
    reply = REPLY_43 + i(-2) + s("Traceback …\nEOFError\n")
    conn = connection("workerSocket", REQUEST_43, reply)
    last = decode_worker(conn, "4.3.0")[-1]
    assert (last.type, last.task) == ("exception", None)


@pytest.mark.parametrize("cut", range(0, len(REQUEST_43), 7))
def test_a_stream_that_stops_anywhere_is_accounted_for(cut):
    conn = connection("workerSocket", REQUEST_43[:cut], REPLY_43[: cut * len(REPLY_43) // len(REQUEST_43)])
    whole(conn, decode_worker(conn, "4.3.0"))


@pytest.mark.parametrize("seed", range(60))
def test_what_nobody_knows_is_unknown_and_kept(seed):
    rng = random.Random(seed)
    request, reply = bytearray(REQUEST_43), bytearray(REPLY_43)
    for data in (request, reply):
        for _ in range(3):
            data[rng.randrange(len(data))] = rng.randrange(256)
    conn = connection("workerSocket", bytes(request), bytes(reply))
    whole(conn, decode_worker(conn, "4.3.0"))


def test_arrow_streams():
    pyarrow = pytest.importorskip("pyarrow")
    sink = pyarrow.BufferOutputStream()
    batch = pyarrow.record_batch({"n": list(range(100))})
    with pyarrow.ipc.new_stream(sink, batch.schema) as writer:
        writer.write_batch(batch)
        writer.write_batch(batch.slice(0, 10))
    stream = sink.getvalue().to_pybytes()
    init = (
        i(0)
        + s("3.11")
        + s(CONTEXT)
        + s("/tmp")
        + i(0)
        + b"\0"
        + i(0)
        + i(200)
        + i(0)
        + i(0)
        + i(1)
        + i(1)
        + i(0)
        + b"\0"
        + i(1)
        + i(len(FUNCTION))
        + FUNCTION
        + struct.pack(">q", 3)
    )
    request = s("k" * 64) + i(-8) + i(len(init)) + init + stream + i(-4)
    reply = i(1) + s("ok") + i(-6) + stream + i(-3) + struct.pack(">6q", 1, 2, 3, 4, 0, 0) + i(-1) + i(0) + i(-4)
    conn = connection("workerSocket", request, reply)
    messages = decode_worker(conn, "4.3.0")
    whole(conn, messages)
    arrow = ["arrowSchema", "arrowBatch", "arrowBatch", "arrowEnd"]
    assert types(messages, "read") == ["secret", "header", "function", *arrow, "endOfStream"]
    assert types(messages, "written") == ["pid", "ok", "arrowStart", *arrow, "timing", "accumulators", "endOfStream"]
    assert [m.rows for m in messages if m.type == "arrowBatch"] == [100, 10] * 2


def test_py4j_commands_answers_and_callbacks():
    written = [b"A\nsecret\n", b"c\nz:java.lang.System\ncurrentTimeMillis\ne\n", b"!ys\n"]
    read = b"!yv\n" + b"c\np0\nget\nsa\ne\n" + b"!yL1795324289257\n"
    conn = connection("py4j", read)
    for n, data in enumerate(written):
        conn.written.add(n, data)
    messages = decode_py4j(conn)
    whole(conn, messages)
    assert types(messages, "written") == ["command", "command", "callbackAnswer"]
    assert types(messages, "read") == ["answer", "callback", "answer"]
    call = [m for m in messages if m.type == "command"][1]
    assert [(f.name, f.value) for f in call.fields] == [
        ("command", "call"),
        ("target", "z:java.lang.System"),
        ("method", "currentTimeMillis"),
        ("end", "e"),
    ]


def test_connect_messages_by_their_parts_also_where_only_the_head_was_kept():
    def part(number, payload):
        return bytes([number << 3 | 2, len(payload)]) + payload

    whole_message = part(1, b"session") + part(2, b"\x08\x90\x4e" + part(2, b"\xff" * 90)) + part(13, b"answer")
    fields, rows = decode_connect("ExecutePlanResponse", whole_message, len(whole_message))
    assert [(f.name, f.value) for f in fields] == [
        ("session_id", "session"),
        ("arrow_batch", "10000 rows"),
        ("response_id", "answer"),
    ]
    assert (
        [f.offset for f in fields] == [0, 9, 106]
        and sum(f.size for f in fields) == len(whole_message)
        and rows == 10000
    )
    fields, rows = decode_connect("ExecutePlanResponse", whole_message[:40], len(whole_message))
    assert [f.name for f in fields] == ["session_id", "arrow_batch"] and rows == 10000
    assert decode_connect("ExecutePlanResponse", b"\xff" * 40, 40) == ([], None)
    assert decode_connect("SomethingElse", whole_message, len(whole_message)) == ([], None)


def test_parts_of_connect_messages_have_the_names_of_spark():
    proto = pytest.importorskip("pyspark.sql.connect.proto.base_pb2")
    for kind, names in NAMES.items():
        fields = getattr(proto, kind).DESCRIPTOR.fields
        assert names == {f.number: f.name for f in fields if f.number in names}, kind
    batch = proto.ExecutePlanResponse.ArrowBatch.DESCRIPTOR.fields_by_name
    assert batch["row_count"].number == ROW_COUNT


def test_result_sockets():
    plain = connection("resultSocket", s("ok") + frame([1, 2]) + frame([3]), s("k" * 64))
    messages = decode_result(plain)
    whole(plain, messages)
    assert types(messages, "read") == ["ok", "batch", "batch"] and types(messages, "written") == ["secret"]
    iterator = connection("resultSocket", s("ok") + i(1) + frame([1]) + i(-1) + i(0), s("k" * 64) + i(1) + i(1))
    messages = decode_result(iterator)
    whole(iterator, messages)
    assert types(messages, "read") == ["ok", "partition", "batch", "endOfData", "partition"]
    assert types(messages, "written") == ["secret", "next", "next"]


def test_a_result_that_python_never_read_to_its_end():
    conn = connection("resultSocket", s("ok") + frame([1]) + i(1000) + b"x" * 90, s("k" * 64))
    messages = decode_result(conn)
    whole(conn, messages)
    assert types(messages, "read") == ["ok", "batch", "batch"]
    assert [m for m in messages if m.type == "batch"][1].fields[
        1
    ].value == "the first 90 of 1000 bytes: the rest was never read"


def test_arrow_udfs_of_the_older_line_carry_their_configuration_with_the_function():
    pyarrow = pytest.importorskip("pyarrow")
    sink = pyarrow.BufferOutputStream()
    with pyarrow.ipc.new_stream(sink, pyarrow.schema([("n", pyarrow.int64())])) as writer:
        writer.write_batch(pyarrow.record_batch({"n": [1, 2]}))
    header = HEADER_35[:-4] + i(101)
    udfs = (
        i(1) + s("spark.sql.session.timeZone") + s("Etc/UTC") + i(1) + i(1) + i(0) + i(1) + i(len(FUNCTION)) + FUNCTION
    )
    conn = connection("workerSocket", s("k" * 64) + header + udfs + sink.getvalue().to_pybytes() + i(-4))
    messages = decode_worker(conn, "3.5.9")
    whole(conn, messages)
    assert types(messages, "read") == [
        "secret",
        "header",
        "function",
        "arrowSchema",
        "arrowBatch",
        "arrowEnd",
        "endOfStream",
    ]


def test_accumulators_and_daemon():
    conn = connection("accumulatorSocket", b"t" * 64 + i(0) + i(1) + frame((0, 5)), b"\1\1", side="server")
    messages = decode_accumulators(conn, b"t" * 64)
    whole(conn, messages)
    assert types(messages, "read") == ["secret", "accumulatorCount", "accumulatorCount", "accumulatorUpdate"]
    conn = connection("daemonPipe", i(777), i(42659) + b"printed by a worker")
    messages = decode_daemon(conn)
    whole(conn, messages)
    assert types(messages, "written") == ["port", "unknown"] and types(messages, "read") == ["kill"]


def test_rows_are_counted_without_building_objects():
    assert rows_of(pickle.dumps([(n, str(n)) for n in range(50)])) == 50
    assert rows_of(pickle.dumps({"a": 1})) is None
    assert rows_of(pickle.dumps((1, 2))) is None and rows_of(pickle.dumps((1, 2)), tuples=True) == 2
    assert rows_of(b"\x80\x05garbage") is None
    hostile = b"cos\nsystem\n(S'touch /tmp/owned'\ntR."
    assert rows_of(hostile) is None
