import pandas as pd
import pyarrow as pa

from pyspark.sql import SparkSession
from pyspark.sql.functions import col, pandas_udf, when

spark = SparkSession.builder.appName("arrow_copy").getOrCreate()


@pandas_udf("string")
def look(column: pd.Series) -> pd.Series:
    what = f"{column.dtype} of {type(column[0]).__name__}, writable: {column.to_numpy().flags.writeable}"
    return pd.Series([what] * len(column))


rows = spark.range(2, numPartitions=1).select(
    look("id").alias("bigint"), look(when(col("id") == 0, col("id"))).alias("with a null"), look(col("id").cast("string")).alias("string")
).collect()

with open("/tmp/found.txt", "w") as out:
    print("PyArrow alone, writable:", pa.array([0, 1]).to_pandas().to_numpy().flags.writeable, file=out)
    print(*(f"{name}: {found}" for name, found in rows[0].asDict().items()), sep="\n", file=out)
input("Done. Return ends this.\n")
spark.stop()
