import os

from pyspark.sql import SparkSession

# A line that was right once: this Java was removed when a newer one was installed.
os.environ["JAVA_HOME"] = "/usr/lib/jvm/java-11-openjdk-amd64"

spark = SparkSession.builder.appName("end_no_java").getOrCreate()
print(spark.range(3).count())
spark.stop()
