"""Which processes are tapped, and by what."""

from __future__ import annotations

import atexit
import os
import sys

from .descriptors import tap_descriptors
from .functions import AfterImport
from .job import log_exceptions, trace_lines, watch_limits
from .log import Log, own_argv
from .sockets import tap_sockets


def start(folder):
    """Begin to log this process into `folder`. Only daemons, workers and the job's own driver are tapped."""
    job = os.environ.get("PYSPARK_XRAY_JOB", "")
    role = _role(own_argv(), job)
    if role is None:
        return
    log = Log(folder, role)
    try:
        log.open()
    except OSError:
        return
    os.register_at_fork(after_in_child=lambda: _after_fork(log))
    tap_sockets(log)
    watch_limits(log)
    sys.meta_path.insert(0, AfterImport(log))
    if role == "daemon":
        tap_descriptors(log)
    if role == "driver":
        atexit.register(lambda: _before_exit(log))
        log_exceptions(log)
        trace_lines(log, job)


def _role(argv, job):
    if "pyspark.daemon" in argv:
        return "daemon"
    if any(a.startswith("pyspark.") and ".worker" in a for a in argv):
        return "worker"
    if job and any(os.path.abspath(a) == job for a in argv[1:]):
        return "driver"
    return None


def _after_fork(log):
    if log.role == "driver":  # a child that the job forks: its copies of the sockets are not the job's conversation
        log.connections.clear()
        log.close()
        return
    log.role = "worker"
    try:
        log.open()
    except OSError:
        pass


def _before_exit(log):
    log.ending = True
    for connection in list(log.connections.values()):
        connection.count()
