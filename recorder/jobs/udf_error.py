from pyspark.errors import PythonException
from pyspark.sql import SparkSession
from pyspark.sql.functions import udf

spark = SparkSession.builder.appName("udf_error").getOrCreate()


@udf("double", useArrow=False)
def inverse(n):
    return 1 / n


try:
    spark.range(0, 1000, numPartitions=2).select(inverse("id")).collect()
except PythonException:
    print("failed", flush=True)
input()
spark.stop()
