from pyspark.sql import SparkSession
from pyspark.sql.functions import col, concat, lit

spark = SparkSession.builder.appName("back_pandas_arrow").getOrCreate()
spark.conf.set("spark.sql.execution.arrow.pyspark.enabled", "true")
table = spark.range(0, 20_000, numPartitions=2).select(col("id"), concat(lit("row "), col("id")).alias("name"))

frame = table.toPandas()

print(len(frame), frame.memory_usage().sum())
spark.stop()
