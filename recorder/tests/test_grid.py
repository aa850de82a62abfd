"""The collect grid: what a run's measures are taken to say, and one real run."""
import os
import sys
from pathlib import Path

import pytest

GRID = Path(__file__).resolve().parent.parent / "grid"
sys.path.insert(0, str(GRID))

from outcome import _outcome  # noqa: E402
from plan import HELD_OUT, PLAN, is_held_out  # noqa: E402
from run import Place, Work, run_once  # noqa: E402


@pytest.mark.parametrize(("run", "expected"), [
    ({"outcome": "finished"}, "finished"),
    ({"kernel_kills": 1}, "pythonKilled"),
    ({"text": "…\nMemoryError\n"}, "memoryError"),
    ({"text": "Total size of serialized results of 4 tasks (5.2 MiB) is bigger than spark.driver.maxResultSize (4.0 MiB)"}, "maxResultSize"),
    ({"text": "Reason: ExecutorLostFailure (executor 3 exited"}, "executorHeap"),
    ({"text": ": java.lang.OutOfMemoryError: Java heap space"}, "driverHeap"),
    ({"log": ['Exception in thread "task-result-getter-0" java.lang.OutOfMemoryError: Java heap space', "ExecutorLostFailure"]}, "driverHeap"),
    ({"text": "ValueError: something else"}, "unknown"),
])
def test_outcome(run, expected):
    assert _outcome({"kernel_kills": 0, "log": [], "text": "", **run}, is_local=False)[0] == expected


def test_in_local_mode_a_task_that_found_no_heap_is_the_drivers():
    run = {"kernel_kills": 0, "log": [], "text": "Lost task 30.0 in stage 1.0 (TID 32) (localhost executor driver): java.lang.OutOfMemoryError: Java heap space"}
    assert [_outcome(run, is_local=is_local)[0] for is_local in (True, False)] == ["driverHeap", "executorHeap"]


def test_plan_holds_out_whole_cells():
    names = ("environment", "executors", "cores", "row", "way")
    held, fitted = [[e["settings"] for e in PLAN if is_held_out(e["settings"]) is held] for held in (True, False)]
    assert all(any(all(s[name] == cell[name] for name in cell) for s in held) for cell in HELD_OUT)
    assert not {tuple(s[n] for n in names) for s in held} & {tuple(s[n] for n in names) for s in fitted}
    assert len({repr(e) for e in PLAN}) == len(PLAN)


@pytest.mark.parametrize("cell", [{"executors": 1}, {"executors": 2}, {"executors": 3}, {"environment": "3.5"}, {"environment": "pandas3"}])
def test_plan_holds_out_limits_and_levels_of_each_group(cell):
    """And leaves some to fit by."""
    group = [e for e in PLAN if all(e["settings"][name] == value for name, value in cell.items())]
    assert {(e["kind"], is_held_out(e["settings"])) for e in group} == {(kind, held) for kind in ("level", "bracket") for held in (True, False)}


def test_an_executor_that_ended_takes_no_work_back():
    """Or a run whose executors die one after the other counts as hanging while the next one starts."""
    work = Work()
    assert [work.add(ticks) for ticks in ({1: 100, 2: 1500}, {1: 110}, {1: 120, 3: 50}, {1: 130, 3: 300})] == [1600, 1610, 1670, 1930]


@pytest.mark.spark
def test_one_real_run(tmp_path):
    settings = {"environment": "4", "cores": 1, "earlier": None, "earlier_rows": 0, "row": "string100", "columns": 1, "rows": 20_000, "partitions": 4, "way": "rdd.collect", "take": 10, "executors": 0, "driver_memory": "512m",
                "executor_memory": "1g", "max_result_size": "1g", "python_memory": None, "limit_by": "kernel", "collections": True}
    os.symlink(GRID, tmp_path / "grid")
    run = run_once(settings, Place(Path(sys.executable), tmp_path, None, "local[2]"))
    assert (run["outcome"], run["got"], run["hang"]) == ("finished", 20_000, False)
    [driver] = run["jvms"]
    assert driver["collector"] == "G1" if (os.cpu_count() or 1) > 1 else driver["collector"]
    # Pickled, a row is 103 bytes, and the hand-over's collection finds them all.
    assert driver["hand_over"] > driver["base"] - (4 << 20)
    results = [size for stage, reason, size in run["results"] if reason == "Success" and stage > 0]
    assert len(results) == 4 and 20_000 * 103 < sum(results) < 20_000 * 103 + 4 * 10_000
    assert run["python_peak"] > run["python_before"] > 50 << 20
