"""Counts the rows of a pickled batch without building any of its objects."""

from __future__ import annotations

import io
import pickle
from typing import Any

LARGEST = 1 << 20


class _Anything:
    """Stands for any class or function that a pickle names."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        pass

    def __call__(self, *args: Any, **kwargs: Any) -> _Anything:
        return _Anything()

    def __setstate__(self, state: Any) -> None:
        pass

    def append(self, item: Any) -> None:
        pass

    def extend(self, items: Any) -> None:
        pass

    def __setitem__(self, key: Any, value: Any) -> None:
        pass


class _Counter(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        return _Anything

    def persistent_load(self, pid: Any) -> _Anything:
        return _Anything()


def rows_of(data: bytes, tuples: bool = False) -> int | None:
    """Length of the list that `data` pickles, None where it is no list or is larger than 1 MiB.

    `tuples`: a tuple is a batch too, as the JVM pickles a UDF's rows (BatchEvalPythonExec); an RDD's may be one row.
    """
    if len(data) > LARGEST:
        return None
    try:
        value = _Counter(io.BytesIO(data)).load()
    except Exception:  # any byte string may stand here: a batch of another serializer is no error
        return None
    return len(value) if isinstance(value, (list, tuple) if tuples else list) else None
