from pyspark.sql import SparkSession

spark = SparkSession.builder.appName("end_driver_memory_unit").config("spark.driver.memory", "2048").getOrCreate()

print(spark.range(3).count())
spark.stop()
