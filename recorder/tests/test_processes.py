"""Process trees: read from small real traces, and of real programs under strace and under polling."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pyspark_xray.errors import XrayError
from pyspark_xray.preconditions import check_machine
from pyspark_xray.processes import spawn as spawning
from pyspark_xray.processes.kinds import add_kinds, kind_of
from pyspark_xray.processes.proc import Image, Proc
from pyspark_xray.processes.spawn import spawn
from pyspark_xray.processes.strace import _join, _Tree, can_strace, read_trace

SAMPLES = Path(__file__).parent / "samples" / "strace"
needs_strace = pytest.mark.skipif(not can_strace(), reason="no strace, or it may not trace")


def names(proc):
    return [(image.kind, os.path.basename(image.exe)) for image in proc.images if image.kind]


# ---- read_trace


def test_tree_sample():
    root, sh, failed, sleep, coded, orphan = read_trace(SAMPLES / "tree.strace", 0)
    assert root.ppid is None and root.exit == {"signal": "SIGTERM"} and root.killed_by == root.pid
    assert root.images[0].argv[-1] == "tree.py"
    assert root.images[0].env == {"PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8"}
    assert {p.ppid for p in (sh, failed, sleep, coded, orphan)} == {root.pid}

    copy, execd = sh.images  # exec by a thread: the process keeps its pid, strace's result is nonsense
    assert copy.forked and copy.argv == root.images[0].argv and not execd.forked
    assert execd.argv == ["sh", "-c", 'printf "%s" "$0"; exit 4', 'two "words"\né']
    assert sh.exit == {"code": 4}

    assert [i.forked for i in failed.images] == [True] and failed.exit == {"code": 255}
    assert [i.exe for i in sleep.images[1:]] == ["/usr/bin/sleep"]
    assert sleep.exit == {"signal": "SIGKILL"} and sleep.killed_by == root.pid
    assert coded.exit == {"code": 3}
    assert orphan.t_end > root.t_end
    for proc in (root, sh, failed, sleep, coded, orphan):
        times = [proc.t_start, *(i.t for i in proc.images), proc.t_end]
        assert times == sorted(times)


def test_clock_offset():
    a, b = (read_trace(SAMPLES / "tree.strace", offset)[0] for offset in (0, -7))
    assert (a.t_start - b.t_start, a.t_end - b.t_end, a.images[0].t - b.images[0].t) == (7, 7, 7)


def test_pyspark_sample():
    procs = add_kinds(read_trace(SAMPLES / "python-app.strace", 0))
    by_kind = {}
    for proc in procs:
        by_kind.setdefault(proc.images[-1].kind, []).append(proc)
    (python,), (jvm,), (launcher,), (daemon,) = (
        by_kind[k] for k in ("driverPython", "driverJvm", "launcherJvm", "pythonDaemon")
    )
    assert procs[0] is python and jvm.ppid == python.pid and daemon.ppid == jvm.pid
    assert names(jvm) == [
        ("shell", "spark-submit"),
        ("shell", "bash"),
        ("shell", "spark-class"),
        ("shell", "bash"),
        ("driverJvm", "java"),
    ]
    assert launcher.exit == {"code": 0}
    workers = by_kind["pythonWorker"]
    assert [w.ppid for w in workers] == [daemon.pid] * 2 and [w.exit for w in workers] == [{"signal": "SIGHUP"}] * 2
    assert all(p.exit and p.t_end for p in procs)


def test_half_written_trace():
    """At whatever byte the trace is cut: no error, and no process that the whole one does not have."""
    text = (SAMPLES / "tree.strace").read_text()
    whole = {p.pid for p in read_trace(SAMPLES / "tree.strace", 0)}
    for cut in range(0, len(text), 37):
        entries = _join(text[:cut], 0)
        assert {p.pid for p in _Tree(entries).procs} <= whole


def test_unfinished_fork_pid_reuse_and_threads(tmp_path):
    lines = """\
10 1.000000 execve("/bin/a", ["a"], ["K=v=w"]) = 0
10 2.000000 clone(child_stack=NULL, flags=CLONE_CHILD_SETTID|SIGCHLD, child_tidptr=0x1 <unfinished ...>
20 3.000000 execve("/bin/b", ["b", "]", "a, \\"b\\""], ["Q=\\303\\251\\n"] <unfinished ...>
10 4.000000 <... clone resumed>) = 20
20 5.000000 <... execve resumed>) = 0
20 6.000000 clone3({flags=CLONE_VM|CLONE_THREAD, exit_signal=0}, 88) = 21
21 7.000000 vfork( <unfinished ...>
22 8.000000 execve("/nowhere", ["c"], []) = -1 ENOENT (No such file or directory)
21 8.500000 +++ exited with 0 +++
20 9.000000 +++ killed by SIGSEGV (core dumped) +++
22 9.500000 +++ exited with 1 +++
10 10.000000 vfork() = 20
20 11.000000 +++ exited with 2 +++
10 12.000000 wait"""
    (tmp_path / "t").write_text(lines)
    root, first, vforked, second = read_trace(tmp_path / "t", 0)
    assert (root.t_end, root.exit, root.images[0].env) == (None, None, {"K": "v=w"})
    assert (first.t_start, first.exit) == (2_000_000_000, {"signal": "SIGSEGV"})
    assert first.images[1].argv == ["b", "]", 'a, "b"'] and first.images[1].env == {"Q": "é\n"}
    assert (vforked.ppid, len(vforked.images), vforked.exit) == (20, 1, {"code": 1})
    assert (second.pid, second.ppid, second.exit, second.images[0].argv) == (20, 10, {"code": 2}, ["a"])


# ---- spawn, under strace and under polling


@pytest.fixture(params=["strace", "poll"])
def observer(request, monkeypatch):
    if request.param == "poll":
        monkeypatch.setattr(spawning, "can_strace", lambda: False)
    elif not can_strace():
        pytest.skip("no strace")
    return request.param


def test_spawn(observer, tmp_path):
    before = time.monotonic_ns()
    child = spawn(["sh", "-c", "sh -c 'sleep 0.3; exit 3'; sleep 0.2; exit 7"], None, str(tmp_path), tmp_path / "trace")
    assert child.observer == observer and child.wait(20) == 7
    root, inner, *_ = procs = child.procs()
    assert root.pid == child.pid and root.exit == {"code": 7} and inner.ppid == root.pid
    assert {p.images[-1].argv[0] for p in procs} == {"sh", "sleep"} and {k for p in procs for k, _ in names(p)} == {
        "shell"
    }
    assert before - 50_000_000 < root.t_start < inner.t_start < inner.t_end <= root.t_end < time.monotonic_ns()
    if observer == "strace":
        assert inner.exit == {"code": 3} and not child.missed
    else:
        assert "no strace" in child.missed[0]


def test_killed(observer, tmp_path):
    child = spawn(["sleep", "60"], None, None, tmp_path / "trace")
    os.kill(child.pid, signal.SIGKILL)
    assert child.wait(20) == -9
    assert child.procs()[0].exit == {"signal": "SIGKILL"} and child.procs()[0].killed_by is None


def test_stop_ends_orphans_and_ignorers(observer, tmp_path):
    """A process group of its own, an ended parent, SIGTERM ignored: stop() finds it. Nobody else's is touched."""
    other = subprocess.Popen(["sleep", "60"])
    code = "setsid sh -c \"trap '' TERM HUP; while :; do sleep 0.1; done\" & sleep 0.5; exit 0"
    child = spawn(["sh", "-c", code], None, None, tmp_path / "trace", start_new_session=True)
    child.wait(20)
    assert child.alive()
    child.stop(grace=0.3)
    assert not child.alive() and other.poll() is None
    other.kill()
    other.wait()


def test_no_such_command(tmp_path):
    with pytest.raises(XrayError, match="There is no command no-such-command."):
        spawn(["no-such-command"], None, None, tmp_path / "trace")


@needs_strace
def test_ctrl_c_of_the_group_leaves_strace(tmp_path):
    """The job is killed with its whole group; strace is not in it and writes the end."""
    child = spawn(["sh", "-c", "sleep 60 & sleep 60"], None, None, tmp_path / "trace", start_new_session=True)
    time.sleep(0.3)
    os.killpg(child.pid, signal.SIGKILL)
    child.wait(20)
    assert [p.exit for p in child.procs()] == [{"signal": "SIGKILL"}] * 3


@needs_strace
def test_threads_and_forks_run_at_full_speed(tmp_path):
    """20,000 calls in a thread and in a fork that start nothing themselves: strace sleeps meanwhile."""
    code = (
        "import os, threading, time\ndef calls():\n  for _ in range(20000): os.getppid()\n"
        "t = threading.Thread(target=calls); t.start(); t.join()\nif os.fork() == 0: calls(); os._exit(0)\n"
        "os.wait(); print(flush=True); time.sleep(9)"
    )
    child = spawn([sys.executable, "-c", code], None, None, tmp_path / "trace", stdout=subprocess.PIPE)
    child.stdout.readline()
    status = Path(f"/proc/{child._tracer_pid}/status").read_text()
    child.stop()
    child.stdout.close()
    assert int(status.split("\nvoluntary_ctxt_switches:")[1].split()[0]) < 2000


# ---- kinds

JAVA = ["/usr/lib/jvm/17/bin/java", "-cp", "/x/conf:/x/jars/*", "-Xmx1g"]
SUBMIT = "org.apache.spark.deploy.SparkSubmit"


@pytest.mark.parametrize(
    "argv, parent, execd, kind",
    [
        (["pyspark"], None, True, "shell"),
        (["bash", "/x/bin/spark-class", SUBMIT], None, True, "shell"),
        (["bash", "/x/bin/spark-class", SUBMIT], "shell", False, "shell"),
        (["dirname", "/x"], "shell", True, "shell"),
        (["/usr/bin/java", "-version"], "shell", True, "shell"),
        (
            ["java", "-Xmx128m", "-cp", "/x/jars/*", "org.apache.spark.launcher.Main", SUBMIT, "app.py"],
            "shell",
            True,
            "launcherJvm",
        ),
        ([*JAVA, SUBMIT, "app.py"], "shell", True, "driverJvm"),
        (
            [*JAVA, SUBMIT, "--class", "org.apache.spark.sql.connect.service.SparkConnectServer"],
            "shell",
            True,
            "connectServer",
        ),
        (
            [*JAVA, "org.apache.spark.executor.CoarseGrainedExecutorBackend", "--cores", "1"],
            "clusterWorker",
            True,
            "executorJvm",
        ),
        ([*JAVA, "org.apache.spark.deploy.master.Master", "--port", "0"], "shell", True, "clusterMaster"),
        ([*JAVA, "org.apache.spark.deploy.worker.Worker", "--cores", "1"], "shell", True, "clusterWorker"),
        (["python3", "-m", "pyspark.daemon", "pyspark.worker"], "executorJvm", True, "pythonDaemon"),
        (["python3", "-m", "pyspark_xray.daemon", "pyspark.worker"], "driverJvm", True, "pythonDaemon"),
        (["python3", "-m", "pyspark.daemon", "pyspark.worker"], "pythonDaemon", False, "pythonWorker"),
        (["python3", "-m", "pyspark.worker"], "executorJvm", True, "pythonWorker"),
        (["python3"], "shell", True, "driverPython"),
        (["python", "app.py"], None, True, "driverPython"),
        (["python3", "/job/app.py"], "driverJvm", True, "driverPython"),
        (["ipython"], "shell", True, "driverPython"),
        (["python3", "-c", "from pyspark.util import spark_connect_mode"], "shell", True, "shell"),
        (["/v/bin/python", "/v/bin/jupyter-lab"], None, True, "other"),
        (["python3", "-m", "ipykernel_launcher", "-f", "kernel.json"], "other", True, "driverPython"),
        (["python", "app.py"], "driverPython", False, "other"),
        (["ldconfig", "-p"], "driverPython", True, "other"),
        (["rm", "-rf", "/tmp/spark-x"], "driverJvm", True, "other"),
        ([], None, True, "other"),
    ],
)
def test_kind_of(argv, parent, execd, kind):
    assert kind_of(argv, parent, execd) == kind


def test_kinds_behind_a_pyenv_shim():
    """`python3` may be a bash script that execs bash and then Python."""
    jvm = Proc(1, None, 1, [Image(1, [*JAVA, SUBMIT], {}, "java")])
    shim = [
        ["jspawnhelper"],
        ["python3", "-m", "pyspark.daemon"],
        ["bash", "/shims/python3"],
        ["/v/python3", "-m", "pyspark.daemon"],
    ]
    daemon = Proc(
        2, 1, 2, [Image(2, jvm.images[0].argv, {}, "java", forked=True), *(Image(3, a, {}, a[0]) for a in shim)]
    )
    add_kinds([jvm, daemon])
    assert [i.kind for i in daemon.images] == [None, "other", "pythonDaemon", "shell", "pythonDaemon"]


# ---- preconditions


def test_preconditions(tmp_path):
    check_machine(sys.executable)
    with pytest.raises(XrayError, match="There is no Python interpreter /no/python."):
        check_machine("/no/python")
    with pytest.raises(XrayError, match="Spark needs Java: JAVA_HOME is not set and java is not on PATH."):
        check_machine(sys.executable, {"PATH": str(tmp_path)})
    with pytest.raises(XrayError, match="Spark needs Java: JAVA_HOME is /nowhere and has no bin/java."):
        check_machine(sys.executable, {"PATH": "/usr/bin", "JAVA_HOME": "/nowhere"})
    bare = tmp_path / "python"
    bare.write_text(f'#!/bin/sh\nexec {sys.executable} -I -S "$@"\n')
    bare.chmod(0o755)
    with pytest.raises(XrayError, match="PySpark is not installed for .*python: pip install pyspark."):
        check_machine(str(bare))
