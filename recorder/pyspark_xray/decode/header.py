"""What a worker is told of its task: the part of a request before the function.

Sources: `worker_message.py`, PySpark 4.3.0; `worker.py`, PySpark 3.5 (the field order before 4.2).
"""

from __future__ import annotations

import json

from .marks import INIT
from .stream import Reader


def read_header(r: Reader, spark: tuple[int, int]) -> tuple[int, int]:
    """Up to and with the eval type and the configurations. Returns (task id, eval type)."""
    framed = r.peek_int32() == INIT
    if framed:
        r.int32("START_OF_INIT_MESSAGE")
        r.int32("message length")
    r.int32("partition")
    r.text("Python version")
    if framed:
        start = r.at
        text = r.text()
        context = json.loads(text)
        length = r.at - start - 4
        r.at = start
        r.int32("task context length")
        r.at += length
        r.note("task context", length, text)
        task = int(context["taskAttemptId"])
    else:
        task = _context(r, spark)
    r.text("Spark files folder")
    for _ in range(r.int32("Python includes")):
        r.text("include")
    needs_server = r.flag("broadcasts need decryption")
    count = r.int32("broadcasts")
    if needs_server:
        r.int32("decryption port")
        r.text("decryption secret")
    for _ in range(count):
        if r.int64("broadcast id") >= 0 and not needs_server:
            r.text("broadcast file")
    eval_type = r.int32("eval type")
    if framed or spark >= (4, 2):
        r.pairs("runner configuration")
    if framed:
        r.pairs("eval configuration")
    r.end("header", task=task)
    return task, eval_type


def _context(r: Reader, spark: tuple[int, int]) -> int:
    barrier = r.flag("barrier")
    if barrier or spark <= (4, 0):
        r.int32("barrier port")
        r.text("barrier secret")
    r.int32("stage")
    r.int32("partition id")
    r.int32("attempt")
    task = r.int64("task attempt id")
    r.int32("cpus")
    for _ in range(r.int32("resources")):
        r.text("resource")
        r.text("resource name")
        for _ in range(r.int32("addresses")):
            r.text("address")
    r.pairs("local properties", "property")
    return task
