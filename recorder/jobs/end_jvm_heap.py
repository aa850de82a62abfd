from pyspark.sql import SparkSession

spark = SparkSession.builder.appName("end_jvm_heap").config("spark.driver.memory", "512m").getOrCreate()
sc = spark.sparkContext

rows = sc.parallelize(range(800), 8).map(lambda n: bytes(1_000_000))

print(len(rows.collect()))
spark.stop()
