from pyspark.sql import SparkSession

spark = SparkSession.builder.appName("reduce_by_key").getOrCreate()
sc = spark.sparkContext

pairs = sc.parallelize(range(20_000), 2).map(lambda n: ("key %d" % (n % 10), n))
totals = pairs.reduceByKey(lambda a, b: a + b)

print(sorted(totals.collect())[:2])
spark.stop()
