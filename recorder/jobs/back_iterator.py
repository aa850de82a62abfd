from pyspark.sql import SparkSession
from pyspark.sql.functions import col, concat, lit

spark = SparkSession.builder.appName("back_iterator").getOrCreate()
table = spark.range(0, 20_000, numPartitions=2).select(col("id"), concat(lit("row "), col("id")).alias("name"))

longest = max(len(row.name) for row in table.toLocalIterator())

print(longest)
spark.stop()
