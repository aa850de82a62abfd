"""What recording costs: the same job with and without the recorder.

`python recorder/cost.py` prints the table of the README.

Each job times its own work, so that neither Spark's start nor the recorder's own count. The fastest of RUNS runs each,
since what else a machine does only adds.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

RUNS = 5
HEAD = """
import time
from pyspark.sql import SparkSession
spark = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").getOrCreate()
sc = spark.sparkContext
sc.parallelize(range(10), 2).map(str).collect()
start = time.monotonic()
{}
print("seconds:", time.monotonic() - start)
"""
JOBS = {
    "rdd.map(f).collect() of 10⁶ rows": "sc.parallelize(range(1_000_000), 2).map(lambda n: (n, str(n))).collect()",
    "10⁴ Py4J calls": "now = sc._jvm.java.lang.System.currentTimeMillis\nfor _ in range(10_000):\n    now()",
    "a loop of 10⁶ rounds, five lines, in the job's own file": """
def work(n):
    t = 0
    for i in range(n):
        t += i % 7
        if t > 1000:
            t = 0
work(1_000_000)
""",
}


def seconds(command: list[str]) -> float:
    here = str(Path(__file__).parent)
    env = {**os.environ, "PYTHONPATH": here, "PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1"}
    out = subprocess.run(command, env=env, capture_output=True, text=True, check=True).stdout
    return float(out.partition("seconds: ")[2])


def main() -> None:
    print("| job | without | with | factor |\n|---|---|---|---|")
    for name, body in JOBS.items():
        with tempfile.TemporaryDirectory() as folder:
            job = Path(folder, "job.py")
            job.write_text(HEAD.format(body))
            plain, recorded = [], []
            for n in range(RUNS):
                plain.append(seconds([sys.executable, str(job)]))
                recorded.append(
                    seconds(
                        [sys.executable, "-m", "pyspark_xray", "run", str(job), "-o", str(Path(folder, f"{n}.json"))]
                    )
                )
            a, b = min(plain), min(recorded)
            print(f"| {name} | {a:.2f} s | {b:.2f} s | {b / a:.1f} |", flush=True)


if __name__ == "__main__":
    main()
