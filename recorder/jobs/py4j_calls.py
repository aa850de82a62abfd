import gc
import time

from pyspark.sql import SparkSession

spark = SparkSession.builder.appName("py4j").getOrCreate()
jvm = spark.sparkContext._jvm

millis = jvm.java.lang.System.currentTimeMillis()
words = jvm.java.util.ArrayList()
words.add("driver")
words.add("executor")
print(millis, words.size(), words.get(1))

joined = jvm.java.lang.String.join(" and ", ["Python", "JVM"])
print(joined)

del words
gc.collect()
time.sleep(2)
spark.stop()
