import os
import signal

from pyspark.sql import SparkSession

spark = SparkSession.builder.appName("end_worker_killed").getOrCreate()
sc = spark.sparkContext


def work(n):
    if n == 700:
        os.kill(os.getpid(), signal.SIGKILL)
    return n


print(sc.parallelize(range(1000), 2).map(work).count())
spark.stop()
