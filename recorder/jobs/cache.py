from pyspark.sql import SparkSession

spark = SparkSession.builder.appName("cache").getOrCreate()
sc = spark.sparkContext

rows = sc.parallelize(range(20_000), 2).map(lambda n: (n, "row %d" % n)).cache()

print(rows.count(), "rows")
print(rows.filter(lambda row: row[0] % 2 == 0).count(), "with an even number")
spark.stop()
