"""The grid of real runs that the model of the sandbox is fitted to and tested on.

Two kinds of entries. `level`: one run with room in every memory, both JVMs collecting every half second and the driver's
at the moment of handing over, for what is held. `bracket`: runs without that, more rows and fewer, until a run that finished and a run that did not are at most
`close` apart: where the limit lies is known from them alone. Of a cell
that is held out there follow runs far below the limit and far above it.

`HELD_OUT` are whole cells, which the fit never sees: what is named of environment, executors, cores, earlier line,
partitions, kind of row and way back.
"""
from __future__ import annotations

CLOSE = 1.1

HELD_OUT = [
    *[{"environment": "4", "row": row, "way": way} for row, way in [
        ("bytes1024", "rdd.collect"), ("wide", "rdd.collect"),
        ("string10", "df.collect"), ("row", "df.collect"),
        ("string100", "toPandas"),
        ("int", "toPandas+arrow"), ("row", "toPandas+arrow"),
        ("string10", "toLocalIterator"), ("bytes1024", "toLocalIterator"),
        ("string100", "write"),
    ]],
    *[{"environment": "4", "executors": executors, "row": row, "way": way} for executors in (1, 3) for row, way in [
        ("bytes1024", "toPandas+arrow"), ("string100", "df.collect"), ("string10", "rdd.collect"),
    ]],
    *[{"environment": "3.5", "row": row, "way": way} for row, way in [
        ("bytes1024", "rdd.collect"), ("string10", "df.collect"), ("int", "toPandas+arrow"), ("row", "toPandas+arrow"), ("string10", "toLocalIterator"), ("string10", "toPandas"),
    ]],
    *[{"environment": "pandas3", "row": row, "way": way} for row, way in [
        ("int", "toPandas+arrow"), ("string10", "toPandas+arrow"), ("bytes1024", "toPandas+arrow"), ("string10", "toPandas"), ("row", "toPandas"),
    ]],
]


def is_held_out(settings: dict) -> bool:
    return any(all(settings[name] == value for name, value in cell.items()) for cell in HELD_OUT)


DEFAULT = {"environment": "4", "cores": 1, "earlier": None, "earlier_rows": 0, "columns": 1, "partitions": 32, "take": 1000, "executors": 2,
           "driver_memory": "4g", "executor_memory": "4g", "max_result_size": "0", "python_memory": None, "limit_by": "kernel", "collections": False}
COLUMNS = {"row": 10, "wide": 100}
"""`row` and `wide` are one kind with two numbers of columns: a dict of ints, a DataFrame row of longs."""
MIB = 1 << 20


def _settings(row: str, way: str, rows: int, more: dict) -> dict:
    return {**DEFAULT, "row": row, "way": way, "rows": rows, "columns": COLUMNS.get(row, 1), **more}


def level(row: str, way: str, rows: int, **more) -> dict:
    return {"kind": "level", "step": 0, "close": 0, "settings": _settings(row, way, rows, {"collections": True, **more})}


def bracket(row: str, way: str, rows: int, step: float = 1.25, close: float = CLOSE, **more) -> dict:
    """`rows`: where to begin. `step`: how far to go while all runs end the same way."""
    return {"kind": "bracket", "step": step, "close": close, "settings": _settings(row, way, rows, more)}


def loose(row: str, way: str, rows: int, **more) -> dict:
    """A bracket whose two ends may be a quarter apart."""
    return bracket(row, way, rows, 1.24, 1.25, **more)


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
    # One executor and three, with room.
    level("string10", "rdd.collect", 3_000_000, executors=1), level("string10", "rdd.collect", 3_000_000, executors=3),
    level("string100", "df.collect", 2_000_000, executors=1), level("string100", "df.collect", 2_000_000, executors=3),
    level("bytes1024", "toPandas+arrow", 250_000, executors=1), level("bytes1024", "toPandas+arrow", 250_000, executors=3),
    level("row", "toPandas+arrow", 600_000, executors=1), level("wide", "rdd.collect", 100_000, executors=3),
    level("string100", "rdd.collect", 2_000_000, executors=2, cores=2),
    # Limits of one executor and of three that are soon met.
    loose("string100", "df.collect", 2_090_000, driver_memory="512m", executors=1), loose("string100", "df.collect", 2_090_000, driver_memory="512m", executors=3),
    loose("string10", "rdd.collect", 1_250_000, max_result_size="16m", executors=1), loose("string10", "rdd.collect", 1_250_000, max_result_size="16m", executors=3),
    # A second job in the same session.
    level("string100", "df.collect", 1_000_000, earlier="toLocalIterator", earlier_rows=1_500_000),
    level("string100", "df.collect", 1_000_000, earlier="rdd.collect", earlier_rows=3_000_000),
    level("string10", "df.collect", 1_000_000, earlier="toLocalIterator", earlier_rows=3_000_000),
    level("bytes1024", "rdd.collect", 100_000, earlier="rdd.collect", earlier_rows=300_000),
    level("row", "toPandas+arrow", 600_000, earlier="toLocalIterator", earlier_rows=1_500_000),
    level("string100", "df.collect", 1_000_000, earlier="toLocalIterator", earlier_rows=1_500_000, executors=0),
    # Results that wait on an executor until the driver has fetched them.
    level("string100", "rdd.collect", 8_000_000, partitions=16, executors=1),
    level("bytes1024", "rdd.collect", 900_000, partitions=12, executors=1),
    level("string100", "rdd.collect", 8_000_000, partitions=16, executors=3),
    level("bytes1024", "rdd.collect", 900_000, partitions=12, executors=3),
    level("string100", "rdd.collect", 8_000_000, partitions=16, executors=1, executor_memory="1g"),
    level("string100", "toPandas+arrow", 6_000_000, partitions=12, executors=1, cores=2),
    # Executors that die.
    loose("string100", "rdd.collect", 1_250_000, executor_memory="512m", partitions=1, executors=1),
    loose("bytes1024", "rdd.collect", 250_000, executor_memory="512m", partitions=2, executors=2),
    loose("bytes1024", "rdd.collect", 360_000, executor_memory="512m", partitions=3, executors=3),
    loose("string100", "rdd.collect", 2_500_000, executor_memory="512m", partitions=4, executors=1, cores=2),
    loose("string100", "toPandas+arrow", 2_500_000, executor_memory="512m", partitions=2, executors=2),
    loose("bytes1024", "rdd.collect", 300_000, executor_memory="512m", partitions=4, executors=1),
    # A second job that the first leaves too little for.
    loose("string100", "df.collect", 950_000, driver_memory="512m", earlier="toLocalIterator", earlier_rows=1_600_000),
    loose("string10", "df.collect", 1_600_000, driver_memory="512m", earlier="toLocalIterator", earlier_rows=3_000_000),
    # Two cores an executor, few partitions; 200 partitions.
    loose("string100", "rdd.collect", 2_300_000, driver_memory="512m", partitions=4, executors=2, cores=2),
    loose("bytes1024", "rdd.collect", 290_000, driver_memory="512m", partitions=8, executors=2, cores=2),
    loose("string100", "rdd.collect", 3_900_000, driver_memory="512m", partitions=200),
    # Three results that come together.
    loose("string100", "toPandas+arrow", 1_700_000, driver_memory="512m", partitions=3, executors=3),
    loose("bytes1024", "rdd.collect", 350_000, python_memory=512 * MIB, executors=1), loose("bytes1024", "rdd.collect", 350_000, python_memory=512 * MIB, executors=3),
    # Tasks that hold little.
    level("int", "rdd.collect", 20_000, partitions=2000),
    level("string10", "df.collect", 20_000, partitions=2000, max_result_size="4m"), level("int", "toPandas+arrow", 20_000, partitions=2000, max_result_size="4m"),
    level("string10", "toPandas+arrow", 20_000, partitions=2000), level("int", "df.collect", 20_000, partitions=2000),
    level("string10", "df.collect", 20_000, partitions=2000, max_result_size="2m"), level("string10", "rdd.collect", 20_000, partitions=2000, max_result_size="4m", executors=3),
    level("string100", "toLocalIterator", 20_000, partitions=200),
    # How many results are fetched at once: one executor, three, two cores each; few large partitions and many small ones.
    loose("bytes1024", "toPandas+arrow", 150_000, driver_memory="512m", partitions=3, executors=3),
    loose("bytes1024", "rdd.collect", 260_000, driver_memory="512m", partitions=4, executors=1),
    loose("string100", "rdd.collect", 2_400_000, driver_memory="512m", partitions=4, executors=1),
    loose("string100", "rdd.collect", 2_400_000, driver_memory="512m", partitions=6, executors=3),
    loose("bytes1024", "rdd.collect", 200_000, driver_memory="512m", partitions=3, executors=3),
    # More second jobs, and what else a full heap takes with it.
    loose("string100", "rdd.collect", 2_000_000, driver_memory="512m", earlier="rdd.collect", earlier_rows=2_000_000),
    loose("row", "df.collect", 2_300_000, driver_memory="512m", earlier="rdd.collect", earlier_rows=500_000),
    loose("bytes1024", "toPandas", 150_000, driver_memory="512m", executors=0), loose("string100", "toLocalIterator", 2_900_000, driver_memory="512m", executors=0),
    loose("string100", "toPandas+arrow", 3_000_000, driver_memory="512m", partitions=16),
    # The older line.
    *[level(row, way, ROWS[row], environment="3.5") for row, way in [("string100", "rdd.collect"), ("string100", "toPandas+arrow"), ("string10", "df.collect"), ("int", "toPandas+arrow")]],
    loose("string10", "df.collect", 2_500_000, driver_memory="512m", environment="3.5"),
    loose("row", "toPandas+arrow", 2_000_000, python_memory=512 * MIB, environment="3.5"),
    *[level(row, way, ROWS[row], environment="3.5") for row, way in [
        ("bytes1024", "rdd.collect"), ("string100", "df.collect"), ("row", "toPandas+arrow"), ("string10", "toPandas"),
        ("string100", "toLocalIterator"), ("string10", "toLocalIterator"), ("wide", "df.collect")]],
    loose("string100", "df.collect", 2_100_000, driver_memory="512m", environment="3.5"),
    level("int", "rdd.collect", 20_000, partitions=2000, environment="3.5"),
    loose("bytes1024", "rdd.collect", 370_000, driver_memory="512m", environment="3.5"),
    # pandas 3.
    *[level(row, "toPandas+arrow", ROWS[row], environment="pandas3") for row in ROWS],
    *[level(row, "toPandas", ROWS[row], environment="pandas3") for row in ("int", "string10", "string100", "row")],
    loose("string100", "toPandas+arrow", 4_000_000, python_memory=512 * MIB, environment="pandas3"),
    loose("int", "toPandas+arrow", 20_000_000, python_memory=512 * MIB, environment="pandas3"),
    loose("string10", "toPandas+arrow", 12_000_000, python_memory=512 * MIB, environment="pandas3"),
    loose("row", "toPandas", 500_000, python_memory=512 * MIB, environment="pandas3"),
]
