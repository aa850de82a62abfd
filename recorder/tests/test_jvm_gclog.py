from pathlib import Path

import pytest

from pyspark_xray.jvm.gclog import gclog_files, read_gclog

SAMPLES = Path(__file__).parent / "samples" / "jvm"
MIB = 1 << 20


@pytest.mark.parametrize(
    "name, collector, region, first",
    [
        ("serial", "Serial", None, "Pause Young (Allocation Failure)"),
        ("parallel", "Parallel", None, "Pause Young (Allocation Failure)"),
        ("g1", "G1", MIB, "Pause Young (Normal) (G1 Evacuation Pause)"),
    ],
)
def test_each_collector(name, collector, region, first):
    log = read_gclog(SAMPLES / f"gc-{name}.log")
    assert (log.collector, log.heap_max, log.region_size) == (collector, 64 * MIB, region)
    assert log.collections[0].name == first
    assert log.collections[-1].name == "Pause Full (System.gc())"
    for collection in log.collections:
        assert 0 < collection.until - collection.t < 50_000_000
        assert collection.after <= collection.before <= collection.committed <= log.heap_max


def test_sizes_and_times_of_one_pause():
    pause = read_gclog(SAMPLES / "gc-g1.log").collections[0]
    assert (pause.t, pause.until) == (1151695329387, 1151697322578)
    assert (pause.before, pause.after, pause.committed) == (6 * MIB, 1 * MIB, 64 * MIB)


def test_concurrent_phases_are_left_out():
    path = SAMPLES / "gc-spark-executor.log"
    assert "Concurrent Mark Cycle" in path.read_text()
    names = {collection.name for collection in read_gclog(path).collections}
    assert "Pause Remark" in names and all(name.startswith("Pause ") for name in names)


def test_a_pause_without_end_is_left_out(tmp_path):
    lines = (SAMPLES / "gc-serial.log").read_text().splitlines()
    start = next(i for i, line in enumerate(lines) if "gc,start" in line)
    cut = tmp_path / "gc-12.log"
    cut.write_text("\n".join(lines[: start + 1]))
    assert gclog_files(tmp_path) == {12: cut}
    assert read_gclog(cut).collections == []


def test_foreign_file(tmp_path):
    (tmp_path / "x.log").write_text("[0.1s][info][gc] Using G1\n")
    with pytest.raises(ValueError, match="x.log: not a GC log"):
        read_gclog(tmp_path / "x.log")
