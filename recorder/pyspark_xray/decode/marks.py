"""Numbers that stand in Spark's streams where a length could (`SpecialLengths`), and kinds of evaluation.

Sources: `python/pyspark/serializers.py` and `python/pyspark/util.py` (`PythonEvalType`), PySpark 4.3.0.
"""

END_OF_DATA, EXCEPTION, TIMING, END_OF_STREAM, NULL, ARROW, INIT = -1, -2, -3, -4, -5, -6, -8

ARROW_EVALS = set(range(101, 300)) | {301, 302}
"""Eval types whose data is Arrow."""
GROUPED_EVALS = {201, 202, 203, 206, 208, 209, 210, 211, 212, 213, 214, 215, 216, 217, 252, 253, 254}
"""Those whose data is a count and Arrow streams per group."""
