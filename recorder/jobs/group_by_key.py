from pyspark.sql import SparkSession

spark = SparkSession.builder.appName("group_by_key").getOrCreate()
sc = spark.sparkContext

pairs = sc.parallelize(range(20_000), 2).map(lambda n: ("key %d" % (n % 10), n))
totals = pairs.groupByKey().mapValues(sum)

print(sorted(totals.collect())[:2])
spark.stop()
