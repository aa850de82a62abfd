"""The recorder against real PySpark. Each test starts a JVM or more."""

import base64
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from pyspark_xray.check import read_recording
from pyspark_xray.consistency import disagreements, skeleton

RECORDER = Path(__file__).parents[1]
CONTENT = RECORDER.parent / "content" / "recordings"


def xray(*args, cwd=None, env=None):
    return subprocess.run(
        [sys.executable, "-m", "pyspark_xray", *map(str, args)],
        cwd=cwd,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(RECORDER), "SPARK_LOCAL_IP": "127.0.0.1", **(env or {})},
    )


def job(folder, text, name="job.py"):
    file = folder / name
    file.write_text(text)
    return file


HEAD = "from pyspark.sql import SparkSession\nspark = SparkSession.builder.getOrCreate()\nsc = spark.sparkContext\n"
LOCAL = ("--conf", "spark.master=local[2]", "--conf", "spark.ui.enabled=false")


@pytest.mark.spark
def test_the_reference_run_has_the_skeleton_of_the_committed_one(tmp_path):
    out = tmp_path / "collect.json"
    done = xray(
        "run",
        RECORDER / "jobs" / "collect.py",
        "-o",
        out,
        "--cluster",
        2,
        "--payloads",
        "--conf",
        "spark.ui.showConsoleProgress=false",
        "--conf",
        "spark.cores.max=2",
        "--conf",
        "spark.scheduler.minRegisteredResourcesRatio=1.0",
    )
    assert done.returncode == 0, done.stderr
    fresh = read_recording(out)
    assert disagreements(fresh) == []
    committed = read_recording(CONTENT / "collect.json")
    assert skeleton(fresh) == skeleton(committed)


@pytest.mark.spark
def test_a_job_that_raises_leaves_a_recording_and_its_exit_code(tmp_path):
    file = job(tmp_path, HEAD + "print(spark.range(3).count())\nraise ValueError('on purpose')\n")
    out = tmp_path / "x.json"
    done = xray("run", file, "-o", out, *LOCAL)
    assert done.returncode == 1
    r = read_recording(out)
    assert r["run"]["exit"] == {"code": 1}
    shown = [e for e in r["events"] if e["kind"] == "exception" and e["role"] == "shown"]
    assert [e["type"] for e in shown] == ["builtins.ValueError"] and "on purpose" in shown[0]["text"]
    assert "ValueError: on purpose" in done.stderr


@pytest.mark.spark
def test_lines_of_a_rebuilt_traceback_are_not_lines_of_the_job(tmp_path):
    file = job(tmp_path, HEAD + "def inverse(n):\n    return 1 / n\nsc.parallelize([0], 1).map(inverse).collect()\n")
    out = tmp_path / "x.json"
    assert xray("run", file, "-o", out, *LOCAL).returncode == 1
    r = read_recording(out)
    assert "inverse" in next(e for e in r["events"] if e["kind"] == "exception" and e["role"] == "shown")["text"]
    assert [e["line"] for e in r["events"] if e["kind"] == "line"] == [1, 2, 3, 4, 6]


def test_variables_are_in_the_command_that_readers_are_shown(tmp_path):
    file = job(tmp_path, "import os\nprint(os.environ['GREETING'])\n")
    out = tmp_path / "x.json"
    done = xray("run", file, "-o", out, "--env", "GREETING=good day")
    assert (done.returncode, done.stdout) == (0, "good day\n"), done.stderr
    assert read_recording(out)["run"]["command"] == "GREETING='good day' python -m pyspark_xray run job.py -o x.json"


@pytest.mark.spark
def test_a_job_that_is_killed_leaves_a_recording(tmp_path):
    file = job(
        tmp_path,
        HEAD
        + "import os, signal\nsc.parallelize(range(10), 2).map(str).collect()\nos.kill(os.getpid(), signal.SIGKILL)\n",
    )
    out = tmp_path / "x.json"
    done = xray("run", file, "-o", out, *LOCAL)
    assert done.returncode == 128 + signal.SIGKILL
    r = read_recording(out)
    assert r["run"]["exit"] == {"signal": "SIGKILL"}
    assert any(e["kind"] == "message" and e["type"] == "timing" for e in r["events"])
    assert disagreements(r) == []


@pytest.mark.spark
def test_private_things_are_not_written(tmp_path):
    """An odd user and folder, and a secret in the rows: none is in the recording, and sizes stay."""
    folder = tmp_path / "zoe.quirk-77" / "Projekt Ü"
    folder.mkdir(parents=True)
    (folder / "rows.txt").write_text("\n".join(f"hunter2-{n}-swordfish" for n in range(200)))
    file = job(
        folder,
        HEAD
        + """
import os
rows = sc.parallelize(open(os.path.join(os.path.dirname(__file__), "rows.txt")).read().split(), 2)
found = sc.broadcast(rows.first())
print(rows.map(lambda row: row + found.value).collect()[-1])
""",
    )
    out = tmp_path / "x.json"
    done = xray(
        "run",
        file,
        "-o",
        out,
        *LOCAL,
        env={"USER": "zoe.quirk-77", "LOGNAME": "zoe.quirk-77", "HOME": str(folder.parent)},
    )
    assert done.returncode == 0, done.stderr
    assert "swordfish" in done.stdout
    r = read_recording(out)
    text = out.read_text()
    inside = [base64.b64decode(e["bytes"]) for e in r["events"] if "bytes" in e]
    for private in ("zoe.quirk", "Projekt", "hunter2", "swordfish", os.uname().nodename.join("//")):
        assert private not in text
        assert not [b for b in inside if private.encode() in b], private
    environment = [v for p in r["processes"] for i in p["images"] for k, v in (i["env"] or {}).items() if "SECRET" in k]
    assert environment and set(environment) == {"<secret>"}
    secrets = [e for e in r["events"] if e["kind"] == "message" and e["type"] == "secret"]
    assert secrets and all(e["replaced"] and e["size"] == len(base64.b64decode(e["bytes"])) for e in secrets)
    assert set(secrets[0]["fields"][0]["value"]) == {"x"}
    batches = [
        e for e in r["events"] if e["kind"] == "message" and e["type"] in ("batch", "file") and e["channel"] != "file-0"
    ]
    assert batches and not [e for e in batches if "bytes" in e]
    assert any(e.get("rows") for e in batches), "their shape stays"


@pytest.mark.spark
def test_a_hundred_thousand_messages_stay_small(tmp_path):
    file = job(tmp_path, HEAD + "m = sc._jvm.java.lang.System\nfor _ in range(50_000):\n    m.currentTimeMillis()\n")
    out = tmp_path / "x.json"
    done = xray("run", file, "-o", out, *LOCAL)
    assert done.returncode == 0, done.stderr
    r = read_recording(out)
    n = sum(e.get("count", 1) for e in r["events"] if e["kind"] in ("message", "messages"))
    assert n >= 100_000
    assert out.stat().st_size < 5_000_000
    assert disagreements(r) == []


@pytest.mark.parametrize(
    "args, says",
    [
        (["missing.py", "-o", "x.json"], "There is no job file missing.py."),
        (["job.py", "-o", "taken.json"], "taken.json exists already, and nothing is overwritten"),
        (["job.py", "-o", "nowhere/x.json"], "The folder of nowhere/x.json does not exist."),
        (["job.py", "-o", "x.json", "--conf", "spark.master"], "--conf spark.master is not of the form NAME=VALUE."),
        (["job.py", "-o", "x.json", "--python", "/no/python"], "There is no Python interpreter /no/python."),
    ],
)
def test_bad_input_is_one_sentence(tmp_path, args, says):
    job(tmp_path, "print(1)\n")
    (tmp_path / "taken.json").write_text("mine")
    done = xray("run", *args, cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith("pyspark_xray: ") and says in done.stderr and done.stderr.count("\n") == 1
    assert (tmp_path / "taken.json").read_text() == "mine"
    assert not (tmp_path / "x.json").exists()


def test_an_older_line_of_pyspark_is_refused(tmp_path):
    package = tmp_path / "pyspark"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "version.py").write_text('__version__ = "3.3.4"\n')
    python = tmp_path / "python"
    python.write_text(f'#!/bin/sh\nPYTHONPATH={tmp_path} exec {sys.executable} "$@"\n')
    python.chmod(0o755)
    job(tmp_path, "print(1)\n")
    done = xray("run", "job.py", "-o", "x.json", "--python", python, cwd=tmp_path)
    assert done.returncode == 2 and "knows PySpark 3.5 and 4.x" in done.stderr


def test_no_java_is_one_sentence(tmp_path):
    job(tmp_path, "print(1)\n")
    done = xray("run", "job.py", "-o", "x.json", cwd=tmp_path, env={"JAVA_HOME": str(tmp_path)})
    assert done.returncode == 2 and "Spark needs Java" in done.stderr


@pytest.mark.spark
def test_an_interrupt_stops_the_job_and_still_writes(tmp_path):
    file = job(tmp_path, HEAD + "print('ready', flush=True)\nimport time\ntime.sleep(600)\n")
    out = tmp_path / "x.json"
    child = subprocess.Popen(
        [sys.executable, "-m", "pyspark_xray", "run", str(file), "-o", str(out), *LOCAL],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(RECORDER)},
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )  # a shell's `&` ignores it
    assert child.stdout.readline() == "ready\n"
    child.send_signal(signal.SIGINT)
    child.communicate(timeout=90)
    assert child.returncode != 0
    r = read_recording(out)
    assert any(e["kind"] == "exception" and e["type"] == "builtins.KeyboardInterrupt" for e in r["events"])
    left = [p["pid"] for p in r["processes"] if p["end"] is None]
    assert left == []
