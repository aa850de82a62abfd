import os
import resource

from pyspark.sql import SparkSession

spark = SparkSession.builder.appName("end_python_memory").getOrCreate()
sc = spark.sparkContext
rows = sc.parallelize(range(800), 8).map(lambda n: bytes([n % 256]) * 500_000)

# The driver's Python alone gets a limit: the JVM runs already and keeps its own.
here = int(open("/proc/self/statm").read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
resource.prlimit(0, resource.RLIMIT_AS, (here + 200 * 2**20,) * 2)

print(len(rows.collect()))
spark.stop()
