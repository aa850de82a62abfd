import pandas as pd

from pyspark.sql import SparkSession
from pyspark.sql.functions import col, pandas_udf, sum as total

spark = SparkSession.builder.appName("pandas_udf").getOrCreate()
readings = spark.range(0, 200_000, numPartitions=2).select(col("id"), (col("id") % 100).alias("celsius"))


@pandas_udf("double")
def fahrenheit(celsius: pd.Series) -> pd.Series:
    return celsius * 9 / 5 + 32


warmer = readings.select(fahrenheit("celsius").alias("fahrenheit"))

print(warmer.agg(total("fahrenheit")).collect())
spark.stop()
