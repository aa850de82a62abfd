"""The grid of real runs that the model of the sandbox is fitted to and tested on.

Two kinds of entries. `level`: one run with room in every memory, both JVMs collecting every half second and the driver's
at the moment of handing over, for what is held. `bracket`: runs without that, more rows and fewer, until a run that finished and a run that did not are at most
`CLOSE` apart: where the limit lies is known from them alone. Of a cell
that is held out there follow one run far below the limit and two far above it.

`HELD_OUT` are whole cells, a kind of row and a way back, that the fit never sees.
"""
from __future__ import annotations

CLOSE = 1.1

HELD_OUT = [
    ("bytes1024", "rdd.collect"), ("wide", "rdd.collect"),
    ("string10", "df.collect"), ("row", "df.collect"),
    ("string100", "toPandas"),
    ("int", "toPandas+arrow"), ("row", "toPandas+arrow"),
    ("string10", "toLocalIterator"), ("bytes1024", "toLocalIterator"),
    ("string100", "write"),
]

DEFAULT = {"columns": 1, "partitions": 32, "take": 1000, "executors": 2, "driver_memory": "4g", "executor_memory": "4g",
           "max_result_size": "0", "python_memory": None, "limit_by": "kernel", "collections": False}
COLUMNS = {"row": 10, "wide": 100}
"""`row` and `wide` are one kind with two numbers of columns: a dict of ints, a DataFrame row of longs."""
MIB = 1 << 20


def _settings(row: str, way: str, rows: int, more: dict) -> dict:
    return {**DEFAULT, "row": row, "way": way, "rows": rows, "columns": COLUMNS.get(row, 1), **more}


def level(row: str, way: str, rows: int, **more) -> dict:
    return {"kind": "level", "step": 0, "settings": _settings(row, way, rows, {"collections": True, **more})}


def bracket(row: str, way: str, rows: int, step: float = 1.25, **more) -> dict:
    """`rows`: where to begin. `step`: how far to go while all runs end the same way."""
    return {"kind": "bracket", "step": step, "settings": _settings(row, way, rows, more)}


ROWS = {"int": 4_000_000, "string10": 3_000_000, "string100": 2_000_000, "row": 600_000, "wide": 100_000, "bytes1024": 250_000}
"""Rows of a level run: a few hundred MB in the largest memory."""

PLAN = [
    # Levels, each kind of row by each way that brings rows back, and the two that bring few or none.
    *[level(row, way, rows) for way in ("rdd.collect", "df.collect", "toPandas+arrow", "toLocalIterator", "toPandas") for row, rows in ROWS.items()],
    level("string100", "take", 2_000_000), level("wide", "take", 100_000), level("int", "take", 4_000_000),
    level("string100", "write", 2_000_000), level("wide", "write", 100_000), level("int", "write", 4_000_000),
    # The driver's heap.
    bracket("string100", "rdd.collect", 3_700_000, driver_memory="512m"),
    bracket("string100", "df.collect", 2_200_000, driver_memory="512m"),
    bracket("bytes1024", "rdd.collect", 370_000, driver_memory="512m"),
    bracket("row", "df.collect", 2_700_000, driver_memory="512m"),
    bracket("bytes1024", "df.collect", 150_000, driver_memory="512m"),
    bracket("string100", "df.collect", 4_900_000, driver_memory="1g"),
    bracket("string100", "rdd.collect", 8_000_000, driver_memory="1g"),
    # Python, killed by the kernel.
    bracket("string100", "rdd.collect", 2_400_000, 1.1, python_memory=512 * MIB),
    bracket("string100", "toPandas", 850_000, 1.1, python_memory=512 * MIB),
    bracket("row", "toPandas+arrow", 2_000_000, 1.1, python_memory=512 * MIB),
    bracket("string100", "df.collect", 900_000, 1.1, python_memory=512 * MIB),
    bracket("row", "rdd.collect", 600_000, 1.1, python_memory=512 * MIB),
    # spark.driver.maxResultSize.
    bracket("string100", "rdd.collect", 161_000, 1.06, max_result_size="16m"),
    bracket("wide", "rdd.collect", 23_500, 1.06, max_result_size="16m"),
    bracket("string100", "df.collect", 1_050_000, 1.06, max_result_size="16m"),
    bracket("int", "toPandas+arrow", 2_050_000, 1.06, max_result_size="16m"),
    bracket("row", "df.collect", 1_130_000, 1.06, max_result_size="16m"),
    # An executor's heap: two partitions, one an executor.
    bracket("string100", "rdd.collect", 1_700_000, executor_memory="512m", partitions=2, driver_memory="4g"),
    bracket("bytes1024", "df.collect", 150_000, executor_memory="512m", partitions=2, driver_memory="4g"),
    # Few large partitions: what is in flight counts.
    bracket("string100", "toPandas+arrow", 3_000_000, driver_memory="512m", partitions=4),
    bracket("string10", "toLocalIterator", 12_000_000, driver_memory="512m", partitions=4),
    bracket("string100", "rdd.collect", 2_400_000, driver_memory="512m", partitions=4),
    # Partition by partition, with more in all than the heap holds.
    bracket("string100", "toLocalIterator", 4_500_000, driver_memory="512m"),
    # More of the driver's heap.
    bracket("string100", "toPandas", 2_200_000, driver_memory="512m"),
    bracket("string100", "df.collect", 10_000_000, driver_memory="2g"),
    # One JVM for both: local mode.
    bracket("string100", "rdd.collect", 3_000_000, driver_memory="512m", executors=0),
    bracket("string100", "df.collect", 2_200_000, driver_memory="512m", executors=0),
    # A MemoryError: the address space ends.
    bracket("string100", "rdd.collect", 2_400_000, 1.1, python_memory=512 * MIB, limit_by="rlimit"),
    bracket("string10", "df.collect", 1_200_000, 1.1, python_memory=512 * MIB, limit_by="rlimit"),
]
