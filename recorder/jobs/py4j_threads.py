import sys
import time
from threading import Event, Thread, current_thread

from pyspark.sql import SparkSession

spark = SparkSession.builder.appName("py4j_threads").getOrCreate()
jvm = spark.sparkContext._jvm
done = Event()


def ask():
    java = jvm.java.lang.Thread.currentThread().getName()
    print(current_thread().name, "is served by", java, flush=True)


def ask_and_wait():
    ask()
    done.wait()


ask()
for name in "second", "third":
    Thread(target=ask_and_wait, name=name).start()
    time.sleep(1)
ask()
print("READY", flush=True)
sys.stdin.read()
done.set()
spark.stop()
