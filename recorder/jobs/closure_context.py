from pyspark.sql import SparkSession

spark = SparkSession.builder.appName("closure_context").getOrCreate()
sc = spark.sparkContext


def doubled(n):
    return sc.parallelize([n, n]).sum()


print(sc.parallelize(range(1000), 2).map(doubled).collect()[:3])
spark.stop()
