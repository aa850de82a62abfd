"""Tests run on the sources, installed or not."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))


def pytest_addoption(parser):
    parser.addoption("--write-golden", action="store_true", help="write tests/golden anew, to be reviewed like code")
