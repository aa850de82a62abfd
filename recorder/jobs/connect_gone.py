from pyspark.sql import SparkSession

spark = SparkSession.builder.appName("connect_gone").remote("sc://127.0.0.1:15002").getOrCreate()
table = spark.range(3)

tries = {
    "spark.sparkContext": lambda: spark.sparkContext,
    "spark._jvm": lambda: spark._jvm,
    "table.rdd": lambda: table.rdd,
    "table._jdf": lambda: table._jdf,
    "spark.driver.memory": lambda: spark.conf.set("spark.driver.memory", "4g"),
}
for name, attempt in tries.items():
    try:
        print(name, "works:", attempt())
    except Exception as e:
        print(name, "raises", type(e).__name__, e)
spark.stop()
