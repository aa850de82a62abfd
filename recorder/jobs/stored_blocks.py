from pyspark.sql import SparkSession

spark = SparkSession.builder.appName("stored_blocks").getOrCreate()
sc = spark.sparkContext

names = sc.broadcast({n: "name %d" % n for n in range(1000)})
rows = sc.parallelize(range(20_000), 2).map(lambda n: (n, names.value[n % 1000])).cache()

print(rows.count(), "rows", flush=True)
input()
spark.stop()
