from pyspark.sql import SparkSession
from pyspark.sql.functions import col, sum as total

spark = SparkSession.builder.appName("no_python").getOrCreate()
readings = spark.range(0, 100_000_000_000, numPartitions=2).select((col("id") % 100).alias("celsius"))
warmer = readings.select((col("celsius") * 9 / 5 + 32).alias("fahrenheit"))
print(warmer.agg(total("fahrenheit")).collect())
spark.stop()
