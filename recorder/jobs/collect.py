from pyspark.sql import SparkSession

spark = SparkSession.builder.appName("collect").getOrCreate()
sc = spark.sparkContext

numbers = list(range(20000))
rdd = sc.parallelize(numbers, 2)
rows = rdd.map(lambda n: (n, "row %d" % n)).collect()

print(len(rows), "rows, the last one is", rows[-1])
spark.stop()
