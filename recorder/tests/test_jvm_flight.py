import gzip
import json
import shutil
import subprocess
from collections import Counter
from datetime import datetime
from pathlib import Path

import pytest

from pyspark_xray.jvm.flight import flight_files, read_clocks, read_flight

SAMPLES = Path(__file__).parent / "samples" / "jvm"


@pytest.fixture(params=["ping", "executor-killed"])
def name(request):
    return request.param


@pytest.fixture
def unpack(tmp_path):
    def unpack(name):
        path = tmp_path / f"{name}.jfr"
        path.write_bytes(gzip.decompress((SAMPLES / f"{name}.jfr.gz").read_bytes()))
        return path

    return unpack


@pytest.mark.spark
@pytest.mark.skipif(not shutil.which("jfr"), reason="needs the JDK's jfr tool")
def test_same_as_jfr_print(unpack, name):
    path = unpack(name)
    command = ["jfr", "print", "--json", "--events", "jdk.SocketRead,jdk.SocketWrite", path]
    printed = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    expected = sorted(
        (
            event["type"].removeprefix("jdk.Socket").lower(),
            wall_ns(event["values"]["startTime"]),
            event["values"]["host"],
            event["values"]["address"],
            event["values"]["port"],
            event["values"].get("bytesRead", event["values"].get("bytesWritten")),
            event["values"].get("endOfStream", False),
            event["values"]["eventThread"]["javaName"],
            round(float(event["values"]["duration"][2:-1]) * 1e9),
        )
        for event in printed["recording"]["events"]
    )
    assert expected == sorted(
        (io.op, io.wall_ns, io.host, io.address, io.port, io.bytes, io.end, io.thread, io.duration_ns)
        for io in read_flight(path)
    )


def wall_ns(text):
    seconds, fraction = text.removesuffix("Z").split(".")
    return int(datetime.fromisoformat(f"{seconds}+00:00").timestamp()) * 10**9 + int(fraction.ljust(9, "0"))


def test_every_byte_of_a_known_talk(unpack):
    ios = read_flight(unpack("ping"))  # 40 messages of 1 to 40 bytes, each read at once, then the end
    assert [io.bytes for io in ios if io.op == "write"] == list(range(1, 41))
    assert [(io.bytes, io.end) for io in ios if io.op == "read"] == [(n, False) for n in range(1, 41)] + [(0, True)]
    assert {io.address for io in ios} == {"127.0.0.1"} and {io.thread for io in ios} == {"main"}
    assert ios == sorted(ios, key=lambda io: io.wall_ns)


def test_a_killed_executor_shows_its_python_worker(unpack):
    path = unpack("executor-killed")
    moved = Counter()
    for io in read_flight(path):
        moved[io.op, io.host, io.port] += io.bytes
    # epoll is on in this one: only the Python worker's socket is seen, by the port of its daemon
    assert moved == {("read", "localhost", 54995): 264, ("write", "localhost", 54995): 8895}


def test_clock(unpack):
    path = unpack("ping")
    (clock,) = read_clocks(path)
    assert clock.to_wall_ns(clock.ticks) == clock.wall_ns
    assert clock.to_wall_ns(clock.ticks + clock.frequency) == clock.wall_ns + 1_000_000_000
    assert read_flight(path)[0].wall_ns >= clock.wall_ns


def test_files_of_each_jvm(tmp_path):
    for name in ("hotspot-pid-5-id-2-2026_01_01_00_00_01.jfr", "hotspot-pid-5-id-1-2026_01_01_00_00_02.jfr", "x.jfr"):
        (tmp_path / name).touch()
    repository = tmp_path / "2026_01_01_00_00_00_6"
    repository.mkdir()
    chunks = [repository / "2026_01_01_00_00_00.jfr", repository / "2026_01_01_00_10_00.jfr"]
    for chunk in chunks:
        chunk.touch()
    (tmp_path / "2026_01_01_00_00_00_7").mkdir()
    assert flight_files(tmp_path) == {5: [tmp_path / "hotspot-pid-5-id-1-2026_01_01_00_00_02.jfr"], 6: chunks}


def test_damaged_and_foreign_files_are_named(tmp_path, unpack):
    whole = unpack("ping").read_bytes()
    for content, message in (
        (b"{}", "no Flight Recorder file"),
        (bytes(100), "no Flight Recorder file"),
        (whole[:-1], "cut off"),
        (whole[:4] + b"\0\x09" + whole[6:], "version 2"),
    ):
        path = tmp_path / "bad.jfr"
        path.write_bytes(content)
        with pytest.raises(ValueError, match=f"bad.jfr: .*{message}"):
            read_flight(path)
    (tmp_path / "empty.jfr").touch()
    assert read_flight(tmp_path / "empty.jfr") == []


def test_damage_inside_is_an_error_not_a_crash(tmp_path, unpack):
    whole = bytearray(unpack("ping").read_bytes())
    path = tmp_path / "bad.jfr"
    for at in range(68, len(whole), 7919):
        damaged = whole.copy()
        damaged[at : at + 16] = b"\xff" * 16
        path.write_bytes(damaged)
        try:
            read_flight(path)
        except ValueError as error:
            assert "bad.jfr" in str(error)
