"""strace: how it is called, and its file read into processes."""

from __future__ import annotations

import functools
import os
import re
import shutil
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from .proc import Image, Proc

# -DDD: the command is our direct child and strace a grandchild in a session of its own, where no Ctrl-C and no
#   killpg reaches it (a tracee whose strace is killed gets ENOSYS from fork and exec: the seccomp filter stays).
# --seccomp-bpf: only the calls named below stop the tracee, everything else runs at full speed.
# set_robust_list: strace 6.1 stops a new task at every call until the first one that the filter names (strace.c,
#   TE_SECCOMP), for ever in a JVM thread that starts nobody. glibc makes this call first in each thread and fork.
# exit_group is left out: `+++ exited with` and `+++ killed by` come for every task without it.
# signal: `-e signal=none` would also hide `+++ killed by` (strace 6.1, strace.c print_signalled); what is excluded
#   here cannot kill. USR2 is left in though the JVM's sampler uses it, for the same reason.
STRACE = [
    "strace", "-DDD", "-f", "-q", "--seccomp-bpf", "--absolute-timestamps=format:unix,precision:ns",
    "-v", "-s", "65536", "-e", "trace=execve,?execveat,?fork,?vfork,clone,?clone3,kill,set_robust_list",
    "-e", "signal=!SIGCHLD,SIGWINCH,SIGCONT",
]  # fmt: skip

_LINE = re.compile(r"(\d+)\s+(\d+)\.(\d+) (.*)", re.S)
_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"(?:\.\.\.)?')
_ESCAPE = re.compile(r"\\(x[0-9a-f]{2}|[0-7]{1,3}|.)", re.S)
_PLAIN = {"n": "\n", "t": "\t", "r": "\r", "v": "\v", "f": "\f", "a": "\a", "b": "\b"}
# The second form: a thread's exec, which goes on under the leader's pid.
_UNFINISHED = re.compile(r" <(?:unfinished|pid changed to \d+) \.\.\.>$")
_FORKS = {"fork", "vfork", "clone", "clone3"}
_EXECS = {"execve", "execveat"}


@functools.cache
def can_strace() -> bool:
    """Whether an strace is installed that knows our options and may trace (tried out on /bin/true)."""
    if os.environ.get("PYSPARK_XRAY_NO_STRACE") or not shutil.which("strace"):
        return False
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder, "trace")
        try:
            subprocess.run([*STRACE, "-o", str(out), "true"], timeout=10, capture_output=True)
        except (OSError, subprocess.TimeoutExpired):
            return False
        for _ in range(100):
            if out.exists() and "+++ exited with 0" in out.read_text():
                return True
            time.sleep(0.01)
    return False


def read_trace(path: str | Path, wall_to_monotonic_ns: int) -> list[Proc]:
    """Reads a file that STRACE wrote (also while it is being written) into processes, oldest first, no threads.

    `wall_to_monotonic_ns` is added to strace's wall-clock stamps. Failed execs are left out. A pid that was used
    twice gives two Procs.
    """
    return _Tree(_join(read_text(path), wall_to_monotonic_ns)).procs


def read_text(path: str | Path) -> str:
    try:
        return Path(path).read_text(errors="surrogateescape")
    except FileNotFoundError:
        return ""


@dataclass
class _Entry:
    """One call (unfinished and resumed halves joined, at its start) or one `+++`/`---` notice."""

    tid: int
    t: int
    text: str
    result: str | None = None  # None: never returned


def _join(trace: str, offset: int) -> list[_Entry]:
    entries: list[_Entry] = []
    open_calls: dict[int, _Entry] = {}
    for line in trace.split("\n")[:-1]:  # the last piece is empty, or a line being written
        found = _LINE.fullmatch(line)
        if not found:
            continue
        tid, text = int(found[1]), found[4]
        t = int(found[2]) * 1_000_000_000 + int(found[3].ljust(9, "0")[:9]) + offset
        if text.startswith("<... "):
            call = open_calls.pop(tid, None)
            rest = text.partition(" resumed>")[2]
            if call:
                call.text += rest.rpartition(" = ")[0]
                call.result = call.result or rest.rpartition(" = ")[2]
            continue
        entry = _Entry(tid, t, text)
        entries.append(entry)
        if half := _UNFINISHED.search(text):
            entry.text = text[: half.start()]
            open_calls[tid] = entry
        elif text.startswith("+++ superseded by execve in pid "):
            # A thread's exec succeeded and took the leader's pid over; strace 6.1 then prints a nonsense result.
            call = open_calls.pop(int(text.split()[-2]), None)
            if call:
                call.result = "0"
                open_calls[tid] = call
        elif text.startswith("+++"):
            open_calls.pop(tid, None)
        elif not text.startswith("---"):
            entry.text, _, entry.result = text.rpartition(" = ")
    return entries


class _Tree:
    """Plays the entries. A child is born when its parent's call starts, so that its own lines always find it."""

    def __init__(self, entries: list[_Entry]):
        self.procs: list[Proc] = []
        self.tasks: dict[int, Proc] = {}  # live thread or process id → its process
        self.unreturned: list[tuple[_Entry, Proc]] = []  # forks whose parent died before they returned
        self.kills: dict[int, list[tuple[str, int]]] = {}  # target pid → (signal, sender)
        for entry in entries:
            self.play(entry)

    def play(self, entry: _Entry) -> None:
        if entry.text.startswith("---"):
            return
        proc = self.tasks.get(entry.tid) or self.stranger(entry)
        if entry.text.startswith("+++"):
            self.end(entry, proc)
            return
        name, _, args = entry.text.partition("(")
        if name in _FORKS:
            self.fork(entry, proc, args)
        elif name in _EXECS and (entry.result or "").startswith("0"):
            self.exec(entry, proc, args)
        elif name == "kill":
            target, _, sig = args.rstrip(") ").partition(", ")
            self.kills.setdefault(int(target), []).append((sig, proc.pid))

    def fork(self, entry: _Entry, proc: Proc, args: str) -> None:
        child = re.match(r"\d+", entry.result or "")
        if entry.result is None:
            self.unreturned.append((entry, proc))
        elif child and "CLONE_THREAD" in args:
            self.tasks[int(child[0])] = proc
        elif child:
            self.born(int(child[0]), proc, entry.t)

    def born(self, pid: int, parent: Proc | None, t: int) -> Proc:
        proc = Proc(pid, parent.pid if parent else None, t)
        if parent and parent.images:
            last = parent.images[-1]
            proc.images.append(Image(t, last.argv, last.env, last.exe, forked=True))
        self.procs.append(proc)
        self.tasks[pid] = proc
        return proc

    def stranger(self, entry: _Entry) -> Proc:
        """The first process of the trace, or a child of a fork that never returned."""
        for i, (call, parent) in enumerate(self.unreturned):
            if "CLONE_THREAD" in call.text:
                continue
            del self.unreturned[i]
            return self.born(entry.tid, parent, call.t)
        return self.born(entry.tid, None, entry.t)

    def exec(self, entry: _Entry, proc: Proc, args: str) -> None:
        image = _image(entry.t, args)
        if image:
            proc.images.append(image)
        self.tasks = {tid: p for tid, p in self.tasks.items() if p is not proc or tid == proc.pid}
        self.tasks[proc.pid] = proc

    def end(self, entry: _Entry, proc: Proc) -> None:
        words = entry.text.split()
        if words[1] == "superseded":
            return
        self.tasks.pop(entry.tid, None)
        if entry.tid != proc.pid:  # a thread
            return
        proc.t_end = entry.t
        for tid in [tid for tid, p in self.tasks.items() if p is proc]:
            del self.tasks[tid]
        if words[1] == "exited":
            proc.exit = {"code": int(words[3])}
        else:
            proc.exit = {"signal": words[3]}
            proc.killed_by = next((by for sig, by in self.kills.get(proc.pid, []) if sig == words[3]), None)
        self.kills.pop(proc.pid, None)


def _image(t: int, args: str) -> Image | None:
    """`"/bin/x", ["x", "a"], ["K=v"])` → Image."""
    path = _STRING.search(args)  # execveat has a folder's fd before it
    if not path:
        return None
    argv, at = _strings(args, path.end())
    env, _ = _strings(args, at)
    return Image(t, argv or [], None if env is None else dict(e.partition("=")[::2] for e in env), _unescape(path[1]))


def _strings(args: str, at: int) -> tuple[list[str] | None, int]:
    """The array of strings that is the next argument, and the position behind it; None: strace shows no array."""
    found = re.compile(r"\s*,\s*\[").match(args, at)
    if not found:
        return None, at
    at, out = found.end(), []
    while string := _STRING.match(args, at):
        out.append(_unescape(string[1]))
        at = string.end() + (2 if args.startswith(", ", string.end()) else 0)
    return out, args.find("]", at) + 1


def _unescape(text: str) -> str:
    if "\\" not in text:
        return text

    def plain(found: re.Match[str]) -> str:
        s = found[1]
        if s[0] == "x" and len(s) == 3:
            return chr(int(s[1:], 16))
        return chr(int(s, 8)) if s[0] in "01234567" else _PLAIN.get(s, s)

    # strace escapes bytes: put them together again before decoding
    return _ESCAPE.sub(plain, text).encode("latin-1", "surrogateescape").decode("utf-8", "surrogateescape")
