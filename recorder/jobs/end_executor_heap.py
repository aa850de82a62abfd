from pyspark.sql import SparkSession

spark = SparkSession.builder.appName("end_executor_heap").config("spark.executor.memory", "512m").getOrCreate()
rows = spark.sparkContext.parallelize(range(3_000_000), 2).map(lambda n: "%0100d" % n)

print(len(rows.collect()))
spark.stop()
