import os
import signal
import threading
import time

from pyspark.sql import SparkSession

spark = SparkSession.builder.appName("end_jvm_killed").getOrCreate()
sc = spark.sparkContext
rows = sc.parallelize(range(120), 2).map(lambda n: time.sleep(1) or n)

# What the kernel does to a process when memory is short: no warning and no last word.
jvm = sc._gateway.proc.pid
threading.Timer(20, os.kill, [jvm, signal.SIGKILL]).start()

print(len(rows.collect()))
spark.stop()
