from pyspark.sql import SparkSession
from pyspark.sql.functions import udf

spark = SparkSession.builder.appName("end_udf_exception").getOrCreate()


@udf("double", useArrow=False)
def inverse(n):
    return 1 / n


print(spark.range(0, 1000, numPartitions=2).select(inverse("id")).collect())
spark.stop()
