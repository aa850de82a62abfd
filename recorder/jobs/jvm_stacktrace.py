from pyspark.errors import PySparkException
from pyspark.sql import SparkSession
from pyspark.sql.functions import udf

spark = SparkSession.builder.appName("jvm_stacktrace").getOrCreate()
spark.conf.set("spark.sql.pyspark.jvmStacktrace.enabled", True)


@udf("double", useArrow=False)
def inverse(n):
    return 1 / n


with open("/tmp/found.txt", "w") as out:
    for of, job in [("a function", lambda: spark.range(9).select(inverse("id")).collect()), ("a plan", lambda: spark.range(9).select("di"))]:
        try:
            job()
        except PySparkException as error:
            shown, kept = "JVM stacktrace:" in str(error), len(error._stackTrace)
            print(f"{of}: {type(error).__name__}, JVM stack shown: {shown}, kept: {kept} characters", file=out)
input("Done. Return ends this.\n")
spark.stop()
