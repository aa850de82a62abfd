from pyspark.sql import SparkSession
from pyspark.sql.functions import col

spark = SparkSession.builder.appName("end_analysis").getOrCreate()
table = spark.range(0, 1000, numPartitions=2).select(col("id"), (col("id") * 2).alias("double"))

chosen = table.select("duoble")

print(chosen.count())
spark.stop()
