import os
import signal

from pyspark.sql import SparkSession

spark = SparkSession.builder.appName("end_executor_killed").getOrCreate()
sc = spark.sparkContext


def work(n):
    if n == 700:
        daemon = os.getppid()
        executor = int(open(f"/proc/{daemon}/stat").read().split()[3])
        os.kill(executor, signal.SIGKILL)
    return n


print(sc.parallelize(range(1000), 2).map(work).count())
spark.stop()
