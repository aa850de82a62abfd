from pyspark.sql import SparkSession

spark = SparkSession.builder.appName("closure_small").getOrCreate()
sc = spark.sparkContext

factor = 3
tripled = sc.parallelize(range(1000), 2).map(lambda n: n * factor)
even = tripled.filter(lambda n: n % 2 == 0)

print(even.count(), "even numbers")
spark.stop()
