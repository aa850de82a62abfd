"""Every committed recording is valid and agrees with independent counts."""

import gzip
import json
from pathlib import Path

import pytest

from pyspark_xray.check import first_wrong, read_recording
from pyspark_xray.consistency import disagreements, result_bytes

FOLDER = Path(__file__).parents[2] / "content" / "recordings"
FILES = sorted(FOLDER.glob("*.json"))


def test_every_job_of_the_lessons_is_recorded():
    import sys

    sys.path.insert(0, str(Path(__file__).parents[1]))
    from jobs import JOBS

    wanted = {j.name for j in JOBS} | {f"{j.name}-{environment}" for j in JOBS for environment in j.also}
    assert wanted == {f.stem for f in FILES}


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.stem)
def test_valid_small_and_consistent(file):
    r = read_recording(file)
    assert disagreements(r) == []
    assert len(gzip.compress(file.read_bytes(), 9)) <= 150_000
    assert not [e for e in r["events"] if e["kind"] == "message" and e["type"] == "unknown"]
    assert r["run"]["spark"].startswith("3.5." if file.stem.endswith("-3.5") else "4.")


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.stem)
def test_a_dropped_message_is_found(file):
    r = json.loads(file.read_text())
    counted = [c["id"] for c in r["channels"] if c["counted"] and c["kind"] == "workerSocket"]
    if not counted:
        pytest.skip("no worker socket in it")
    dropped = r
    victim = next(e for e in dropped["events"] if e["kind"] == "message" and e["channel"] == counted[0])
    dropped["events"].remove(victim)
    assert "add up to" in first_wrong(dropped)
    channel = next(c for c in dropped["channels"] if c["id"] == counted[0])
    channel["sent"][0 if victim["from"] == channel["ends"][0] else 1] -= victim["size"]
    assert first_wrong(dropped) is None, "the decoder's own sum now hides it …"
    assert counted[0] in disagreements(dropped)[0], "… and the kernel's count does not"


def test_task_results_hold_what_the_workers_sent():
    r = read_recording(FOLDER / "collect.json")
    tasks = [e["task"] for e in r["events"] if e["kind"] == "taskEnd"]
    assert len(tasks) == 2
    for task in tasks:
        sent, result = result_bytes(r, task)
        assert sent < result < sent * 1.02 + 2000


def test_nothing_of_this_workplace_is_in_them():
    for file in FILES:
        text = file.read_text()
        for word in ("/root", "/home/", "/work/", "pyspark_xray/inject", "PYSPARK_XRAY"):
            if word == "/home/":
                text = text.replace("/home/reader", "")
            assert word not in text, f"{file.name} holds {word}"
