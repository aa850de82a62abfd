from pyspark.sql import SparkSession
from pyspark.sql.functions import col, concat, lit, sum as total

spark = SparkSession.builder.appName("group_by_agg").getOrCreate()

numbers = spark.range(0, 20_000, numPartitions=2)
pairs = numbers.select(concat(lit("key "), col("id") % 10).alias("key"), col("id"))
totals = pairs.groupBy("key").agg(total("id").alias("total"))

print(sorted(totals.collect())[:2])
spark.stop()
