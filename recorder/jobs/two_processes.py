import os

from pyspark.sql import SparkSession

spark = SparkSession.builder.appName("two_processes").getOrCreate()
jvm = spark.sparkContext._gateway.proc
print("Python", os.getpid(), "JVM", jvm.pid)

spark.stop()
print("JVM ended" if jvm.poll() is not None else "JVM still runs")

spark = SparkSession.builder.appName("again").getOrCreate()
print("JVM", spark.sparkContext._gateway.proc.pid)
