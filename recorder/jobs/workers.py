import os

from pyspark.sql import SparkSession

spark = SparkSession.builder.appName("workers").getOrCreate()
sc = spark.sparkContext
numbers = sc.parallelize(range(1000), 4)

first = numbers.map(lambda n: os.getpid()).distinct().collect()
second = numbers.map(lambda n: os.getpid()).distinct().collect()

print("first job:", sorted(first))
print("second job:", sorted(second))
spark.stop()
