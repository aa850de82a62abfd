import os
import signal
import time

from pyspark.sql import SparkSession

spark = SparkSession.builder.getOrCreate()
os.kill(os.getppid(), signal.SIGKILL)
time.sleep(3)
spark.range(3)
