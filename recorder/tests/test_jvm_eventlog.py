from collections import Counter
from pathlib import Path

import pytest

from pyspark_xray.jvm.eventlog import find_eventlogs, read_eventlog

SAMPLES = Path(__file__).parent / "samples" / "jvm"


def of_kind(log, kind):
    return [event for event in log.events if event["kind"] == kind]


@pytest.mark.parametrize("version", ["3.5.9", "4.3.0"])
def test_a_whole_run(version):
    log = read_eventlog(SAMPLES / f"eventlog-{version}")
    assert (log.spark_version, log.ended, log.cut) == (version, True, False)
    assert log.java_version.startswith("17.0.15")
    assert log.app_id.startswith("app-")
    assert log.conf["spark.master"].startswith("spark://")

    first = of_kind(log, "jobStart")[0]
    assert (first["job"], first["stages"], first["site"]) == (0, [0], "collect at /job/job.py:7")
    ends = of_kind(log, "jobEnd")
    assert [end["ok"] for end in ends] == [True] * (len(ends) - 1) + [False]
    # 4.3 gives the task's own exception as the job's error, 3.5 the scheduler's sentence
    assert {"3.5.9": "Job aborted due to stage failure", "4.3.0": "ZeroDivisionError"}[version] in ends[-1]["error"]
    assert of_kind(log, "stageEnd")[-1]["error"] == ends[-1]["error"]

    starts, tasks = of_kind(log, "taskStart"), of_kind(log, "taskEnd")
    assert {task["task"] for task in starts} == {task["task"] for task in tasks}
    assert [task["partition"] for task in starts[:4]] == [0, 1, 2, 3]
    assert all(task["metrics"]["resultSize"] > 0 for task in tasks if task["ok"])
    assert all(value or name in ("runMs", "resultSize") for task in tasks for name, value in task["metrics"].items())
    failed = next(task for task in tasks if not task["ok"])
    assert failed["reason"] == "org.apache.spark.api.python.PythonException"
    assert "ZeroDivisionError" in failed["exception"]

    assert {event["executor"] for event in of_kind(log, "executorAdded")} == {"0", "1"}
    assert {event["executor"] for event in of_kind(log, "blockManagerAdded")} == {"driver", "0", "1"}


@pytest.mark.parametrize("version", ["3.5.9", "4.3.0"])
def test_sql_metrics_add_up(version):
    log = read_eventlog(SAMPLES / f"eventlog-{version}")
    start, end = of_kind(log, "sqlStart")[0], of_kind(log, "sqlEnd")[0]
    assert start["execution"] == end["execution"] == 0
    assert start["plan"].startswith("== Physical Plan ==") and "isFinalPlan=false" in start["plan"]
    assert "Final Plan" in end["plan"]
    python = {metric["name"]: metric["value"] for metric in end["metrics"] if "EvalPython" in metric["node"]}
    assert python["number of output rows"] == 100_000  # the job's spark.range
    # as read from Spark's own SQL listener events by hand
    assert python["data sent to Python workers"] == {"3.5.9": 477_680, "4.3.0": 814_000}[version]
    assert [job["job"] for job in of_kind(log, "jobStart") if job.get("execution") == 0] == [4, 5]


def test_a_result_fetched_as_block_and_its_removal():
    log = read_eventlog(SAMPLES / "eventlog-4.3.0")
    task = next(task for task in of_kind(log, "taskEnd") if task["task"] == 14)
    assert task["gettingResultMs"] == 74
    blocks = [block for block in of_kind(log, "block") if block["block"] == "taskresult_14"]
    assert [(block["level"], block["memory"]) for block in blocks] == [
        ("MEMORY_ONLY_SER", task["metrics"]["resultSize"]),
        ("NONE", task["metrics"]["resultSize"]),
    ]
    assert blocks[0]["wall_ms"] <= task["wall_ms"] <= blocks[1]["wall_ms"]
    cached = next(block for block in of_kind(log, "block") if block["block"] == "rdd_8_0")
    assert (cached["level"], cached["memory"], cached["disk"]) == ("MEMORY_ONLY_SER", 409_613, 0)


def test_block_times_enclose():
    for block in of_kind(read_eventlog(SAMPLES / "eventlog-4.3.0"), "block"):
        assert 0 < block["wall_ms"] < block.get("until_ms", block["wall_ms"] + 1)


def test_a_killed_driver_leaves_a_log_in_progress():
    log = read_eventlog(SAMPLES / "eventlog-killed")
    assert not log.ended
    assert of_kind(log, "executorRemoved")[0]["reason"] == "Command exited with code 137"
    kinds = Counter(event["kind"] for event in log.events)
    assert kinds["taskStart"] == 3 and kinds["taskEnd"] == 2


def test_a_cut_last_line_is_left_out(tmp_path):
    whole = (SAMPLES / "eventlog-killed.inprogress").read_bytes()
    cut = tmp_path / "app.inprogress"
    cut.write_bytes(whole[:-20])
    assert find_eventlogs(tmp_path) == [cut]
    log, all_of_it = read_eventlog(cut), read_eventlog(SAMPLES / "eventlog-killed")
    assert log.cut and not all_of_it.cut
    assert log.events == all_of_it.events[: len(log.events)]


def test_foreign_and_damaged_files_are_named(tmp_path):
    foreign = tmp_path / "foreign"
    foreign.write_text("{}\n")
    with pytest.raises(ValueError, match="foreign: not a plain Spark event log"):
        read_eventlog(foreign)
    damaged = tmp_path / "damaged"
    lines = (SAMPLES / "eventlog-killed.inprogress").read_text().splitlines(keepends=True)
    damaged.write_text("".join([*lines[:3], "{oops\n", *lines[3:]]))
    with pytest.raises(ValueError, match="damaged, line 4: not JSON"):
        read_eventlog(damaged)
    with pytest.raises(FileNotFoundError):
        read_eventlog(tmp_path / "none")
