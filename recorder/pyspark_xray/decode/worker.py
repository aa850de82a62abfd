"""The conversation on a worker socket, as seen by the Python worker.

Sources: pyspark 4.3.0 `worker.py`, `worker_message.py`, `messages/socket/spark_socket_message_receiver.py`,
`daemon.py`; pyspark 3.5 `worker.py` (the field order before 4.2). Where a byte is not as these say, it becomes `unknown`.
"""
from __future__ import annotations

import json
import struct

from .arrow import read_arrow_stream
from .rows import rows_of
from .stream import BROKEN, Message, Reader, Short
from ..taplog import Connection

END_OF_DATA, EXCEPTION, TIMING, END_OF_STREAM, NULL, ARROW, INIT = -1, -2, -3, -4, -5, -6, -8
ARROW_EVALS = set(range(101, 300)) | {301, 302}
GROUPED_EVALS = {201, 202, 203, 206, 208, 209, 210, 211, 212, 213, 214, 215, 216, 217, 252, 253, 254}
"""Eval types whose data is a count and Arrow streams per group (python/pyspark/util.py `PythonEvalType`)."""


def decode_worker(conn: Connection, spark: str) -> list[Message]:
    """Messages of a worker socket in order of time; `spark` is the version, `3.5.9`."""
    r, w = Reader(conn.read, "read"), Reader(conn.written, "written")
    tasks: list[tuple[int | None, int]] = []
    _requests(r, tasks, version(spark))
    _replies(w, tasks)
    return sorted(r.messages + w.messages, key=lambda m: m.t)


def version(spark: str) -> tuple[int, int]:
    major, minor = spark.split(".")[:2]
    return int(major), int(minor)


def _requests(r: Reader, tasks: list[tuple[int | None, int]], spark: tuple[int, int]) -> None:
    task: int | None = None
    try:
        r.begin()
        if spark >= (3, 0) and r.left() and 0 < r.peek_int() <= 1024:
            r.str("secret")
            r.end("secret")
        while r.left():
            task = None
            r.begin()
            task, eval_type = _header(r, spark)
            tasks.append((task, eval_type))
            _function(r, eval_type, task, spark)
            _data(r, eval_type, task)
            r.int("END_OF_STREAM")
            r.end("endOfStream", task=task)
    except BROKEN:
        r.cut(task)


def _header(r: Reader, spark: tuple[int, int]) -> tuple[int, int]:
    """Up to and with the eval type and the configurations. Returns (task id, eval type)."""
    framed = r.peek_int() == INIT
    if framed:
        r.int("START_OF_INIT_MESSAGE")
        r.int("message length")
    r.int("partition")
    r.str("Python version")
    if framed:
        start = r.at
        text = r.str()
        context = json.loads(text)
        length = r.at - start - 4
        r.at = start
        r.int("task context length")
        r.at += length
        r.note("task context", length, text)
        task = int(context["taskAttemptId"])
    else:
        task = _context(r, spark)
    r.str("Spark files folder")
    for _ in range(r.int("Python includes")):
        r.str("include")
    needs_server = r.bool("broadcasts need decryption")
    count = r.int("broadcasts")
    if needs_server:
        r.int("decryption port")
        r.str("decryption secret")
    for _ in range(count):
        if r.long("broadcast id") >= 0 and not needs_server:
            r.str("broadcast file")
    eval_type = r.int("eval type")
    if framed or spark >= (4, 2):
        _pairs(r, "runner configuration")
    if framed:
        _pairs(r, "eval configuration")
    r.end("header", task=task)
    return task, eval_type


def _pairs(r: Reader, name: str) -> None:
    for _ in range(r.int(name)):
        key = r.str("key")
        start = r.at
        value = r.str()
        r.note(key, r.at - start, value)


def _context(r: Reader, spark: tuple[int, int]) -> int:
    barrier = r.bool("barrier")
    if barrier or spark <= (4, 0):
        r.int("barrier port")
        r.str("barrier secret")
    r.int("stage")
    r.int("partition id")
    r.int("attempt")
    task = r.long("task attempt id")
    r.int("cpus")
    for _ in range(r.int("resources")):
        r.str("resource")
        r.str("resource name")
        for _ in range(r.int("addresses")):
            r.str("address")
    for _ in range(r.int("local properties")):
        key = r.str("property")
        start = r.at
        value = r.str()
        r.note(key, r.at - start, value)
    return task


def _function(r: Reader, eval_type: int, task: int, spark: tuple[int, int]) -> None:
    if spark < (4, 2) and eval_type in ARROW_EVALS:
        _pairs(r, "runner configuration")
    if eval_type == 0:
        r.blob("function", "cloudpickle: (function, profiler, deserializer, serializer)")
    elif eval_type in (300, 301, 302):
        for _ in range(r.int("arguments")):
            r.int("offset")
            if r.bool("has name"):
                r.str("name")
        for _ in range(r.int("partition child indexes")):
            r.int("index")
        if r.bool("has analyze result"):
            r.blob("analyze result")
        r.blob("handler", "cloudpickle of the table function")
        r.str("return type")
        r.str("name")
    else:
        _udfs(r)
    r.end("function", task=task)


def _udfs(r: Reader) -> None:
    """Spark 3.5–4.1 write a profiler flag per UDF list and no result id; 4.2 and later a result id per UDF."""
    start, fields = r.at, list(r.fields)
    for layout in (_udfs_with_result_id, _udfs_with_profiler, _udfs_35):
        try:
            layout(r)
            after = r.peek_int() if r.left() >= 4 else END_OF_STREAM
            if after >= END_OF_STREAM or after in (ARROW, NULL) or after == -1:
                return
        except (Short, ValueError):
            pass
        r.at, r.fields = start, list(fields)
    raise Short


def _one_udf(r: Reader, named: bool) -> None:
    count = r.int("arguments")
    if not 0 <= count <= 10_000:
        raise ValueError
    for _ in range(count):
        r.int("offset")
        if named and r.bool("has name"):
            r.str("name")
    chained = r.int("chained functions")
    if not 1 <= chained <= 1000:
        raise ValueError
    for _ in range(chained):
        if r.blob("function", "cloudpickle: (function, return type)")[:1] != b"\x80":
            raise ValueError


def _udfs_with_result_id(r: Reader) -> None:
    for _ in range(_udf_count(r)):
        _one_udf(r, named=True)
        r.long("result id")


def _udf_count(r: Reader) -> int:
    count = r.int("UDFs")
    if not 1 <= count <= 10_000:
        raise ValueError
    return count


def _udfs_with_profiler(r: Reader) -> None:
    profiler = r.bool("profiler")
    for _ in range(_udf_count(r)):
        _one_udf(r, named=True)
        if profiler:
            r.long("result id")


def _udfs_35(r: Reader) -> None:
    for _ in range(_udf_count(r)):
        _one_udf(r, named=False)


def _data(r: Reader, eval_type: int, task: int) -> None:
    if eval_type in ARROW_EVALS:
        _arrow_data(r, eval_type, task)
        if r.left() >= 4 and r.peek_int() == END_OF_DATA:
            r.int("END_OF_DATA_SECTION")
            r.end("endOfData", task=task)
        return
    while True:
        if _frame(r, task, eval_type):
            continue
        r.int("END_OF_DATA_SECTION")
        r.end("endOfData", task=task)
        return


def _arrow_data(r: Reader, eval_type: int, task: int) -> None:
    if eval_type in GROUPED_EVALS and r.peek_int() in (0, 1, 2):
        while True:
            streams = r.int("streams of this group")
            r.end("arrowGroup", task=task)
            if streams == 0:
                return
            for _ in range(streams):
                read_arrow_stream(r, task)
    if r.peek_int() != END_OF_STREAM:
        read_arrow_stream(r, task)


def _frame(r: Reader, task: int | None, eval_type: int) -> bool:
    """A length and its bytes. False: something else stands here."""
    length = r.peek_int()
    if length == NULL:
        r.int("NULL")
        r.end("batch", task=task)
        return True
    if length < 0:
        return False
    r.int("length")
    data = r.bytes(length)
    pickled = data[:2] in (b"\x80\x05", b"\x80\x04", b"\x80\x03", b"\x80\x02")
    r.note("pickle" if pickled else "bytes", length, f"{length} bytes")
    r.end("batch", task=task, rows=rows_of(data, tuples=eval_type != 0) if pickled else None)
    return True


def _replies(w: Reader, tasks: list[tuple[int | None, int]]) -> None:
    task: int | None = None
    try:
        w.begin()
        if not w.left():
            return
        w.int("pid")
        w.end("pid")
        if w.left() >= 6 and bytes(w.chunks.data[w.at : w.at + 6]) == b"\0\0\0\x02ok":
            w.str("answer")
            w.end("ok")
        for task, eval_type in tasks:
            if not w.left():
                return
            if not _results(w, eval_type, task):
                break
        if w.left() and w.peek_int() == EXCEPTION:
            # The executor closed the connection while the worker waited for a task: it reports an EOFError to nobody.
            w.int("PYTHON_EXCEPTION_THROWN")
            w.str("traceback")
            w.end("exception")
        w.rest(task=task)
    except BROKEN:
        w.cut(task)


def _results(w: Reader, eval_type: int, task: int | None) -> bool:
    """The answer to one task. False: the worker ended with it."""
    while True:
        mark = w.peek_int()
        if mark == TIMING:
            break
        if mark == EXCEPTION:
            w.int("PYTHON_EXCEPTION_THROWN")
            w.str("traceback")
            w.end("exception", task=task)
            return False
        if mark == ARROW:
            w.int("START_ARROW_STREAM")
            w.end("arrowStart", task=task)
            read_arrow_stream(w, task)
        elif mark == -1 and eval_type in ARROW_EVALS and w.left() >= 8:
            read_arrow_stream(w, task)
        elif not _frame(w, task, eval_type):
            raise Short
    w.int("TIMING_DATA")
    names = ["boot, epoch ms", "init, epoch ms", "finish, epoch ms", "processing ms", "memory bytes spilled", "disk bytes spilled"]
    if struct.unpack_from(">i", w.chunks.data, w.at + 40)[0] == END_OF_DATA:
        names.remove("processing ms")  # before 4.2
    for name in names:
        w.long(name)
    w.end("timing", task=task)
    w.int("END_OF_DATA_SECTION")
    for _ in range(w.int("accumulators")):
        w.blob("update", "pickle of (accumulator id, value)")
    w.end("accumulators", task=task)
    last = w.int("END_OF_STREAM" if w.peek_int() == END_OF_STREAM else "not to be reused")
    w.end("endOfStream", task=task)
    return last == END_OF_STREAM
