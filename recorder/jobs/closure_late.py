from pyspark.sql import SparkSession

spark = SparkSession.builder.appName("closure_late").getOrCreate()
sc = spark.sparkContext

factor = 3
scaled = sc.parallelize(range(4), 2).map(lambda n: n * factor)

factor = 5
print(scaled.collect())

factor = 7
print(scaled.collect())
print(scaled.map(lambda n: n).collect())
spark.stop()
