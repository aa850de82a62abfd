from pyspark.sql import SparkSession
from pyspark.sql.functions import col, concat, lit

spark = SparkSession.builder.appName("back_collect").getOrCreate()
table = spark.range(0, 20_000, numPartitions=2).select(col("id"), concat(lit("row "), col("id")).alias("name"))

rows = table.collect()

print(len(rows), rows[0])
spark.stop()
