"""Starts a command under strace, or polled, and ends all that comes of it."""

from __future__ import annotations

import os
import re
import select
import shutil
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

from ..errors import XrayError
from .kinds import add_kinds
from .poll import POLL_SECONDS, Poller
from .proc import Proc, is_alive, wall_to_monotonic_ns
from .strace import STRACE, can_strace, read_text, read_trace


class Spawned(subprocess.Popen):
    """A started command; wait(), poll(), returncode are the command's own, whoever watches it.

    observer: 'strace' or 'poll'. missed: sentences about what the record may lack.
    """

    observer: str
    trace_file: str
    missed: list[str]
    _poller: Poller | None = None
    _tracer_pid: int | None = None
    _offset: int

    def procs(self, timeout: float = 5.0) -> list[Proc]:
        """The tree so far, oldest first, kinds filled in.

        Once the command has ended, waits up to `timeout` s for its descendants to end too (a driver JVM outlives
        its Python by some 0.4 s), and for strace to write that.
        """
        if self._poller:
            self.missed = list(self._poller.missed)
            end = time.monotonic() + timeout
            procs = self._poller.procs()
            while self.poll() is not None and any(p.t_end is None for p in procs) and time.monotonic() < end:
                time.sleep(POLL_SECONDS)
                procs = self._poller.procs()
            if (code := self.returncode) is not None:
                procs[0].exit = {"code": code} if code >= 0 else {"signal": signal.Signals(-code).name}
            return add_kinds(procs)
        if self.poll() is not None:
            self._wait_written(timeout)
        drift = abs(wall_to_monotonic_ns() - self._offset)
        if drift > 1_000_000:
            self.missed = [
                f"The wall clock moved by {drift / 1e6:.1f} ms during the run: process times are off by up to that."
            ]
        return add_kinds(read_trace(self.trace_file, self._offset))

    def alive(self) -> list[int]:
        """Pids of this tree that live now (root included), also those that were orphaned, without zombies."""
        return [p.pid for p in self.procs(timeout=0) if p.t_end is None and is_alive(p)]

    def stop(self, grace: float = 5.0, sig: int = signal.SIGTERM) -> None:
        """Ends the whole tree: `sig` to the root, and what is left after `grace` s is killed. Idempotent."""
        if self.poll() is None:
            self.send_signal(sig)
        end = time.monotonic() + grace
        while (left := self.alive()) and time.monotonic() < end:
            self.poll()
            time.sleep(0.05)
        for _ in range(40):  # a process may fork between listing and killing
            for pid in left:
                try:
                    os.kill(pid, signal.SIGKILL)
                except ProcessLookupError:
                    pass
            self.poll()
            if not (left := self.alive()):
                break
            time.sleep(0.05)
        if self.poll() is None:
            self.wait(5)
        if self._poller:
            self._poller.stop()
        else:
            self._wait_written(5)

    def _wait_written(self, timeout: float) -> None:
        """Waits until strace has gone, or, if the command ended before we saw its strace, until its end is written."""
        end = time.monotonic() + timeout
        if self._tracer_pid:
            _wait_gone(self._tracer_pid, timeout)
            return
        ended = re.compile(rf"^{self.pid} .*\+\+\+$", re.M)
        while time.monotonic() < end and not ended.search(read_text(self.trace_file)):
            time.sleep(0.01)


def spawn(argv: list[str], env: dict | None, cwd: str | None, trace_file: str | Path, **popen: Any) -> Spawned:
    """Starts `argv` and records its process tree into `trace_file` (strace) or in memory (polling).

    `popen`: further arguments of subprocess.Popen. Raises XrayError if the command does not exist.
    """
    env = dict(os.environ if env is None else env)
    trace_file = os.path.abspath(trace_file)
    program = shutil.which(argv[0], path=env.get("PATH", os.defpath))
    if "/" in argv[0]:
        program = argv[0] if os.access(os.path.join(cwd or ".", argv[0]), os.X_OK) else None
    if not program:
        raise XrayError(f"There is no command {argv[0]}.")
    if can_strace():
        child = Spawned([*STRACE, "-o", trace_file, *argv], env=env, cwd=cwd, **popen)
        child.observer = "strace"
        child._tracer_pid = _tracer_of(child)
    else:
        child = Spawned(argv, env=env, cwd=cwd, **popen)
        child.observer = "poll"
        child._poller = Poller(child.pid)
        child._poller.start()
    child.args = argv
    child.trace_file = trace_file
    child.missed = []
    child._offset = wall_to_monotonic_ns()
    return child


def _tracer_of(child: subprocess.Popen) -> int | None:
    for _ in range(500):
        try:
            status = Path(f"/proc/{child.pid}/status").read_text()
        except OSError:
            return None
        found = re.search(r"TracerPid:\s+(\d+)", status)
        tracer = int(found[1]) if found else 0
        if tracer or child.poll() is not None:
            return tracer or None
        time.sleep(0.002)
    return None


def _wait_gone(pid: int | None, timeout: float) -> None:
    """Waits until `pid`, which need not be our child, has ended."""
    if pid is None:
        return
    try:
        fd = os.pidfd_open(pid)
    except OSError:
        return
    try:
        select.select([fd], [], [], timeout)
    finally:
        os.close(fd)
