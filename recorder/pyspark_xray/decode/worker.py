"""The conversation on a worker socket, as seen by the Python worker.

Sources: pyspark 4.3.0 `worker.py`, `worker_message.py`, `messages/socket/spark_socket_message_receiver.py`,
`daemon.py`; pyspark 3.5 `worker.py` (the field order before 4.2). Where a byte is not as these say, it becomes
`unknown`.
"""

from __future__ import annotations

import struct

from ..taplog import Connection
from .arrow import read_arrow_stream
from .function import read_function
from .header import read_header
from .marks import ARROW, ARROW_EVALS, END_OF_DATA, END_OF_STREAM, EXCEPTION, GROUPED_EVALS, NULL, TIMING
from .rows import rows_of
from .stream import BROKEN, Message, Reader, Short


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
        if r.left() and 0 < r.peek_int32() <= 1024:
            r.text("secret")
            r.end("secret")
        while r.left():
            task = None
            task, eval_type = read_header(r, spark)
            tasks.append((task, eval_type))
            read_function(r, eval_type, task, spark)
            _data(r, eval_type, task)
            r.int32("END_OF_STREAM")
            r.end("endOfStream", task=task)
    except BROKEN:
        r.cut(task)


def _data(r: Reader, eval_type: int, task: int) -> None:
    if eval_type in ARROW_EVALS:
        _arrow_data(r, eval_type, task)
        if r.left() >= 4 and r.peek_int32() == END_OF_DATA:
            r.int32("END_OF_DATA_SECTION")
            r.end("endOfData", task=task)
        return
    while True:
        if _frame(r, task, eval_type):
            continue
        r.int32("END_OF_DATA_SECTION")
        r.end("endOfData", task=task)
        return


def _arrow_data(r: Reader, eval_type: int, task: int) -> None:
    if eval_type in GROUPED_EVALS and r.peek_int32() in (0, 1, 2):
        while True:
            streams = r.int32("streams of this group")
            r.end("arrowGroup", task=task)
            if streams == 0:
                return
            for _ in range(streams):
                read_arrow_stream(r, task)
    if r.peek_int32() != END_OF_STREAM:
        read_arrow_stream(r, task)


def _frame(r: Reader, task: int | None, eval_type: int) -> bool:
    """A length and its bytes. False: something else stands here."""
    length = r.peek_int32()
    if length == NULL:
        r.int32("NULL")
        r.end("batch", task=task)
        return True
    if length < 0:
        return False
    r.int32("length")
    data = r.take(length)
    pickled = data[:2] in (b"\x80\x05", b"\x80\x04", b"\x80\x03", b"\x80\x02")
    r.note("pickle" if pickled else "bytes", length, f"{length} bytes")
    r.end("batch", task=task, rows=rows_of(data, tuples=eval_type != 0) if pickled else None)
    return True


def _replies(w: Reader, tasks: list[tuple[int | None, int]]) -> None:
    task: int | None = None
    try:
        if not w.left():
            return
        w.int32("pid")
        w.end("pid")
        if w.left() >= 6 and bytes(w.chunks.data[w.at : w.at + 6]) == b"\0\0\0\x02ok":
            w.text("answer")
            w.end("ok")
        for task, eval_type in tasks:
            if not w.left():
                return
            if not _results(w, eval_type, task):
                break
        if w.left() and w.peek_int32() == EXCEPTION:
            # The executor closed the connection while the worker waited for a task: it reports an EOFError to nobody.
            w.int32("PYTHON_EXCEPTION_THROWN")
            w.text("traceback")
            w.end("exception")
        w.rest(task=task)
    except BROKEN:
        w.cut(task)


def _results(w: Reader, eval_type: int, task: int | None) -> bool:
    """The answer to one task. False: the worker ended with it."""
    while True:
        mark = w.peek_int32()
        if mark == TIMING:
            break
        if mark == EXCEPTION:
            w.int32("PYTHON_EXCEPTION_THROWN")
            w.text("traceback")
            w.end("exception", task=task)
            return False
        if mark == ARROW:
            w.int32("START_ARROW_STREAM")
            w.end("arrowStart", task=task)
            read_arrow_stream(w, task)
        elif mark == -1 and eval_type in ARROW_EVALS and w.left() >= 8:
            read_arrow_stream(w, task)
        elif not _frame(w, task, eval_type):
            raise Short
    w.int32("TIMING_DATA")
    names = [
        "boot, epoch ms",
        "init, epoch ms",
        "finish, epoch ms",
        "processing ms",
        "memory bytes spilled",
        "disk bytes spilled",
    ]
    if struct.unpack_from(">i", w.chunks.data, w.at + 40)[0] == END_OF_DATA:
        names.remove("processing ms")  # before 4.2
    for name in names:
        w.int64(name)
    w.end("timing", task=task)
    w.int32("END_OF_DATA_SECTION")
    for _ in range(w.int32("accumulators")):
        w.blob("update", "pickle of (accumulator id, value)")
    w.end("accumulators", task=task)
    last = w.int32("END_OF_STREAM" if w.peek_int32() == END_OF_STREAM else "not to be reused")
    w.end("endOfStream", task=task)
    return last == END_OF_STREAM
