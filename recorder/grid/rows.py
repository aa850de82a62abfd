"""The kinds of rows of the grid, as Python objects made in the workers and as columns made in the executors' JVMs."""
import hashlib


def make_row(kind, columns):
    if kind == "int":
        return lambda n: n
    if kind == "string10":
        return lambda n: "%010d" % n
    if kind == "string100":
        return lambda n: ("%010d" % n) * 10
    if kind == "bytes1024":
        return lambda n: hashlib.shake_128(n.to_bytes(8, "big")).digest(1024)
    names = ["c%d" % i for i in range(columns)]
    return lambda n: {name: n + i for i, name in enumerate(names)}


def rdd_of(spark, run):
    return spark.sparkContext.parallelize(range(run["rows"]), run["partitions"]).map(make_row(run["row"], run["columns"]))


def frame_of(spark, run):
    from pyspark.sql.functions import col, concat, lpad, repeat, sha2, unhex

    ids = spark.range(0, run["rows"], 1, run["partitions"])
    digits = lpad(col("id").cast("string"), 10, "0")
    kind = run["row"]
    if kind == "int":
        return ids
    if kind == "string10":
        return ids.select(digits.alias("s"))
    if kind == "string100":
        return ids.select(repeat(digits, 10).alias("s"))
    if kind == "bytes1024":
        return ids.select(concat(*[unhex(sha2((col("id") * 16 + i).cast("string"), 512)) for i in range(16)]).alias("b"))
    return ids.select(*[(col("id") + i).alias("c%d" % i) for i in range(run["columns"])])
