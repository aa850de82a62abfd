from pyspark.sql import SparkSession
from pyspark.sql.functions import col, concat, lit

spark = SparkSession.builder.appName("back_parquet").getOrCreate()
table = spark.range(0, 20_000, numPartitions=2).select(col("id"), concat(lit("row "), col("id")).alias("name"))

table.write.mode("overwrite").parquet("/tmp/inside-pyspark.parquet")

print("written")
spark.stop()
