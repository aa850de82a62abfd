"""A reader's command beside a run: which process is which, what is left out, and a whole observation."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pyspark_xray.observe import Running, shorten, to_kinds

JAVA = "/usr/lib/jvm/java-17/bin/java"
RECORDER = Path(__file__).parents[1]


def test_kinds():
    running = [
        Running(1, 0, ["python", "-m", "pyspark_xray.observe"]),
        Running(2, 1, [JAVA, "-cp", "x", "org.apache.spark.deploy.master.Master", "--host", "127.0.0.1"]),
        Running(3, 1, [JAVA, "-cp", "x", "org.apache.spark.deploy.worker.Worker"]),
        Running(4, 1, ["python", "slow.py"]),
        Running(5, 4, [JAVA, "-cp", "x", "org.apache.spark.deploy.SparkSubmit", "pyspark-shell"]),
        Running(6, 3, [JAVA, "-cp", "x", "org.apache.spark.executor.CoarseGrainedExecutorBackend"]),
        Running(7, 6, ["/v/bin/python3.11", "-m", "pyspark.daemon", "pyspark.worker"]),
        Running(8, 7, ["/v/bin/python3.11", "-m", "pyspark.daemon", "pyspark.worker"]),
        Running(9, 7, ["/v/bin/python3.11", "-m", "pyspark.daemon", "pyspark.worker"]),
    ]
    assert to_kinds(running, 4) == {
        "clusterMaster": [2],
        "clusterWorker": [3],
        "driverPython": [4],
        "driverJvm": [5],
        "executorJvm": [6],
        "pythonDaemon": [7],
        "pythonWorker": [8, 9],
    }


def test_python_that_spark_submit_started_is_the_driver():
    running = [
        Running(1, 0, [JAVA, "org.apache.spark.deploy.SparkSubmit", "app.py"]),
        Running(2, 1, ["python3", "app.py"]),
    ]
    assert to_kinds(running, 1) == {"driverJvm": [1], "driverPython": [2]}


def test_shorten_marks_what_it_leaves_out():
    output = "java -cp /a/b:/c/d Main  \n" + "x" * 50 + "\n\n"
    assert shorten(output, [[r"-cp \S+", "-cp …"]], 20) == "java -cp … Main\n" + "x" * 19 + "…\n"


@pytest.mark.spark
@pytest.mark.skipif(os.geteuid() != 0 or not shutil.which("unshare"), reason="needs root and unshare")
def test_a_whole_observation(tmp_path):
    can = subprocess.run(["unshare", "--pid", "--fork", "--mount-proc", "--net", "--uts", "true"])
    if can.returncode:
        pytest.skip("no namespaces can be made here")
    (tmp_path / "wait.py").write_text(
        "from pyspark.sql import SparkSession\nspark = SparkSession.builder.getOrCreate()\n"
        "print('READY', flush=True)\ninput()\n"
    )
    for folder in (tmp_path, tmp_path.parent, tmp_path.parent.parent):
        os.chmod(folder, 0o755)  # `nobody` is to read the job
    spec = {
        "commands": [
            {
                "name": "ps",
                "command": "ps -o pid,args -p {driverPython}; jcmd {driverJvm} VM.version",
                "shorten": [],
                "width": 100,
            }
        ],
        "job": "wait.py",
        "cluster": 0,
        "connect": False,
        "conf": {},
        "start": [],
        "processes": {},
        "printed": "^READY$",
        "after": 0,
        "user": "nobody",
        "python": sys.executable,
        "cwd": str(tmp_path),
        "env": {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"},
        "date": "2026-11-24",
    }
    (tmp_path / "spec.json").write_text(json.dumps(spec))
    inside = 'hostname localhost && ip link set lo up && PYTHONPATH="$0" exec "$@"'
    argv = [
        "unshare",
        "--pid",
        "--fork",
        "--kill-child",
        "--mount-proc",
        "--net",
        "--uts",
        "sh",
        "-c",
        inside,
        str(RECORDER),
        sys.executable,
        "-m",
        "pyspark_xray.observe",
        str(tmp_path / "spec.json"),
        str(tmp_path / "out.json"),
    ]
    assert subprocess.run(argv, timeout=300).returncode == 0
    [seen] = json.loads((tmp_path / "out.json").read_text())
    assert "python wait.py" in seen["output"]
    assert "JDK" in seen["output"] or "OpenJDK" in seen["output"]
    assert seen["isWhole"] and seen["run"]["job"]["file"] == "wait.py"
