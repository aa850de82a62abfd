from pyspark.sql import SparkSession
from pyspark.sql.functions import sum as total, udf

spark = SparkSession.builder.appName("udf_metrics").getOrCreate()


@udf("double")
def fahrenheit(celsius):
    return celsius * 9 / 5 + 32


spark.range(0, 200_000, numPartitions=2).agg(total(fahrenheit("id"))).collect()
input("Done. Return ends this.\n")
spark.stop()
