from pyspark import TaskContext
from pyspark.sql import SparkSession

spark = SparkSession.builder.appName("accumulator").getOrCreate()
sc = spark.sparkContext

looked = sc.accumulator(0)


def look_at(n):
    looked.add(1)
    task = TaskContext.get()
    if n == 999 and task.stageId() == 0 and task.attemptNumber() == 0:
        raise ValueError("the first attempt fails")
    return n


numbers = sc.parallelize(range(1000), 2).map(look_at)
print(numbers.count(), "rows,", looked.value, "looked at")
print(numbers.count(), "rows,", looked.value, "looked at")
spark.stop()
