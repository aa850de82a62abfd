"""The function of a task, as the worker is given it. Sources as in `header.py`."""

from __future__ import annotations

from .marks import ARROW, ARROW_EVALS, END_OF_STREAM
from .stream import Reader, Short


def read_function(r: Reader, eval_type: int, task: int, spark: tuple[int, int]) -> None:
    if spark < (4, 2) and eval_type in ARROW_EVALS:
        r.pairs("runner configuration")
    if eval_type == 0:
        r.blob("function", "cloudpickle: (function, profiler, deserializer, serializer)")
    elif eval_type in (300, 301, 302):
        for _ in range(r.int32("arguments")):
            r.int32("offset")
            if r.flag("has name"):
                r.text("name")
        for _ in range(r.int32("partition child indexes")):
            r.int32("index")
        if r.flag("has analyze result"):
            r.blob("analyze result")
        r.blob("handler", "cloudpickle of the table function")
        r.text("return type")
        r.text("name")
    else:
        _udfs(r)
    r.end("function", task=task)


def _udfs(r: Reader) -> None:
    """Spark 3.5–4.1 write a profiler flag per UDF list and no result id; 4.2 and later a result id per UDF."""
    start, fields = r.at, list(r.fields)
    for layout in (_udfs_with_result_id, _udfs_with_profiler, _udfs_35):
        try:
            layout(r)
            after = r.peek_int32() if r.left() >= 4 else END_OF_STREAM
            if after >= ARROW:  # a length, or the least of the marks that may follow
                return
        except (Short, ValueError):
            pass
        r.at, r.fields = start, list(fields)
    raise Short


def _one_udf(r: Reader, named: bool) -> None:
    count = r.int32("arguments")
    if not 0 <= count <= 10_000:
        raise ValueError
    for _ in range(count):
        r.int32("offset")
        if named and r.flag("has name"):
            r.text("name")
    chained = r.int32("chained functions")
    if not 1 <= chained <= 1000:
        raise ValueError
    for _ in range(chained):
        if r.blob("function", "cloudpickle: (function, return type)")[:1] != b"\x80":
            raise ValueError


def _udfs_with_result_id(r: Reader) -> None:
    for _ in range(_udf_count(r)):
        _one_udf(r, named=True)
        r.int64("result id")


def _udf_count(r: Reader) -> int:
    count = r.int32("UDFs")
    if not 1 <= count <= 10_000:
        raise ValueError
    return count


def _udfs_with_profiler(r: Reader) -> None:
    profiler = r.flag("profiler")
    for _ in range(_udf_count(r)):
        _one_udf(r, named=True)
        if profiler:
            r.int64("result id")


def _udfs_35(r: Reader) -> None:
    for _ in range(_udf_count(r)):
        _one_udf(r, named=False)
