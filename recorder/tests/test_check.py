"""The recorder's check and the site's reader find the same first error in the same broken recordings."""

import copy
import json
from pathlib import Path

import pytest

from pyspark_xray.check import first_wrong, read_recording, summary
from pyspark_xray.errors import XrayError

BROKEN = Path(__file__).parents[2] / "tests" / "fixtures" / "broken"
VALID = json.loads((BROKEN / "valid.json").read_text())
CASES = json.loads((BROKEN / "cases.json").read_text())


def test_the_valid_one_is_valid():
    assert first_wrong(VALID) is None


@pytest.mark.parametrize("case", CASES, ids=[c["name"] for c in CASES])
def test_first_error(case):
    data = copy.deepcopy(VALID)
    at = data
    for key in case["set"][:-1]:
        at = at[key]
    at[case["set"][-1]] = case["value"]
    said = first_wrong(data)
    if "error" in case:
        assert said == case["error"]
    else:
        assert said and said.startswith(case["at"] + ": ")


@pytest.mark.parametrize(
    "text, says",
    [
        ((BROKEN / "valid.json").read_text()[:500], "is not a whole recording: it is not JSON from line"),
        ('{"format": 2}', "format: a recording of format 2, and this recorder reads format 1."),
        ("[]", "is not a recording of format 1: recording: must be object."),
        ('{"answer": 42}', "must contain"),
    ],
)
def test_foreign_files_are_named_with_what_is_wrong(tmp_path, text, says):
    file = tmp_path / "x.json"
    file.write_text(text)
    with pytest.raises(XrayError) as e:
        read_recording(file)
    assert str(file) in str(e.value) and says in str(e.value)


def test_binary_and_missing_files(tmp_path):
    (tmp_path / "b").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(XrayError, match="is not a text file"):
        read_recording(tmp_path / "b")
    with pytest.raises(XrayError, match="There is no file"):
        read_recording(tmp_path / "c")


def test_summary_of_a_valid_one():
    text = summary(BROKEN / "valid.json")
    assert (
        "PySpark 4.3.0" in text
        and "py4j-0: driverPython ↔ driverJvm, 6 messages, 20 and 12 bytes, TCP_INFO agrees" in text
    )
