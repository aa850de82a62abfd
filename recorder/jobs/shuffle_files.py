from pyspark.sql import SparkSession

spark = SparkSession.builder.appName("shuffle_files").getOrCreate()
sc = spark.sparkContext

pairs = sc.parallelize(range(20_000), 2).map(lambda n: ("key %d" % (n % 10), n))
totals = pairs.reduceByKey(lambda a, b: a + b)
grouped = pairs.groupByKey().mapValues(sum)

print(totals.count(), grouped.count(), "keys", flush=True)
input()
spark.stop()
