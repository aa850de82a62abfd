"""`python -m pyspark_xray launch`: the process chain and environment of a way to start PySpark, as a recording."""

from __future__ import annotations

import platform
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from .assemble.observed import Observed
from .errors import XrayError
from .launch import record_launch
from .preconditions import check_machine, find_packages, find_pyspark
from .processes.proc import wall_to_monotonic_ns
from .redact import host_only, this_machine
from .shell import command_line, exit_code
from .write import check_output, write_recording


def record_to_file(
    command: list[str], output: Path, lines: list[str], *, env: dict[str, str] | None = None, keep_names: bool = False
) -> int:
    """Runs `command` in a pseudo-terminal in the current folder, types `lines`, writes `output`; returns the command's
    exit code."""
    if not command:
        raise XrayError("There is nothing to launch: put the command after --, as in launch -o f.json -- pyspark.")
    check_output(output)
    python = sys.executable
    check_machine(python)
    here = Path.cwd()
    offset = wall_to_monotonic_ns()
    with tempfile.TemporaryDirectory(prefix="pyspark-xray-") as folder:
        result = record_launch(
            command, here, input_lines=lines, env=env, trace_file=Path(folder, "launch.strace"), python=python
        )
    t_end = time.monotonic_ns()
    job = next((here / a for a in command[1:] if a.endswith(".py") and (here / a).is_file()), None)
    seen = Observed(
        run={
            "name": output.name.removesuffix(".json").removesuffix(".xray"),
            "mode": "launch",
            "date": date.today().isoformat(),
            "python": platform.python_version(),
            "packages": find_packages(python),
            "os": f"{platform.system()} {platform.release()}",
            "master": "",
            "cluster": 0,
            "payloads": True,
            "job": {"file": job.name, "args": [], "source": job.read_text()} if job else None,
            "command": _command(command, output, lines, env or {}),
            "added": [],
        },
        procs=result.procs,
        observer=result.observer,
        root_pid=result.procs[0].pid,
        taps=[],
        inject="",
        wall_to_monotonic=offset,
        t_end=t_end,
        spark=find_pyspark(python)[0],
        java="",
        exit=result.exit,
        output=[(c.t, "terminal", c.text) for c in result.output],
        unseen=[*result.missed, "A launch records processes only: no messages, no memory."],
    )
    write_recording(seen, host_only() if keep_names else this_machine(here), output)
    return exit_code(result.exit)


def _command(command: list[str], output: Path, lines: list[str], env: dict[str, str]) -> str:
    typed = [part for line in lines for part in ("--type", line)]
    return command_line(env, ["python", "-m", "pyspark_xray", "launch", "-o", output.name, *typed, "--", *command])
