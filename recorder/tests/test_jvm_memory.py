"""The heap counters and the sampler, on real JVMs that run for a second or two."""

import os
import shutil
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path

import pytest

from pyspark_xray.jvm.gclog import read_gclog
from pyspark_xray.jvm.perfdata import PerfData
from pyspark_xray.jvm.sampler import Sampler

SAMPLES = Path(__file__).parent / "samples" / "jvm"
MIB = 1 << 20

needs_jdk = pytest.mark.skipif(not shutil.which("javac"), reason="needs a JDK")


@pytest.fixture(scope="module")
def classes(tmp_path_factory):
    folder = tmp_path_factory.mktemp("classes")
    subprocess.run(["javac", "-d", folder, SAMPLES / "Stairs.java"], check=True)
    return folder


@pytest.fixture
def start_jvm(classes, tmp_path):
    started = []

    def start(collector):
        log = f"-Xlog:gc*:file={tmp_path}/gc-%p.log:tn,tags:filecount=0"
        command = ["java", "-Xms64m", "-Xmx64m", f"-XX:+Use{collector}GC", log, "-cp", str(classes), "Stairs"]
        started.append(subprocess.Popen(command))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.wait()


def open_counters(pid):
    for _ in range(500):
        try:
            return PerfData(pid)
        except (FileNotFoundError, ValueError):
            time.sleep(0.01)
    raise AssertionError("the JVM never showed its counters")


@pytest.mark.spark
@needs_jdk
@pytest.mark.parametrize("collector", ["G1", "Serial", "Parallel"])
def test_counters_agree_with_the_gc_log(start_jvm, tmp_path, collector):
    process = start_jvm(collector)
    counters = open_counters(process.pid)
    samples = []
    while process.poll() is None:
        samples.append((time.monotonic_ns(), counters.sample()))
        time.sleep(0.004)
    log = read_gclog(tmp_path / f"gc-{process.pid}.log")
    assert log.collector == collector and len(log.collections) > 3
    assert {sample.max for _, sample in samples} == {64 * MIB}
    assert all(0 <= sample.used <= sample.committed == 64 * MIB for _, sample in samples)

    # right after a collection the counters say what the log says (it prints whole MiB) or some allocation more
    checked = 0
    for collection, following in pairwise(log.collections):
        after = [s for t, s in samples if collection.until + 2_000_000 < t < following.t]
        if after:
            checked += 1
            assert collection.after - MIB <= after[0].used <= collection.after + 16 * MIB
    assert checked

    if collector == "G1":  # stairs of one region while no collection comes between
        steps = [
            after.used - before.used
            for (t, before), (until, after) in pairwise(samples)
            if not any(t - 5_000_000 < c.until and c.t < until + 5_000_000 for c in log.collections)
        ]
        assert any(steps)
        assert all(step % log.region_size == 0 and step >= 0 for step in steps)


@pytest.mark.spark
@needs_jdk
def test_a_sample_is_cheap_and_outlives_its_jvm(start_jvm):
    process = start_jvm("G1")
    counters = open_counters(process.pid)
    process.kill()
    process.wait()
    start = time.perf_counter()
    for _ in range(1000):
        counters.sample()
    assert (time.perf_counter() - start) / 1000 < 50e-6
    counters.close()


def test_no_counters():
    with pytest.raises(FileNotFoundError):
        PerfData(os.getpid())


def test_foreign_counters(tmp_path):
    for content in (b"", b"abc", bytes(64)):
        (tmp_path / "7").write_bytes(content)
        with pytest.raises(ValueError, match="pid 7"):
            PerfData(7, tmp_path / "7")


@pytest.mark.spark
@needs_jdk
def test_sampler_on_a_jvm_a_python_and_nobody(start_jvm):
    sampler = Sampler(0.01)
    jvm = start_jvm("G1")
    python = subprocess.Popen([sys.executable, "-c", "import time; x = bytearray(40 << 20); time.sleep(0.5)"])
    begun = time.monotonic_ns()
    sampler.watch(jvm.pid, jvm=True)
    sampler.watch(python.pid, jvm=False)
    sampler.watch(2**22 + 1, jvm=True)  # above the highest pid there can be
    sampler.start()
    python.wait()
    jvm.wait()
    sampler.stop()
    ended = time.monotonic_ns()

    series = {(one["pid"], one["measure"]): one for one in sampler.series()}
    assert set(series) == {(jvm.pid, m) for m in ("rss", "heapUsed", "heapCommitted", "heapMax")} | {
        (python.pid, "rss")
    }
    for one in series.values():
        assert len(one["t"]) == len(one["value"])
        assert begun <= one["t"][0] and one["t"][-1] <= ended
        assert one["t"] == sorted(set(one["t"]))
        middle = one["value"][:-1]
        assert all(a != b for a, b in pairwise(middle))  # only changes, but for the end
    assert len(series[jvm.pid, "heapMax"]["t"]) == 2
    assert max(series[python.pid, "rss"]["value"]) > 40 * MIB
    assert len(series[jvm.pid, "heapUsed"]["t"]) > 20


def test_unwatched_is_not_sampled():
    sampler = Sampler()
    sampler.watch(os.getpid(), jvm=False)
    sampler.sample()
    sampler.unwatch(os.getpid())
    before = sampler.series()
    sampler.sample()
    assert sampler.series() == before
    assert before[0]["measure"] == "rss" and len(before) == 1
    sampler.stop()  # never started: nothing to wait for
