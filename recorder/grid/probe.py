"""One run of the collect grid: makes rows of one kind, brings them back one way, and says how it ended.

Run by `grid/run.py` with one argument, a JSON object: the settings, `python_limit` (bytes or null), `limit_by` (`cgroup`,
a folder, or `rlimit`) and `report`, the file that gets the measures. Everything after `spark` has started is measured.
"""
import gc
import importlib
import json
import os
import sys
import time
import traceback

from pyspark.sql import SparkSession
from rows import frame_of, rdd_of


def status(key):
    """Bytes of a line of /proc/self/status: `VmRSS`, `VmHWM`, `VmSize`."""
    with open("/proc/self/status") as lines:
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(key + ":"))


def reset_peak():
    with open("/proc/self/clear_refs", "w") as file:
        file.write("5")


def bring(run, spark):
    way = run["way"]
    if way == "rdd.collect":
        return len(rdd_of(spark, run).collect())
    frame = frame_of(spark, run)
    if way == "df.collect":
        return len(frame.collect())
    if way in ("toPandas", "toPandas+arrow"):
        spark.conf.set("spark.sql.execution.arrow.pyspark.enabled", str(way.endswith("arrow")).lower())
        return len(frame.toPandas())
    if way == "take":
        return len(frame.take(run["take"]))
    if way == "toLocalIterator":
        return sum(1 for _ in frame.toLocalIterator())
    frame.write.mode("overwrite").parquet(run["folder"])
    return 0


def limit_python(run):
    if run["python_limit"] is None:
        return
    if run["limit_by"] == "rlimit":
        import resource

        most = status("VmSize") - status("VmRSS") + run["python_limit"]
        resource.prlimit(0, resource.RLIMIT_AS, (most, most))
    else:
        with open(os.path.join(run["limit_by"], "cgroup.procs"), "w") as file:
            file.write(str(os.getpid()))


def collect_at_hand_over(spark):
    """A full collection of the driver JVM when it holds the whole result and Python has none of it yet."""
    names = ("pyspark.rdd", "pyspark.sql.dataframe") if spark.version < "4" else ("pyspark.core.rdd", "pyspark.sql.classic.dataframe")
    for module in map(importlib.import_module, names):
        def load(*args, load=module._load_from_socket):
            spark._jvm.System.gc()
            return load(*args)

        module._load_from_socket = load


def try_next(spark):
    """What becomes of the next line in the same session: `runs`, or the error."""
    try:
        spark.range(1).collect()
        return "runs"
    except BaseException as error:
        return " ".join(str(error).split("\n")[:2])[:300] or type(error).__name__


def main():
    run = json.loads(sys.argv[1])
    report = {}

    def say(**more):
        report.update(more)
        with open(run["report"], "w") as file:
            json.dump(report, file)

    spark = SparkSession.builder.getOrCreate()
    if run["way"].startswith("toPandas"):
        import pandas  # noqa: F401
        import pyarrow  # noqa: F401

        spark.range(1).toPandas()
    spark.range(1).collect()
    if run["earlier"]:
        bring({**run, "way": run["earlier"], "rows": run["earlier_rows"]}, spark)
        gc.collect()
    if run["collections"]:
        spark._jvm.System.gc()
        collect_at_hand_over(spark)
    limit_python(run)
    reset_peak()
    say(python_before=status("VmRSS"), started=time.monotonic_ns(), wall=int(time.time() * 1000))
    try:
        got = bring(run, spark)
        say(python_peak=status("VmHWM"), ended=time.monotonic_ns(), outcome="finished", got=got)
    except BaseException as error:  # a MemoryError too: how it ended is what is measured
        del error
        text = traceback.format_exc()
        say(python_peak=status("VmHWM"), ended=time.monotonic_ns(), outcome="exception", text=text, next_line="hangs")
        say(next_line=try_next(spark))
    spark.stop()


main()
