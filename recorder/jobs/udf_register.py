from pyspark.sql import SparkSession
from pyspark.sql.functions import udf

spark = SparkSession.builder.appName("udf_register").getOrCreate()
readings = spark.range(0, 1_000, numPartitions=1)


def fahrenheit(celsius):
    return celsius * 9 / 5 + 32


of_object = udf(fahrenheit, "double")
spark.udf.register("of_name", fahrenheit, "double")
spark.udf.register("of_udf", udf(fahrenheit, "double"))

readings.select(of_object("id")).collect()
readings.selectExpr("of_name(id)").collect()
readings.selectExpr("of_udf(id)").collect()
spark.stop()
