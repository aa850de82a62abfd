from pyspark.sql import SparkSession

spark = SparkSession.builder.getOrCreate()
print("ready", flush=True)
input()
