from pyspark.sql import SparkSession

spark = SparkSession.builder.appName("end_worker_memory").config("spark.executor.pyspark.memory", "512m").getOrCreate()
sc = spark.sparkContext


def hoard(n):
    return len(bytearray(1_000_000_000))


print(sc.parallelize(range(2), 2).map(hoard).collect())
spark.stop()
