"""A command and its end, as a shell has them."""

from __future__ import annotations

import shlex
import signal
from typing import Any


def command_line(env: dict[str, str], argv: list[str]) -> str:
    """As one types it: the variables before the command."""
    return " ".join([*(f"{k}={shlex.quote(v)}" for k, v in env.items()), shlex.join(argv)])


def to_exit(returncode: int) -> dict[str, Any]:
    """`{'code': n}` or `{'signal': 'SIGKILL'}`, from what subprocess says."""
    return {"code": returncode} if returncode >= 0 else {"signal": signal.Signals(-returncode).name}


def exit_code(exit: dict[str, Any] | None) -> int:
    """128 + n for signal n, 1 where nobody saw the end."""
    if exit is None:
        return 1
    return exit["code"] if "code" in exit else 128 + signal.Signals[exit["signal"]]
