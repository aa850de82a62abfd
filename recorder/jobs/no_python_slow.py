import time
from threading import Thread

from pyspark.sql import SparkSession
from pyspark.sql.functions import col, sum as total

spark = SparkSession.builder.appName("no_python").getOrCreate()
readings = spark.range(0, 100_000_000_000, numPartitions=2).select((col("id") % 100).alias("celsius"))
warmer = readings.select((col("celsius") * 9 / 5 + 32).alias("fahrenheit"))
Thread(target=lambda: print(warmer.agg(total("fahrenheit")).collect())).start()

tracker = spark.sparkContext.statusTracker()
while not any(tracker.getStageInfo(stage).numActiveTasks == 2 for stage in tracker.getActiveStageIds()):
    time.sleep(0.5)
print("two tasks are running", flush=True)
