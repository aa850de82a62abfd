from pyspark.sql import SparkSession

spark = SparkSession.builder.appName("end_version_mismatch").getOrCreate()
sc = spark.sparkContext

print(sc.parallelize(range(1000), 2).map(lambda n: n + 1).collect()[:3])
spark.stop()
