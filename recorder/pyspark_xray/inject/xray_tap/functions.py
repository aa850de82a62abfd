"""Functions of PySpark, and gRPC's channels, wrapped when their module has been imported."""

from __future__ import annotations

import importlib.machinery
import os

from .grpc import wrap_grpc
from .log import HEAD
from .sockets import callers

TYPE_CHECKING = False  # `typing` takes longer to load than the tap
if TYPE_CHECKING:
    from typing import Any


def _file_event(log, what, path, writer, reader):
    try:
        with open(path, "rb") as f:
            size = os.fstat(f.fileno()).st_size
            head = f.read(HEAD)
    except OSError:
        return
    import base64

    text = base64.b64encode(head).decode()
    log.event(what="file", purpose=what, path=path, size=size, head=text, writer=writer, reader=reader)


def wrap_context(log, module):
    context = module.SparkContext
    original = context._serialize_to_jvm

    def _serialize_to_jvm(self, data, serializer, reader_func, *rest, **kw):
        def read(path):
            _file_event(log, "parallelize", path, writer="self", reader="jvm")
            return reader_func(path)

        return original(self, data, serializer, read, *rest, **kw)

    context._serialize_to_jvm = _serialize_to_jvm


def wrap_broadcast(log, module):
    broadcast = module.Broadcast
    dump, load_from_path = broadcast.dump, broadcast.load_from_path

    def xray_dump(self, value, f):
        dump(self, value, f)
        if isinstance(getattr(f, "name", None), str):
            is_function = isinstance(value, bytes) and any(n == "_prepare_for_python_RDD" for _, n in callers())
            purpose = "function broadcast" if is_function else "broadcast"
            _file_event(log, purpose, f.name, writer="self", reader="jvm")

    def xray_load_from_path(self, path):
        _file_event(log, "broadcast", path, writer="jvm", reader="self")
        return load_from_path(self, path)

    broadcast.dump, broadcast.load_from_path = xray_dump, xray_load_from_path


def wrap_launch(log, module):
    original = module.read_int

    def read_int(stream):
        name = getattr(stream, "name", None)
        if isinstance(name, str):
            _file_event(log, "gateway port and secret", name, writer="jvm", reader="self")
        return original(stream)

    module.read_int = read_int


WRAPPERS = {
    "pyspark.core.context": wrap_context,
    "pyspark.context": wrap_context,
    "pyspark.core.broadcast": wrap_broadcast,
    "pyspark.broadcast": wrap_broadcast,
    "pyspark.java_gateway": wrap_launch,
    "grpc": wrap_grpc,
}
"""Where 3.5 and 4.x keep a function in modules of other names, both stand here."""


class AfterImport:
    """Meta-path finder that calls a wrapper once a module of WRAPPERS has run."""

    def __init__(self, log):
        self._log = log

    def find_spec(self, name, path=None, target=None):
        wrap = WRAPPERS.get(name)
        if wrap is None:
            return None
        spec = importlib.machinery.PathFinder.find_spec(name, path)
        if spec is None or spec.loader is None:
            return spec
        loader: Any = spec.loader
        run = loader.exec_module

        def exec_module(module):
            run(module)
            if module.__name__ != name:  # a zip file's modules share one loader
                return
            try:
                wrap(self._log, module)
            except AttributeError as missing:
                text = f"{name}: {wrap.__name__} is not as expected ({missing}), so it was not watched."
                self._log.event(what="unseen", text=text)

        loader.exec_module = exec_module
        return spec
