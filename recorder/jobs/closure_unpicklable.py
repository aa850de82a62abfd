import threading

from pyspark.sql import SparkSession

spark = SparkSession.builder.appName("closure_unpicklable").getOrCreate()
sc = spark.sparkContext

lock = threading.Lock()


def counted(n):
    with lock:
        return n + 1


print(sc.parallelize(range(1000), 2).map(counted).collect()[:3])
spark.stop()
