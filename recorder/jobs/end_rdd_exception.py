from pyspark import SparkContext

sc = SparkContext(appName="end_rdd_exception")


def inverse(n):
    return 1 / n


print(sc.parallelize(range(1000), 2).map(inverse).collect())
sc.stop()
