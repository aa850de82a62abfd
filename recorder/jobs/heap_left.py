import gc
from collections import deque

from pyspark.sql import SparkSession

spark = SparkSession.builder.appName("heap_left").config("spark.driver.memory", "1g").getOrCreate()
texts = spark.range(0, 400_000, numPartitions=8).selectExpr("repeat(lpad(id, 10, '0'), 10) AS text")
collect_the_heap = spark._jvm.System.gc
texts.take(1)
collect_the_heap()

deque(texts.toLocalIterator(), maxlen=0)
gc.collect()
collect_the_heap()

deque(texts.toLocalIterator(), maxlen=0)
gc.collect()
collect_the_heap()

texts.collect()
gc.collect()
collect_the_heap()

spark.stop()
collect_the_heap()
