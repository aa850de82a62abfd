from pyspark.sql import SparkSession

spark = SparkSession.builder.appName("worker_socket").getOrCreate()
sc = spark.sparkContext

readings = sc.parallelize([21, -4, 0, 38, 12, -9, 27, 16], 2)
shift = sc.broadcast(32)
frost = sc.accumulator(0)


def fahrenheit(celsius):
    if celsius < 0:
        frost.add(1)
    return celsius * 9 / 5 + shift.value


print(readings.map(fahrenheit).collect(), "frost:", frost.value)

try:
    readings.map(lambda celsius: 100 / celsius).collect()
except Exception as error:
    print(type(error).__name__)
spark.stop()
