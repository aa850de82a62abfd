"""Runs a command in a pseudo-terminal and records its process tree and what the terminal showed.

A pseudo-terminal, because Python reads PYTHONSTARTUP, and so pyspark/shell.py, only when its input is a terminal.
"""

from __future__ import annotations

import codecs
import fcntl
import json
import os
import pty
import re
import select
import shutil
import signal
import struct
import sys
import termios
import time
from dataclasses import dataclass, field
from pathlib import Path

from .errors import XrayError
from .preconditions import find_pyspark
from .processes.proc import Proc
from .processes.signals import sigterm_exits, uninterrupted
from .processes.spawn import Spawned, spawn
from .shell import to_exit

_PROMPT = re.compile(r"(?:^|[\r\n])(?:>>> |In \[\d+\]: )$")
_CONTROL = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]|\x1b[@-_]")
_ROWS_COLUMNS = (40, 120)


@dataclass
class Chunk:
    """Text that the terminal showed, or that was typed, at `t` (monotonic ns)."""

    t: int
    text: str


@dataclass
class LaunchResult:
    argv: list[str]
    exit: dict  # {'code': n} | {'signal': 'SIGKILL'}
    procs: list[Proc]
    output: list[Chunk] = field(default_factory=list)  # stdout and stderr as the terminal shows them, typed text echoed
    typed: list[Chunk] = field(default_factory=list)
    observer: str = ""  # of the processes: 'strace' or 'poll'
    missed: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(chunk.text for chunk in self.output)


def record_launch(
    argv: list[str],
    dir: str | Path,
    *,
    input_lines: list[str] | None = None,
    env: dict[str, str] | None = None,
    timeout: float = 120.0,
    python: str = sys.executable,
    trace_file: str | Path | None = None,
) -> LaunchResult:
    """Runs `argv` in folder `dir` until it ends; nothing of it is left running.

    input_lines: each is typed when a prompt (`>>> `, `In [1]: `) shows; after the last one the terminal stays silent.
    env: added to our environment. PATH is made what activating `python`'s virtual environment makes it; a pyspark or
    spark-submit that is not on it is taken from the pyspark package of `python`.
    trace_file: strace's file, default launch.strace in `dir`.
    XrayError: no such command, or not ended after `timeout` s.
    """
    full_env = {**os.environ, **(env or {})}
    full_env["TERM"] = "dumb"  # text only: no colours, no cursor moves
    full_env["PATH"] = _path(argv[0], python, full_env)
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", *_ROWS_COLUMNS, 0, 0))
    child = None
    with sigterm_exits():
        try:
            child = spawn(
                argv,
                full_env,
                str(dir),
                trace_file or Path(dir, "launch.strace"),
                stdin=slave,
                stdout=slave,
                stderr=slave,
                start_new_session=True,
                preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
            )
            os.close(slave)
            slave = -1
            output, typed = _converse(child, argv[0], master, list(input_lines or []), timeout)
            procs = child.procs(timeout=15)
        finally:
            with uninterrupted():
                if child:
                    child.stop(grace=2, sig=signal.SIGHUP)
                os.close(master)
                if slave >= 0:
                    os.close(slave)
    return LaunchResult(list(argv), to_exit(child.returncode), procs, output, typed, child.observer, child.missed)


def _path(command: str, python: str, env: dict[str, str]) -> str:
    path = os.pathsep.join([os.path.dirname(os.path.abspath(python)), env.get("PATH", os.defpath)])
    if command in ("pyspark", "spark-submit") and not shutil.which(command, path=path):
        path = os.pathsep.join([path, os.path.join(find_pyspark(python)[1], "bin")])
    return path


def _converse(
    child: Spawned, command: str, master: int, lines: list[str], timeout: float
) -> tuple[list[Chunk], list[Chunk]]:
    output: list[Chunk] = []
    typed: list[Chunk] = []
    decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
    recent = ""  # what the terminal showed since the last line was typed
    end = time.monotonic() + timeout
    while True:
        readable, _, _ = select.select([master], [], [], 0.05)
        if readable:
            try:
                data = os.read(master, 65536)
            except OSError:  # EIO: nobody has the terminal open any more
                data = b""
            if data:
                text = decoder.decode(data)
                output.append(Chunk(time.monotonic_ns(), text))
                recent += text
                continue
            child.wait(max(0.1, end - time.monotonic()))
            return output, typed
        if child.poll() is not None:
            return output, typed
        if lines and _PROMPT.search(_CONTROL.sub("", recent)):
            line = lines.pop(0)
            recent = ""
            typed.append(Chunk(time.monotonic_ns(), line))
            os.write(master, line.encode() + b"\n")
        if time.monotonic() > end:
            shown = "".join(c.text for c in output).strip().splitlines()
            last = f"; the terminal's last line: {shown[-1]}" if shown else ""
            raise XrayError(f"{command} did not end within {timeout:g} s{last}")


@dataclass
class Launch:
    """One row of jobs/launch/launches.json."""

    argv: list[str]
    shows: str
    env: dict[str, str] = field(default_factory=dict)
    input_lines: list[str] = field(default_factory=list)
    needs: list[str] = field(default_factory=list)  # packages beside pyspark
    exit: int = 0  # 128 + the signal for one that a signal ended


def read_launches(path: str | Path) -> dict[str, Launch]:
    return {name: Launch(**row) for name, row in json.loads(Path(path).read_text()).items()}
