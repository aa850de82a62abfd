from pyspark.sql import SparkSession

spark = SparkSession.builder.appName("worker_times").getOrCreate()
numbers = spark.sparkContext.parallelize(range(8), 4)

print(numbers.map(lambda n: n * n).collect(), flush=True)
input()
spark.stop()
