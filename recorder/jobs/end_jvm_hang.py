import faulthandler

from pyspark.sql import SparkSession

spark = SparkSession.builder.appName("end_jvm_hang").config("spark.driver.memory", "512m").getOrCreate()
sc = spark.sparkContext
rows = sc.parallelize(range(5_500_000), 32).map(lambda n: "%0100d" % n)

# Whoever waits this long is shown, and ended: nobody else would.
faulthandler.dump_traceback_later(150, exit=True)

print(len(rows.collect()))
spark.stop()
