"""Loaded by every Python of a recorded run, because the recorder puts this folder first on PYTHONPATH.

Starts the tap, then runs the `sitecustomize` that this one hides, if there is one.
"""

import importlib.machinery
import importlib.util
import os
import sys

_here = os.path.dirname(os.path.abspath(__file__))

if os.environ.get("PYSPARK_XRAY_DIR"):
    from xray_tap.start import start

    start(os.environ["PYSPARK_XRAY_DIR"])

_rest = [p for p in sys.path if os.path.abspath(p or ".") != _here]
_spec = importlib.machinery.PathFinder.find_spec("sitecustomize", _rest)
if _spec is not None and _spec.loader is not None:
    _spec.loader.exec_module(importlib.util.module_from_spec(_spec))
