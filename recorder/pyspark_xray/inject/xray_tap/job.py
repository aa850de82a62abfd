"""What the job's own Python does: lines, exceptions, limits that it sets on itself."""

from __future__ import annotations

import atexit
import os
import sys
import threading

from .log import LINE, LINE_NUMBER, LINES, MANY_LINES, now, own_argv

TYPE_CHECKING = False  # `typing` takes longer to load than the tap
if TYPE_CHECKING:
    from typing import Any

LINES_ONE_BY_ONE = 5000
TOGETHER_NS = 50_000_000
"""Lines past LINES_ONE_BY_ONE are counted in records of this length."""


class _Lines:
    def __init__(self, log):
        self._log = log
        self._logged = 0
        self._counted = 0  # since the last record
        self._first = 0
        self._last = 0
        atexit.register(self.flush)

    def add(self, line, function):
        t = now()
        if self._logged < LINES_ONE_BY_ONE:
            self._logged += 1
            self._log.write(LINE, 0, t, LINE_NUMBER.pack(line) + function.encode())
            return
        if self._counted == 0:
            self._first = t
        self._counted += 1
        self._last = t
        if t - self._first > TOGETHER_NS:
            self.flush()

    def flush(self):
        if self._counted:
            self._log.write(LINES, 0, self._first, MANY_LINES.pack(self._counted, self._last))
            self._counted = 0


def trace_lines(log, job):
    """Logs each line of the file `job` that the main thread is about to run."""
    lines = _Lines(log)
    files = {job} | {a for a in sys.argv[:1] + own_argv() if os.path.abspath(a) == job}

    def is_of_job(frame):
        # PySpark runs stubs under the job's file name to rebuild a worker's traceback (errors/exceptions/tblib.py).
        return frame.f_code.co_filename in files and frame.f_globals is sys.modules["__main__"].__dict__

    monitoring: Any = getattr(sys, "monitoring", None)  # since Python 3.12
    if monitoring:
        _by_monitoring(monitoring, log, lines, is_of_job)
    else:
        _by_settrace(lines, is_of_job)


def _by_monitoring(m, log, lines, is_of_job):
    try:
        m.use_tool_id(m.PROFILER_ID, "pyspark_xray")
    except ValueError:
        log.event(what="unseen", text="Another profiler holds sys.monitoring, so the job's lines were not watched.")
        return
    main = threading.main_thread()

    def start(code, offset):
        if is_of_job(sys._getframe(1)):
            m.set_local_events(m.PROFILER_ID, code, m.events.LINE)
        return m.DISABLE

    def on_line(code, line):
        if threading.current_thread() is main:
            lines.add(line, code.co_name)

    m.register_callback(m.PROFILER_ID, m.events.PY_START, start)
    m.register_callback(m.PROFILER_ID, m.events.LINE, on_line)
    m.set_events(m.PROFILER_ID, m.events.PY_START)


def _by_settrace(lines, is_of_job):
    def local(frame, what, arg):
        if what == "line":
            lines.add(frame.f_lineno, frame.f_code.co_name)
        return local

    def enter(frame, what, arg):
        return local if is_of_job(frame) else None

    sys.settrace(enter)


def log_exceptions(log):
    """Logs what ends the job."""
    shown = sys.excepthook

    def excepthook(kind, value, tb):
        import traceback

        text = "".join(traceback.format_exception(kind, value, tb))
        log.event(what="exception", type=f"{kind.__module__}.{kind.__qualname__}", text=text)
        shown(kind, value, tb)

    sys.excepthook = excepthook


def watch_limits(log):
    """Logs limits that the process sets on itself: by `resource`, or by joining a cgroup."""

    def hook(name, args):
        if name in ("resource.prlimit", "resource.setrlimit"):
            import resource

            what, limits = args[-2:]
            if limits and limits[0] >= 0:
                known = [n for n in dir(resource) if n.startswith("RLIMIT_") and getattr(resource, n) == what]
                log.event(what="limit", name=known[0] if known else f"RLIMIT {what}", bytes=limits[0])
        elif name == "open" and isinstance(args[0], str) and args[0].endswith("/cgroup.procs"):
            for limit in ("memory.limit_in_bytes", "memory.max"):
                path = os.path.join(os.path.dirname(args[0]), limit)
                if os.path.exists(path):
                    with open(path) as f:
                        log.event(what="limit", name="cgroup " + limit, bytes=int(f.read()))

    sys.addaudithook(hook)
