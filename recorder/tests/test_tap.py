"""The tap in real interpreters, with PySpark's own daemon, Py4J's own client and gRPC, and nobody's JVM."""

import os
import socket
import subprocess
import sys
import threading
from concurrent import futures
from pathlib import Path
from types import SimpleNamespace

import pytest
from streams import i, s

from pyspark_xray import inject
from pyspark_xray.inject.xray_tap.functions import wrap_broadcast, wrap_context, wrap_launch
from pyspark_xray.inject.xray_tap.log import Log
from pyspark_xray.taplog import read_taps

INJECT = str(Path(inject.__file__).parent)


def environment(folder, job=""):
    return {**os.environ, "PYTHONPATH": INJECT, "PYSPARK_XRAY_DIR": str(folder), "PYSPARK_XRAY_JOB": str(job)}


def run_job(folder, text, *args):
    """Runs `text` as a tapped job; returns its log and what became of it."""
    job = folder / "job.py"
    job.write_text(text)
    command = [sys.executable, str(job), *map(str, args)]
    done = subprocess.run(command, env=environment(folder, job), capture_output=True, text=True, timeout=60)
    (log,) = read_taps(folder)
    return log, done


def test_lines_exceptions_and_limits(tmp_path):
    text = (
        "import resource\n"
        "resource.setrlimit(resource.RLIMIT_CORE, (0, 0))\n"
        "def inverse(n):\n"
        "    return 1 / n\n"
        "inverse(1)\n"
        "inverse(0)\n"
    )
    log, done = run_job(tmp_path, text)
    assert done.returncode == 1 and "ZeroDivisionError" in done.stderr
    assert (log.role, log.argv[1]) == ("driver", str(tmp_path / "job.py"))
    assert [(n, name) for _, n, name in log.lines] == [
        *((n, "<module>") for n in (1, 2, 3, 5)),
        (4, "inverse"),
        (6, "<module>"),
        (4, "inverse"),
    ]
    limit, exception = log.events
    assert (limit["what"], limit["name"], limit["bytes"]) == ("limit", "RLIMIT_CORE", 0)
    assert exception["what"] == "exception" and exception["type"] == "builtins.ZeroDivisionError"
    assert exception["text"].splitlines()[-1] == "ZeroDivisionError: division by zero"


def test_lines_of_a_long_loop_are_counted(tmp_path):
    log, _ = run_job(tmp_path, "for n in range(20_000):\n    pass\n")
    assert len(log.lines) == 5000
    counted = sum(count for *_, count in log.folded_lines)
    assert counted + 5000 >= 40_000
    assert all(first <= last for first, last, _ in log.folded_lines)


def test_a_process_that_is_no_job_is_not_tapped(tmp_path):
    subprocess.run([sys.executable, "-c", "pass"], env=environment(tmp_path, "/some/job.py"), check=True)
    assert read_taps(tmp_path) == []


def test_py4j(tmp_path):
    """Py4J's client against a gateway that answers yes; another socket of the job is nobody's business."""
    pytest.importorskip("py4j")
    text = (
        "import socket, sys\n"
        "from py4j.java_gateway import GatewayClient\n"
        "client = GatewayClient(port=int(sys.argv[1]))\n"
        "print(client.send_command('c\\nt\\nm\\ne\\n'))\n"
        "with socket.create_connection(('127.0.0.1', int(sys.argv[1]))) as other:\n"
        "    other.sendall(b'mine\\n')\n"
    )
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

        def answer():
            gateway, _ = server.accept()
            gateway.recv(100)
            gateway.sendall(b"!yv\n")
            server.accept()[0].recv(100)
            gateway.recv(1)

        gateway = threading.Thread(target=answer)
        gateway.start()
        log, done = run_job(tmp_path, text, port)
        gateway.join(20)
    assert done.stdout == "yv\n", done.stderr
    (conn,) = log.connections
    assert (conn.kind, conn.side, conn.peer, conn.thread) == ("py4j", "client", f"127.0.0.1:{port}", "MainThread")
    assert (bytes(conn.written.data), bytes(conn.read.data)) == (b"c\nt\nm\ne\n", b"!yv\n")
    assert conn.counted == (4, 8) and conn.counted_at == (4, 8)
    assert conn.t_open < conn.written.time_of(0) < conn.read.time_of(0)


def test_daemon_and_worker(tmp_path):
    """PySpark's daemon forks a worker; each writes a log of its own."""
    pytest.importorskip("pyspark")
    env = {**environment(tmp_path), "PYTHON_WORKER_FACTORY_SECRET": "k" * 64}
    command = [sys.executable, "-m", "pyspark.daemon", "pyspark.worker"]
    daemon = subprocess.Popen(command, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        port = int.from_bytes(daemon.stdout.read(4), "big")
        with socket.create_connection(("127.0.0.1", port)) as executor, executor.makefile("rb") as answers:
            pid = int.from_bytes(answers.read(4), "big")
            executor.sendall(s("k" * 64))
            assert answers.read(6) == s("ok")
            executor.shutdown(socket.SHUT_WR)  # the worker waits for a task, and finds its socket closed
            answers.read()
        daemon.communicate(timeout=30)
    finally:
        daemon.kill()
        daemon.wait()
    of_daemon, of_worker = read_taps(tmp_path)
    assert (of_daemon.role, of_worker.role, of_worker.pid) == ("daemon", "worker", pid)
    (pipe,) = of_daemon.connections
    assert (pipe.kind, bytes(pipe.written.data)) == ("daemonPipe", i(port))
    (conn,) = of_worker.connections
    assert (conn.kind, conn.side, conn.local) == ("workerSocket", "server", f"127.0.0.1:{port}")
    assert bytes(conn.read.data) == s("k" * 64)
    assert bytes(conn.written.data).startswith(i(pid) + s("ok"))
    assert conn.counted and conn.counted[0] == 68


def test_grpc(tmp_path):
    grpc = pytest.importorskip("grpc")

    class Echo(grpc.GenericRpcHandler):
        def service(self, details):
            if details.method.endswith("One"):
                return grpc.unary_unary_rpc_method_handler(lambda request, _: request * 2)
            return grpc.unary_stream_rpc_method_handler(lambda request, _: iter([request, b"end"]))

    server = grpc.server(futures.ThreadPoolExecutor(1), handlers=[Echo()])
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    text = (
        "import grpc, sys\n"
        "class Plan(bytes):\n"
        "    SerializeToString = bytes.__bytes__ if hasattr(bytes, '__bytes__') else lambda self: bytes(self)\n"
        "channel = grpc.insecure_channel('127.0.0.1:' + sys.argv[1])\n"
        "how = dict(request_serializer=bytes, response_deserializer=Plan)\n"
        "print(bytes(channel.unary_unary('/s/One', **how)(Plan(b'ab'))))\n"
        "print([bytes(one) for one in channel.unary_stream('/s/Many', **how)(Plan(b'cd'))])\n"
    )
    log, done = run_job(tmp_path, text, port)
    server.stop(None)
    assert done.stdout == "b'abab'\n[b'cd', b'end']\n", done.stderr
    opened, *messages = log.events
    assert (opened["what"], opened["target"]) == ("grpcOpen", f"127.0.0.1:{port}")
    assert [(e["way"], e["method"], e["type"], e["size"]) for e in messages] == [
        ("request", "/s/One", "Plan", 2),
        ("response", "/s/One", "Plan", 4),
        ("request", "/s/Many", "Plan", 2),
        ("response", "/s/Many", "Plan", 2),
        ("response", "/s/Many", "Plan", 3),
    ]


@pytest.fixture
def log(tmp_path):
    log = Log(str(tmp_path), "driver")
    log.open()
    yield log
    log.close()


def files_of(log):
    (read,) = read_taps(Path(log.folder))
    return [(e["purpose"], e["writer"], e["reader"], e["size"]) for e in read.events]


def test_files_of_parallelize_broadcast_and_launch(log, tmp_path):
    file = tmp_path / "rows"
    file.write_bytes(b"12345")

    class Context:
        def _serialize_to_jvm(self, data, serializer, reader_func):
            return reader_func(str(file))

    class Broadcast:
        def dump(self, value, f):
            f.write(value)
            f.flush()

        def load_from_path(self, path):
            return path

    wrap_context(log, SimpleNamespace(SparkContext=Context))
    assert Context()._serialize_to_jvm([1], None, lambda path: path) == str(file)
    wrap_broadcast(log, SimpleNamespace(Broadcast=Broadcast))
    with open(tmp_path / "b", "wb") as f:
        Broadcast().dump(b"abc", f)

    def _prepare_for_python_RDD():
        with open(tmp_path / "f", "wb") as f:
            Broadcast().dump(b"function", f)

    _prepare_for_python_RDD()
    Broadcast().load_from_path(str(file))
    launch = SimpleNamespace(read_int=lambda stream: int.from_bytes(stream.read(4), "big"))
    wrap_launch(log, launch)
    with open(file, "rb") as f:
        assert launch.read_int(f) == int.from_bytes(b"1234", "big")
    assert files_of(log) == [
        ("parallelize", "self", "jvm", 5),
        ("broadcast", "self", "jvm", 3),
        ("function broadcast", "self", "jvm", 8),
        ("broadcast", "jvm", "self", 5),
        ("gateway port and secret", "jvm", "self", 5),
    ]


def test_a_log_cut_anywhere_is_read_to_its_last_whole_record(log, tmp_path):
    log.event(what="limit", name="a", bytes=1)
    log.event(what="limit", name="b", bytes=2)
    (file,) = tmp_path.glob("tap-*.log")
    whole = file.read_bytes()
    for cut in range(len(whole)):
        file.write_bytes(whole[:cut])
        logs = read_taps(tmp_path)
        assert len(logs) <= 1 and [e["name"] for one in logs for e in one.events] in ([], ["a"])
