"""Processes by polling /proc, where there is no strace."""

from __future__ import annotations

import ctypes
import os
import signal
import threading
import time

from .proc import Image, Proc, read_stat

POLL_SECONDS = 0.01


class Poller:
    """Fallback without strace: looks at /proc every 10 ms, so all times are up to 10 ms late.

    Makes this process the subreaper of its descendants, so that orphans stay findable; reaps the orphans it adopts.
    Exit codes are known for our own children and adopted orphans only.
    """

    PR_SET_CHILD_SUBREAPER = 36

    def __init__(self, root: int, interval: float = POLL_SECONDS):
        self.missed = [
            "There was no strace: processes were found by polling /proc every 10 ms, so a program that lived for less "
            "may be missing, as may a command that replaced itself sooner.",
            "Exit codes are known only for the first process and for processes whose parent had ended.",
        ]
        self._interval = interval
        self._root = root
        self._me = os.getpid()
        self._live: dict[int, Proc] = {}
        self._all: list[Proc] = []
        self._groups: set[str] = set()
        self._seen: set[int] = set()  # pids of others
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True, name="xray-poller")
        if ctypes.CDLL(None, use_errno=True).prctl(self.PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0):
            self.missed.append("This process could not become a subreaper: a process that loses its parent is lost.")

    def start(self) -> None:
        self._add(self._root, None, read_stat(self._root))
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        self._thread.join()

    def procs(self) -> list[Proc]:
        """Looks once more and gives what was seen so far, oldest first."""
        self._look()
        with self._lock:
            return list(self._all)

    def _run(self) -> None:
        while not self._stop.wait(self._interval):
            self._look()

    def _look(self) -> None:
        with self._lock:
            there = {int(name) for name in os.listdir("/proc") if name.isdigit()}
            self._seen &= there
            new = sorted(there - self._live.keys() - self._seen)
            while new:  # a child may have a lower pid than its parent
                later = [pid for pid in new if not self._adopt(pid)]
                if len(later) == len(new):
                    break
                new = later
            self._seen.update(new)
            for pid, proc in list(self._live.items()):
                self._update(pid, proc, pid in there)

    def _adopt(self, pid: int) -> bool:
        stat = read_stat(pid)
        if not stat:
            return False
        ppid = int(stat[1])
        if ppid in self._live:
            self._add(pid, ppid, stat)
            return True
        if ppid == self._me and pid != self._root and f"g{stat[2]}" in self._groups:
            self._add(pid, None, stat)  # its parent came and went between two looks
            return True
        return False

    def _add(self, pid: int, ppid: int | None, stat: list[str] | None) -> None:
        t = time.monotonic_ns()
        proc = Proc(pid, ppid, t)
        parent = None if ppid is None else self._live.get(ppid)
        image = _proc_image(pid, t)
        if image:
            image.forked = bool(parent and parent.images and parent.images[-1].argv == image.argv)
            proc.images.append(image)
        if stat and stat[2] != str(os.getpgid(0)):
            self._groups.add(f"g{stat[2]}")
        self._live[pid] = proc
        self._all.append(proc)

    def _update(self, pid: int, proc: Proc, there: bool) -> None:
        t = time.monotonic_ns()
        stat = read_stat(pid) if there else None
        if stat and stat[0] not in "ZX":
            last = proc.images[-1] if proc.images else None
            try:
                exe, raw = os.readlink(f"/proc/{pid}/exe"), _read(f"/proc/{pid}/cmdline")
            except OSError:
                return
            argv = _argv(raw)
            if argv and (not last or last.argv != argv or last.exe != exe):
                image = _proc_image(pid, t)
                if image:
                    proc.images.append(image)
            return
        if stat and int(stat[1]) == self._me:
            try:
                info = os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT)
                if info:
                    dead = info.si_code in (os.CLD_KILLED, os.CLD_DUMPED)
                    proc.exit = {"signal": signal.Signals(info.si_status).name} if dead else {"code": info.si_status}
                if pid != self._root:  # the root is for Popen to reap
                    os.waitpid(pid, os.WNOHANG)
            except ChildProcessError:
                pass
        proc.t_end = t
        del self._live[pid]
        if stat:
            self._seen.add(pid)  # a zombie's pid stays in use


def _read(path: str) -> bytes:
    with open(path, "rb") as f:
        return f.read()


def _argv(raw: bytes) -> list[str]:
    return [os.fsdecode(a) for a in raw.split(b"\0")[:-1]]


def _proc_image(pid: int, t: int) -> Image | None:
    try:
        argv = _argv(_read(f"/proc/{pid}/cmdline"))
        exe = os.readlink(f"/proc/{pid}/exe")
    except OSError:
        return None
    try:
        env = dict(os.fsdecode(e).partition("=")[::2] for e in _read(f"/proc/{pid}/environ").split(b"\0") if e)
    except OSError:
        env = None
    return Image(t, argv, env, exe) if argv else None  # no argv: in the middle of an exec
