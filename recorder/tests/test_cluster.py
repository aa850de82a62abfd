"""A real standalone cluster: addresses, blocks that cross sockets, and nothing left after any ending."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pyspark_xray.cluster import Cluster
from pyspark_xray.errors import XrayError
from pyspark_xray.preconditions import find_pyspark

HOME = find_pyspark(sys.executable)[1]

JOB = """
import sys
from pyspark import SparkConf, SparkContext

conf = SparkConf().setMaster(sys.argv[1])
conf.setAll([("spark.eventLog.enabled", "true"), ("spark.eventLog.dir", sys.argv[2]), ("spark.ui.enabled", "false")])
conf.setAll([("spark.eventLog.compress", "false"), ("spark.eventLog.rolling.enabled", "false")])
conf.setAll([("spark.executor.memory", "512m"), ("spark.scheduler.minRegisteredResourcesRatio", "1.0")])
sc = SparkContext(appName="shuffle", conf=conf)
print(sorted(sc.parallelize(range(100), 4).map(lambda x: (x % 4, x)).groupByKey(4).mapValues(len).collect()))
"""


@pytest.mark.spark
def test_job_on_two_workers(tmp_path):
    (tmp_path / "job.py").write_text(JOB)
    (tmp_path / "events").mkdir()
    with Cluster(HOME, tmp_path / "cluster", 2) as cluster:
        job = subprocess.run(
            [sys.executable, "job.py", cluster.master_url, "events"],
            cwd=tmp_path,
            env={**os.environ, **cluster.driver_env, "PYSPARK_PYTHON": sys.executable},
            capture_output=True,
            text=True,
            timeout=240,
        )
        assert job.stdout == "[(0, 25), (1, 25), (2, 25), (3, 25)]\n", job.stderr
        assert len(list((tmp_path / "cluster").glob("work-*/app-*/*/stderr"))) == 2
    procs = cluster.procs()

    (log,) = (tmp_path / "events").iterdir()
    events = [json.loads(line) for line in log.read_text().splitlines()]
    managers = [e["Block Manager ID"] for e in events if e["Event"] == "SparkListenerBlockManagerAdded"]
    assert sorted(m["Host"] for m in managers if m["Executor ID"] != "driver") == ["127.0.0.2", "127.0.0.3"]
    reads = [e["Task Metrics"]["Shuffle Read Metrics"] for e in events if e["Event"] == "SparkListenerTaskEnd"]
    assert sum(r["Remote Blocks Fetched"] for r in reads) > 0  # through a socket
    assert sum(r["Remote Bytes Read"] for r in reads) > 0

    kinds = [next((i.kind for i in reversed(p.images) if i.kind), None) for p in procs]
    by_pid = {p.pid: kind for p, kind in zip(procs, kinds, strict=True)}
    parents = {
        (kind, by_pid.get(p.ppid))
        for p, kind in zip(procs, kinds, strict=True)
        if kind not in ("shell", "other", "launcherJvm")
    }
    assert parents == {
        ("clusterMaster", None),
        ("clusterWorker", None),
        ("executorJvm", "clusterWorker"),
        ("pythonDaemon", "executorJvm"),
        ("pythonWorker", "pythonDaemon"),
    }
    assert (kinds.count("executorJvm"), kinds.count("pythonDaemon")) == (2, 2)
    assert all(p.t_end for p in procs) and not any(s.alive() for s in cluster.started)


RUN = """
import sys, time
from pyspark_xray.cluster import Cluster
with Cluster(sys.argv[1], sys.argv[2], 1) as cluster:
    print(*(s.pid for s in cluster.started), flush=True)
    time.sleep(60)
"""


@pytest.mark.spark
@pytest.mark.parametrize("sig, code", [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_interrupted(tmp_path, sig, code):
    """An interrupt of the recorder, and another while it stops, leaves no process."""
    run = subprocess.Popen(
        [sys.executable, "-c", RUN, HOME, str(tmp_path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )  # a shell's `&` ignores it
    pids = run.stdout.readline().split()
    assert len(pids) == 2
    run.send_signal(sig)
    time.sleep(0.1)
    run.send_signal(sig)
    assert run.wait(20) in (code, -sig)
    assert not any(Path(f"/proc/{pid}").exists() for pid in pids)


@pytest.mark.spark
def test_does_not_come_up(tmp_path):
    with pytest.raises(XrayError, match="There is no bin/spark-class in .*: the cluster needs a whole PySpark."):
        Cluster(tmp_path, tmp_path).__enter__()
    cluster = Cluster(HOME, tmp_path, 2, timeout=0.5)
    with pytest.raises(
        XrayError, match="The cluster did not start within 0.5 s: its master was not up; see the logs in "
    ):
        cluster.__enter__()
    assert cluster.started and not any(s.alive() for s in cluster.started)
    with pytest.raises(XrayError, match="The cluster's worker 1 ended with 1 while it started; see its log in "):
        Cluster(HOME, tmp_path, 1, memory="none").__enter__()
