from pyspark.sql import SparkSession

spark = SparkSession.builder.appName("closure_big").getOrCreate()
sc = spark.sparkContext

squares = [n * n for n in range(400_000)]
looked_up = sc.parallelize(range(1000), 2).map(lambda n: squares[n])

print(looked_up.sum())
spark.stop()
