from pyspark.sql import SparkSession
from pyspark.sql.functions import col, lpad

spark = SparkSession.builder.appName("end_jvm_heap").config("spark.driver.memory", "512m").getOrCreate()
table = spark.range(0, 8_000_000, numPartitions=8).select(col("id"), lpad("id", 100, "x").alias("name"))

rows = table.collect()

print(len(rows), rows[0])
spark.stop()
