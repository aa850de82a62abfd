from threading import Timer

from pyspark.sql import SparkSession

spark = SparkSession.builder.appName("end_jvm_sigkill").getOrCreate()
gateway = spark.sparkContext._gateway

Timer(2, gateway.proc.kill).start()
try:
    gateway.jvm.java.lang.Thread.sleep(60_000)
except Exception as error:
    print(type(error).__name__, error)

print("Python lives, the JVM ended with", gateway.proc.wait())
spark.range(3)
