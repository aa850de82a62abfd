from pyspark.sql import SparkSession

spark = SparkSession.builder.remote("sc://127.0.0.1:15002").getOrCreate()
print(len(spark.range(1000).collect()), "rows", flush=True)
input()
spark.stop()
