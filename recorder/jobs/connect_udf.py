from pyspark.sql import SparkSession
from pyspark.sql.functions import udf

spark = SparkSession.builder.appName("connect_udf").remote("sc://127.0.0.1:15002").getOrCreate()


@udf("string")
def name(n):
    return f"row {n}"


rows = spark.range(0, 20_000, numPartitions=2).select("id", name("id").alias("name")).collect()

print(len(rows), rows[0])
spark.stop()
