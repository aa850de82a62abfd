import os

from pyspark.sql import SparkSession

spark = SparkSession.builder.appName("two_runners").getOrCreate()
sc = spark.sparkContext

first = sc.parallelize(range(1000), 2).map(lambda n: os.getpid())
both = first.coalesce(1).map(lambda pid: (pid, os.getpid())).collect()

print(len(both), "rows, all of", set(both))
spark.stop()
