import os
import sys

from pyspark.sql import SparkSession

spark = SparkSession.builder.appName("workers_state").getOrCreate()
sc = spark.sparkContext
mine = []


def note(n):
    mine.append(n)
    sys.noted = getattr(sys, "noted", []) + [n]
    return os.getpid(), mine, sys.noted


noted = sc.parallelize(range(3), 3).map(note)
print(noted.collect())
spark.stop()
