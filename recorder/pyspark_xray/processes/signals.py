"""What an interrupt does to the recorder while it has processes to stop."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator


@contextlib.contextmanager
def sigterm_exits() -> Iterator[None]:
    """While it is open, SIGTERM raises SystemExit(143), so that `finally` and `with` clean up (main thread only)."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def leave(*_: object) -> None:
        raise SystemExit(128 + signal.SIGTERM)

    old = signal.signal(signal.SIGTERM, leave)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, old)


@contextlib.contextmanager
def uninterrupted() -> Iterator[None]:
    """While it is open, SIGINT and SIGTERM do nothing: for stopping what was started (main thread only)."""
    main = threading.current_thread() is threading.main_thread()
    held = [(sig, signal.signal(sig, signal.SIG_IGN)) for sig in (signal.SIGINT, signal.SIGTERM)] if main else []
    try:
        yield
    finally:
        for sig, handler in held:
            signal.signal(sig, handler)
