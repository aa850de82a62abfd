from pyspark.sql import SparkSession

spark = SparkSession.builder.appName("closure_big").getOrCreate()
sc = spark.sparkContext

triples = list(range(0, 1_200_000, 3))
looked_up = sc.parallelize(range(1000), 2).map(lambda n: triples[n])

print(looked_up.sum())
spark.stop()
