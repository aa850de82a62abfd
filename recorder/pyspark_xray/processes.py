"""Starting processes and watching their whole tree from outside: by strace, else by polling /proc.

All times are CLOCK_MONOTONIC nanoseconds. strace stamps its lines with the wall clock; the distance between the two
clocks is read once when a process is spawned.
"""

from __future__ import annotations

import contextlib
import ctypes
import functools
import os
import re
import select
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from .errors import XrayError

# -DDD: the command is our direct child and strace a grandchild in a session of its own, where no Ctrl-C and no
#   killpg reaches it (a tracee whose strace is killed gets ENOSYS from fork and exec: the seccomp filter stays).
# --seccomp-bpf: only the calls named below stop the tracee, everything else runs at full speed.
# set_robust_list: strace 6.1 stops a new task at every call until the first one that the filter names (strace.c,
#   TE_SECCOMP), for ever in a JVM thread that starts nobody. glibc makes this call at the start of each thread and fork.
# exit_group is left out: `+++ exited with` and `+++ killed by` come for every task without it.
# signal: `-e signal=none` would also hide `+++ killed by` (strace 6.1, strace.c print_signalled); what is excluded
#   here cannot kill. USR2 is left in though the JVM's sampler uses it, for the same reason.
STRACE = [
    "strace", "-DDD", "-f", "-q", "--seccomp-bpf", "--absolute-timestamps=format:unix,precision:ns",
    "-v", "-s", "65536", "-e", "trace=execve,?execveat,?fork,?vfork,clone,?clone3,kill,set_robust_list", "-e", "signal=!SIGCHLD,SIGWINCH,SIGCONT",
]  # fmt: skip

POLL_SECONDS = 0.01


@dataclass
class Image:
    """A program in a process, from `t` until the next image's `t` or the process's end."""

    t: int  # monotonic ns
    argv: list[str]  # as given to execve: a script's interpreter is not in it
    env: dict[str, str] | None  # None: not seen
    exe: str  # path as given to execve (strace), or /proc/PID/exe (polling)
    forked: bool = False  # a copy of the parent's image, made by fork
    kind: str | None = None  # see kind_of; None: a fork's copy that another program replaced


@dataclass
class Proc:
    pid: int
    ppid: int | None  # at birth; None: the parent is not of this tree (the recorder itself)
    t_start: int  # monotonic ns
    images: list[Image] = field(default_factory=list)
    t_end: int | None = None  # None: still alive when the trace was read
    exit: dict | None = None  # {'code': n} | {'signal': 'SIGKILL'} | None: alive, or (polling) unknown
    killed_by: int | None = None  # pid of this tree that sent the fatal signal by kill(2); None: not seen (kernel, outsider)


# ---------------------------------------------------------------- spawn


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
            self.missed = [f"The wall clock moved by {drift / 1e6:.1f} ms during the run: process times are off by up to that."]
        return add_kinds(read_trace(self.trace_file, self._offset))

    def alive(self) -> list[int]:
        """Pids of this tree that live now (root included), also those that were orphaned, without zombies."""
        return [p.pid for p in self.procs(timeout=0) if p.t_end is None and _is_alive(p)]

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
        while time.monotonic() < end and not ended.search(_text(self.trace_file)):
            time.sleep(0.01)


def spawn(argv: list[str], env: dict | None, cwd: str | None, trace_file: str | Path, **popen) -> Spawned:
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


def wall_to_monotonic_ns() -> int:
    """What to add to wall-clock ns to get CLOCK_MONOTONIC ns; the tightest of five readings."""
    readings = []
    for _ in range(5):
        a, wall, b = time.monotonic_ns(), time.time_ns(), time.monotonic_ns()
        readings.append((b - a, (a + b) // 2 - wall))
    return min(readings)[1]


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


def _tracer_of(child: subprocess.Popen) -> int | None:
    for _ in range(500):
        try:
            status = Path(f"/proc/{child.pid}/status").read_text()
        except OSError:
            return None
        tracer = int(re.search(r"TracerPid:\s+(\d+)", status)[1])
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


def _is_alive(proc: Proc) -> bool:
    """Whether the process runs: there, no zombie, and not a later one with the same pid."""
    stat = _stat(proc.pid)
    if not stat or stat[0] in "ZX":
        return False
    since_boot = int(stat[19]) / os.sysconf("SC_CLK_TCK")
    started = since_boot - time.clock_gettime(time.CLOCK_BOOTTIME) + time.monotonic()
    return abs(started - proc.t_start / 1e9) < 1


def _stat(pid: int) -> list[str] | None:
    """Fields of /proc/PID/stat from the state on: [state, ppid, pgrp, session, …]; None: no such process."""
    try:
        with open(f"/proc/{pid}/stat") as f:
            return f.read().rpartition(")")[2].split()
    except (OSError, ValueError):
        return None


@contextlib.contextmanager
def sigterm_exits():
    """While it is open, SIGTERM raises SystemExit(143), so that `finally` and `with` clean up (main thread only)."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def leave(*_):
        raise SystemExit(128 + signal.SIGTERM)

    old = signal.signal(signal.SIGTERM, leave)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, old)


@contextlib.contextmanager
def uninterrupted():
    """While it is open, SIGINT and SIGTERM do nothing: for stopping what was started (main thread only)."""
    main = threading.current_thread() is threading.main_thread()
    held = [(sig, signal.signal(sig, signal.SIG_IGN)) for sig in (signal.SIGINT, signal.SIGTERM)] if main else []
    try:
        yield
    finally:
        for sig, handler in held:
            signal.signal(sig, handler)


# ---------------------------------------------------------------- reading strace's file

_LINE = re.compile(r"(\d+)\s+(\d+)\.(\d+) (.*)", re.S)
_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"(?:\.\.\.)?')
_ESCAPE = re.compile(r"\\(x[0-9a-f]{2}|[0-7]{1,3}|.)", re.S)
_PLAIN = {"n": "\n", "t": "\t", "r": "\r", "v": "\v", "f": "\f", "a": "\a", "b": "\b"}
# The second form: a thread's exec, which goes on under the leader's pid.
_UNFINISHED = re.compile(r" <(?:unfinished|pid changed to \d+) \.\.\.>$")
_FORKS = {"fork", "vfork", "clone", "clone3"}
_EXECS = {"execve", "execveat"}


def read_trace(path: str | Path, wall_to_monotonic_ns: int) -> list[Proc]:
    """Reads a file that STRACE wrote (also while it is being written) into processes, oldest first, no threads.

    `wall_to_monotonic_ns` is added to strace's wall-clock stamps. Failed execs are left out. A pid that was used
    twice gives two Procs.
    """
    return _Tree(_join(_text(path), wall_to_monotonic_ns)).procs


def _text(path: str | Path) -> str:
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

    def plain(found):
        s = found[1]
        if s[0] == "x" and len(s) == 3:
            return chr(int(s[1:], 16))
        return chr(int(s, 8)) if s[0] in "01234567" else _PLAIN.get(s, s)

    # strace escapes bytes: put them together again before decoding
    return _ESCAPE.sub(plain, text).encode("latin-1", "surrogateescape").decode("utf-8", "surrogateescape")


# ---------------------------------------------------------------- polling


class Poller:
    """Fallback without strace: looks at /proc every 10 ms, so all times are up to 10 ms late.

    Makes this process the subreaper of its descendants, so that orphans stay findable; reaps the orphans it adopts.
    Exit codes are known for our own children and adopted orphans only.
    """

    PR_SET_CHILD_SUBREAPER = 36

    def __init__(self, root: int, interval: float = POLL_SECONDS):
        self.missed = [
            "There was no strace: processes were found by polling /proc every 10 ms, so a program that lived for less may be missing, "
            "as may a command that replaced itself sooner.",
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
        self._add(self._root, None, _stat(self._root))
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
        stat = _stat(pid)
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
        parent = self._live.get(ppid)
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
        stat = _stat(pid) if there else None
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


# ---------------------------------------------------------------- kinds

_SHELLS = {"bash", "sh", "dash", "env", "pyspark", "spark-submit", "spark-class", "find-spark-home"}
_PYTHON = re.compile(r"(python|pypy|ipython)[\d.]*")
_JAVA_VALUES = {"-cp", "-classpath", "--class-path", "-p", "--module-path", "--add-modules"}
_CONNECT_SERVER = "org.apache.spark.sql.connect.service.SparkConnectServer"


def add_kinds(procs: list[Proc]) -> list[Proc]:
    """Sets every image's kind (in place). A fork's copy that another program replaces gets None: it counts from there."""
    at: dict[int, Proc] = {}
    for proc in sorted(procs, key=lambda p: p.t_start):
        parent = at.get(proc.ppid)
        parent_kind = None
        if parent:
            parent_kind = next((i.kind for i in reversed(parent.images) if i.t <= proc.t_start and i.kind), None)
        for image in proc.images:
            if image.forked and len(proc.images) > 1:
                image.kind = None
                continue
            # The parent's kind counts for each program in a process, also behind jspawnhelper or a pyenv shim (bash).
            image.kind = kind_of(image.argv, parent_kind, not image.forked)
        at[proc.pid] = proc
    return procs


def kind_of(argv: list[str], parent_kind: str | None, execd: bool) -> str:
    """Kind of a process (design.md, section 3, or 'other') from its command line.

    parent_kind: kind of the parent process when it started this one; None: not of this tree. execd: False for a fork
    that runs on in its parent's program.
    """
    if not execd:
        return {"pythonDaemon": "pythonWorker", "shell": "shell"}.get(parent_kind, "other")
    name = os.path.basename(argv[0]) if argv else ""
    if name == "java":
        return _java_kind(argv, parent_kind)
    if name in _SHELLS or name.endswith(".sh"):
        return "shell"
    if _PYTHON.fullmatch(name):
        return _python_kind(argv, parent_kind)
    return "shell" if parent_kind == "shell" and not name.startswith("jupyter") else "other"


def _java_kind(argv: list[str], parent_kind: str | None) -> str:
    main, rest = _main_class(argv)
    if main == "org.apache.spark.launcher.Main":
        return "launcherJvm"
    if main == "org.apache.spark.deploy.SparkSubmit":
        return "connectServer" if _CONNECT_SERVER in rest else "driverJvm"
    if main == "org.apache.spark.deploy.master.Master":
        return "clusterMaster"
    if main == "org.apache.spark.deploy.worker.Worker":
        return "clusterWorker"
    if main.endswith("ExecutorBackend"):  # CoarseGrained…, YarnCoarseGrained…, Kubernetes…
        return "executorJvm"
    return "shell" if not main and parent_kind == "shell" else "other"  # `java -version`


def _main_class(argv: list[str]) -> tuple[str, list[str]]:
    i = 1
    while i < len(argv) and (argv[i].startswith("-") or argv[i].startswith("@")):
        i += 2 if argv[i] in _JAVA_VALUES else 1
    return (argv[i], argv[i + 1 :]) if i < len(argv) else ("", [])


def _python_kind(argv: list[str], parent_kind: str | None) -> str:
    module = argv[argv.index("-m") + 1] if "-m" in argv[:-1] else ""
    if parent_kind in ("executorJvm", "driverJvm", "connectServer"):
        # `python -m <daemon module> <worker module>`, or `python -m <worker module>` with spark.python.use.daemon=false
        if "daemon" in module:
            return "pythonDaemon"
        if "worker" in module:
            return "pythonWorker"
    if parent_kind == "shell" and ("-c" in argv or any(a.endswith("find_spark_home.py") for a in argv)):
        return "shell"  # bin/pyspark and bin/find-spark-home ask Python small questions
    if "ipykernel_launcher" in module or "ipykernel" == module:
        return "driverPython"
    if module.startswith("jupyter") or any(os.path.basename(a).startswith("jupyter") for a in argv[1:2]):
        return "other"
    if parent_kind in ("driverPython", "pythonDaemon", "pythonWorker", "executorJvm", "other"):
        return "other"  # helpers of the job: resource trackers, compilers, …
    return "driverPython"
