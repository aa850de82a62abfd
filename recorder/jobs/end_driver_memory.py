from pyspark.sql import SparkSession

spark = SparkSession.builder.appName("end_driver_memory").config("spark.driver.memory", "400m").getOrCreate()

print(spark.range(3).count())
spark.stop()
