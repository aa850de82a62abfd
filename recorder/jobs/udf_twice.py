from pyspark.sql import SparkSession
from pyspark.sql.functions import col, udf

spark = SparkSession.builder.appName("udf_twice").getOrCreate()
calls = spark.sparkContext.accumulator(0)
rows = spark.range(100, numPartitions=1)


def double(n):
    calls.add(1)
    return n * 2


for f in udf(double, "long"), udf(double, "long").asNondeterministic():
    before = calls.value
    kept = rows.withColumn("a", f("id")).filter(col("a") > 10).collect()
    print(len(kept), "rows,", calls.value - before, "calls")
spark.stop()
