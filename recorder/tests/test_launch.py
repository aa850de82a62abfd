"""The lessons' launches, run for real in a pseudo-terminal."""

import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pyspark_xray.errors import XrayError
from pyspark_xray.launch import read_launches, record_launch
from pyspark_xray.processes import spawn as spawning
from pyspark_xray.processes.proc import read_stat

JOBS = Path(__file__).parents[1] / "jobs" / "launch"
LAUNCHES = read_launches(JOBS / "launches.json")
DRIVERS = ("driverPython", "driverJvm")


def drivers(result):
    """[(kind, parent's kind)] of the driver's two processes, in order of birth."""
    kinds = {p.pid: next((i.kind for i in reversed(p.images) if i.kind), None) for p in result.procs}
    return [(kinds[p.pid], kinds.get(p.ppid)) for p in result.procs if kinds[p.pid] in DRIVERS]


def is_alive(pid_file):
    """A zombie, which only its adopter can remove, has ended."""
    stat = read_stat(int(pid_file.read_text()))
    return stat is not None and stat[0] not in "ZX"


@pytest.fixture
def launch(tmp_path):
    for script in JOBS.glob("*.py"):
        shutil.copy(script, tmp_path)

    def run(name):
        row = LAUNCHES[name]
        missing = [p for p in row.needs if not importlib.util.find_spec({"ipython": "IPython"}.get(p, p))]
        if missing:
            pytest.skip(f"needs {missing}")
        env = {**row.env, "SPARK_LOCAL_IP": "127.0.0.1"}
        result = record_launch(row.argv, tmp_path, input_lines=row.input_lines, env=env, timeout=90)
        times = [chunk.t for chunk in result.output]
        assert times == sorted(times) and result.procs[0].t_start < times[0]
        assert all(p.t_end and p.exit for p in result.procs)
        return result

    return run


@pytest.mark.spark
@pytest.mark.parametrize("name, echo", [("pyspark", ">>> spark.range(3).count()"), ("pyspark-ipython", "Out[1]: 3")])
def test_interactive(launch, name, echo):
    result = launch(name)
    assert result.exit == {"code": 0}
    assert [c.text for c in result.typed] == LAUNCHES[name].input_lines
    assert "SparkSession available as 'spark'." in result.text and echo in result.text
    assert drivers(result) == [("driverPython", None), ("driverJvm", "driverPython")]
    root = [(i.kind, os.path.basename(i.exe)) for i in result.procs[0].images]
    assert root[0] == ("shell", "pyspark") and root[-2] == ("shell", "env") and root[-1][0] == "driverPython"
    assert result.procs[0].images[-1].env["PYTHONSTARTUP"].endswith("pyspark/shell.py")


@pytest.mark.spark
@pytest.mark.parametrize(
    "name, order",
    [
        ("python-app", [("driverPython", None), ("driverJvm", "driverPython")]),
        ("spark-submit-app", [("driverJvm", None), ("driverPython", "driverJvm")]),
        ("jupyter", [("driverPython", "other"), ("driverJvm", "driverPython")]),
    ],
)
def test_app(launch, name, order):
    result = launch(name)
    assert result.exit == {"code": 0}
    assert "3" in result.text.splitlines()  # a progress bar ends with \r
    assert drivers(result) == order


@pytest.mark.spark
def test_pyspark_app_is_refused(launch):
    result = launch("pyspark-app")
    assert result.exit == {"code": 1}
    assert "Running python applications through 'pyspark' is not supported as of Spark 2.0.\r\n" in result.text
    assert "Use ./bin/spark-submit <python file>\r\n" in result.text
    assert drivers(result) == []
    (launcher,) = (p for p in result.procs if p.images[-1].kind == "launcherJvm")
    assert launcher.exit == {"code": 255}


def test_killed_and_typing(tmp_path):
    lines = ["print(6 * 7)", "import os", "os.kill(os.getpid(), 9)"]
    result = record_launch([sys.executable, "-q"], tmp_path, input_lines=lines, timeout=20)
    assert result.exit == {"signal": "SIGKILL"} and "42\r\n" in result.text
    assert [c.text for c in result.typed] == lines
    if result.observer == "strace":
        assert result.procs[0].killed_by == result.procs[0].pid


def test_polling(tmp_path, monkeypatch):
    monkeypatch.setattr(spawning, "can_strace", lambda: False)
    result = record_launch([sys.executable, "-c", "import time; time.sleep(0.3); print('é')"], tmp_path, timeout=20)
    assert (result.exit, result.text, result.observer) == ({"code": 0}, "é\r\n", "poll")
    assert result.missed and [i.kind for i in result.procs[0].images] == ["driverPython"]


def test_timeout(tmp_path):
    """An interactive shell with nothing more to type is ended, and its children too."""
    with pytest.raises(XrayError, match=r"^sh did not end within 1 s; the terminal's last line: waiting$"):
        record_launch(["sh", "-c", "(trap '' HUP; sleep 61) & echo $! >pid; echo waiting; wait"], tmp_path, timeout=1)
    assert not is_alive(tmp_path / "pid")


def test_no_such_command(tmp_path):
    with pytest.raises(XrayError, match="^There is no command no-such-command.$"):
        record_launch(["no-such-command"], tmp_path)


def test_interrupted(tmp_path):
    code = (
        "import sys; from pyspark_xray.launch import record_launch\n"
        "record_launch(['sh', '-c', 'echo $$ >pid; exec sleep 62'], sys.argv[1])"
    )
    run = subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stderr=subprocess.DEVNULL)
    pid = tmp_path / "pid"
    for _ in range(200):
        if pid.exists() and pid.read_text():
            break
        time.sleep(0.05)
    run.send_signal(signal.SIGTERM)
    assert run.wait(20) == 143
    assert not is_alive(pid)
