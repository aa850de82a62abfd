from pyspark import SparkContext
from pyspark.sql import SparkSession

spark = SparkSession.builder.appName("two_jvms").getOrCreate()
jvm = spark.sparkContext._gateway.proc
spark.stop()

SparkContext._gateway.shutdown()
jvm.stdin.close()
with open("/tmp/found.txt", "w") as out:
    print("JVM", jvm.pid, "ended with", jvm.wait(), file=out)
    SparkContext._gateway = SparkContext._jvm = None
    spark = SparkSession.builder.appName("again").config("spark.driver.memory", "1500m").getOrCreate()
    heap = spark._jvm.java.lang.Runtime.getRuntime().maxMemory() >> 20
    print("JVM", spark.sparkContext._gateway.proc.pid, "has a heap of", heap, "MiB and counts", spark.range(3).count(), file=out)
input("Done. Return ends this.\n")
spark.stop()
