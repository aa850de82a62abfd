from pyspark.sql import SparkSession

spark = SparkSession.builder.appName("broadcast").getOrCreate()
sc = spark.sparkContext

names = sc.broadcast({n: "name %d" % n for n in range(1000)})
unknown = sc.accumulator(0)


def name_of(n):
    if n not in names.value:
        unknown.add(1)
    return names.value.get(n, "?")


print(sc.parallelize(range(1200), 2).map(name_of).count(), "names,", unknown.value, "unknown")
spark.stop()
