import time

from pyspark.sql import SparkSession

spark = SparkSession.builder.appName("slow").getOrCreate()
sc = spark.sparkContext


def square(n):
    time.sleep(0.01)
    return n * n


print(sum(sc.parallelize(range(6000), 2).map(square).collect()))
spark.stop()
