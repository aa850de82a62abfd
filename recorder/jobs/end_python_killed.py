import os
import sys

from pyspark.sql import SparkSession

spark = SparkSession.builder.appName("end_python_killed").getOrCreate()
sc = spark.sparkContext
rows = sc.parallelize(range(800), 8).map(lambda n: bytes([n % 256]) * 500_000)

# The driver's Python alone goes into a memory cgroup: the JVM runs already and stays outside.
with open(os.path.join(sys.argv[1], "cgroup.procs"), "w") as procs:
    procs.write(str(os.getpid()))

print(len(rows.collect()))
spark.stop()
