from pyspark.sql import SparkSession

spark = SparkSession.builder.appName("end_stdin_closed").getOrCreate()
print(spark.range(3).count())

jvm = spark.sparkContext._gateway.proc
jvm.stdin.close()
print("JVM ended with", jvm.wait())
