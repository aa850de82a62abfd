from pyspark.sql import SparkSession

spark = SparkSession.builder.appName("end_max_result").config("spark.driver.maxResultSize", "4m").getOrCreate()
sc = spark.sparkContext

rows = sc.parallelize(range(400_000), 8).map(lambda n: "row %020d" % n)

print(len(rows.collect()))
spark.stop()
