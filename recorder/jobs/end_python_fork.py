import multiprocessing
import os
import signal
import time

from pyspark.sql import SparkSession

spark = SparkSession.builder.appName("end_python_fork").getOrCreate()
print(spark.range(3).count())

multiprocessing.get_context("fork").Process(target=time.sleep, args=(15,)).start()
os.kill(os.getpid(), signal.SIGKILL)
