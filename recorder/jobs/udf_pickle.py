from pyspark.sql import SparkSession
from pyspark.sql.functions import col, sum as total, udf

spark = SparkSession.builder.appName("udf_pickle").getOrCreate()
readings = spark.range(0, 200_000, numPartitions=2).select(col("id"), (col("id") % 100).alias("celsius"))


@udf("double", useArrow=False)
def fahrenheit(celsius):
    return celsius * 9 / 5 + 32


warmer = readings.select(fahrenheit("celsius").alias("fahrenheit"))

print(warmer.agg(total("fahrenheit")).collect())
spark.stop()
