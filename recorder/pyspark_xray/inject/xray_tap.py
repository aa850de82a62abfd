"""The tap: runs inside each Python process of a recorded job and logs what crosses its sockets, pipes and files.

Standard library only, since it runs in any interpreter of the job. It decodes nothing: it writes chunks of bytes with
their time to `tap-<pid>-<n>.log` (see `taplog.py` for the reader), one unbuffered write each, so that a process killed
by a signal leaves everything up to then. Each forked child opens a file of its own.

Record: 1 byte kind, uint32 connection, int64 CLOCK_MONOTONIC ns, uint32 length (little-endian), then the payload.
Kinds: O connection opened (JSON) · W bytes written · R bytes read · T kernel's count (two uint64: read, written)
· C closed · L line of the job (uint32 line, then function name) · M many lines (uint32 count, int64 ns of the last) · J event (JSON).
W carries the time before the write, R the time after the read, so that cause comes before effect.
"""
import atexit
import fcntl
import io
import json
import os
import socket
import struct
import sys
import termios
import threading
import time

HEADER = struct.Struct("<cIqI")
LINES_ONE_BY_ONE = 5000
_now = time.monotonic_ns

_log_fd = -1
_folder = ""
_role = ""
_conns = {}  # file descriptor -> Conn
_next_id = 1
_ending = False


class Conn:
    """One tapped connection; `counts` is asked of the kernel after each chunk where its end cannot be foreseen."""

    __slots__ = ("id", "opened", "always_count", "sock", "announced_in", "received")

    def __init__(self, opened, sock=None, always_count=False):
        global _next_id
        self.id = _next_id
        _next_id += 1
        self.opened = opened
        self.sock = sock
        self.always_count = always_count
        self.announced_in = None
        self.received = None  # the kernel's count of bytes received, if nothing was read since


def _write(kind, conn_id, t, payload=b""):
    try:
        os.writev(_log_fd, [HEADER.pack(kind, conn_id, t, len(payload)), payload])
    except OSError:
        pass


def event(**what):
    _write(b"J", 0, _now(), json.dumps(what).encode())


def _announce(conn):
    if conn.announced_in != _log_fd:
        conn.announced_in = _log_fd
        _write(b"O", conn.id, conn.opened["t"], json.dumps(conn.opened).encode())


def _chunk(conn, kind, t, data):
    _announce(conn)
    if kind == b"R":
        conn.received = None
    _write(kind, conn.id, t, data)
    if conn.always_count or _ending:
        _count(conn)


def _count(conn):
    """Ask the kernel for TCP_INFO (include/uapi/linux/tcp.h: bytes_received at 128, notsent 144, bytes_sent 200, bytes_retrans 208)."""
    if conn.sock is None:
        return
    try:
        info = conn.sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 256)
        waiting = struct.unpack("i", fcntl.ioctl(conn.sock.fileno(), termios.FIONREAD, b"\0\0\0\0"))[0]
    except (OSError, ValueError):
        return
    if len(info) < 216:
        return
    received, = struct.unpack_from("=Q", info, 128)
    not_sent, = struct.unpack_from("=I", info, 144)
    sent, resent = struct.unpack_from("=QQ", info, 200)
    if info[0] == 7:  # CLOSE: nobody can tell any more whether a FIN was counted, only what was counted before
        if conn.received is None:
            return
        received, waiting = conn.received, 0
    elif info[0] == 8:  # CLOSE_WAIT: the other end's FIN takes one number of the sequence
        received -= 1
    conn.received = max(received - waiting, 0)
    _announce(conn)
    _write(b"T", conn.id, _now(), struct.pack("<QQ", conn.received, sent - resent + not_sent))


# --- sockets ---------------------------------------------------------------------------------------------------------

def _callers():
    """Modules and functions that are on the stack, innermost first."""
    frame = sys._getframe(2)
    out = []
    while frame is not None and len(out) < 40:
        out.append((frame.f_globals.get("__name__", ""), frame.f_code.co_name))
        frame = frame.f_back
    return out


def _kind_of_caller(callers):
    """Channel kind of a socket opened by these callers, or None: not one of PySpark's."""
    for module, function in callers:
        if module.startswith("py4j."):
            return "py4j"
        if module == "pyspark.accumulators":
            return "accumulatorSocket"
        if module == "pyspark.daemon" or (module == "__main__" and _role == "daemon"):
            return "workerSocket"
        if module in ("pyspark.util", "pyspark.java_gateway", "pyspark.rdd") and function == "local_connect_and_auth":
            return "workerSocket" if _role == "worker" else "resultSocket"
    return None


_listening = {}  # file descriptor -> channel kind


def _address(sock, which):
    try:
        a = getattr(sock, which)()
    except OSError:
        return None
    return "%s:%d" % a[:2] if isinstance(a, tuple) else str(a)


def _opened(kind, sock, callers, side):
    names = [f for m, f in callers if m.startswith("pyspark.")]
    return {"t": _now(), "kind": kind, "side": side, "local": _address(sock, "getsockname"),
            "peer": _address(sock, "getpeername"), "callers": names[:20], "thread": threading.current_thread().name}


def _tap_sockets():
    s = socket.socket
    send, sendall, recv, recv_into = s.send, s.sendall, s.recv, s.recv_into
    connect, bind, accept, real_close = s.connect, s.bind, s.accept, s._real_close

    def xray_connect(self, address):
        t = _now()
        connect(self, address)
        callers = _callers()
        kind = _kind_of_caller(callers)
        if kind:
            opened = _opened(kind, self, callers, "client")
            opened["t"] = t
            conn = Conn(opened, self, always_count=kind == "workerSocket")
            _conns[self.fileno()] = conn
            _announce(conn)

    def xray_bind(self, address):
        bind(self, address)
        kind = _kind_of_caller(_callers())
        if kind:
            _listening[self.fileno()] = kind

    def xray_accept(self):
        sock, address = accept(self)
        kind = _listening.get(self.fileno())
        if kind:
            _conns[sock.fileno()] = Conn(_opened(kind, sock, [], "server"), sock, always_count=kind == "workerSocket")
            if kind != "workerSocket":  # a worker's connection is announced by the child that is forked for it
                _announce(_conns[sock.fileno()])
        return sock, address

    def xray_send(self, data, *flags):
        conn = _conns.get(self.fileno())
        if conn is None:
            return send(self, data, *flags)
        t = _now()
        n = send(self, data, *flags)
        _chunk(conn, b"W", t, memoryview(data).cast("B")[:n])
        return n

    def xray_sendall(self, data, *flags):
        conn = _conns.get(self.fileno())
        if conn is None:
            return sendall(self, data, *flags)
        t = _now()
        sendall(self, data, *flags)
        _chunk(conn, b"W", t, memoryview(data).cast("B"))

    def xray_recv(self, *args):
        data = recv(self, *args)
        conn = _conns.get(self.fileno())
        if conn is not None and data:
            _chunk(conn, b"R", _now(), data)
        return data

    def xray_recv_into(self, buffer, *args):
        n = recv_into(self, buffer, *args)
        conn = _conns.get(self.fileno())
        if conn is not None and n:
            _chunk(conn, b"R", _now(), memoryview(buffer).cast("B")[:n])
        return n

    def xray_real_close(self, *args):
        conn = _conns.pop(self.fileno(), None)
        if conn is not None and conn.announced_in == _log_fd:
            _count(conn)
            _write(b"C", conn.id, _now())
        _listening.pop(self.fileno(), None)
        return real_close(self, *args)

    s.connect, s.bind, s.accept, s._real_close = xray_connect, xray_bind, xray_accept, xray_real_close
    s.send, s.sendall, s.recv, s.recv_into = xray_send, xray_sendall, xray_recv, xray_recv_into


# --- the daemon and its workers: file objects over duplicated descriptors --------------------------------------------

class TapFile(io.RawIOBase):
    """A raw file over a descriptor that logs what passes."""

    def __init__(self, fd, mode, conn):
        self._raw = io.FileIO(fd, mode.replace("b", "") + "b")
        self._conn = conn
        super().__init__()

    def readable(self):
        return self._raw.readable()

    def writable(self):
        return self._raw.writable()

    def fileno(self):
        return self._raw.fileno()

    def readinto(self, buffer):
        n = self._raw.readinto(buffer)
        if n:
            _chunk(self._conn, b"R", _now(), memoryview(buffer).cast("B")[:n])
        return n

    def write(self, data):
        t = _now()
        n = self._raw.write(data)
        if n:
            _chunk(self._conn, b"W", t, memoryview(data).cast("B")[:n])
        return n

    def close(self):
        if not self.closed:
            self._raw.close()
        super().close()


def _tap_descriptors():
    dup, fdopen = os.dup, os.fdopen
    copies = {}
    pipes = {}

    def xray_dup(fd):
        new = dup(fd)
        copies.pop(new, None)
        if fd in _conns:
            copies[new] = _conns[fd]
        return new

    def xray_fdopen(fd, mode="r", buffering=-1, *args, **kwargs):
        conn = copies.get(fd)
        if conn is None and fd in (0, 1) and "b" in mode and _role == "daemon":
            conn = pipes.get("p")
            if conn is None:
                conn = pipes["p"] = Conn({"t": _now(), "kind": "daemonPipe", "side": "server", "local": None,
                                          "peer": None, "callers": []})
        if conn is None or mode not in ("rb", "wb"):
            return fdopen(fd, mode, buffering, *args, **kwargs)
        buffered = io.BufferedReader if mode == "rb" else io.BufferedWriter
        return buffered(TapFile(fd, mode, conn), buffering if buffering > 0 else io.DEFAULT_BUFFER_SIZE)

    os.dup, os.fdopen = xray_dup, xray_fdopen


# --- functions of PySpark and gRPC, wrapped when their module has been imported ---------------------------------------

HEAD = 8192  # bytes of a file that are kept for the recording


def _file_event(what, path, **more):
    try:
        with open(path, "rb") as f:
            size = os.fstat(f.fileno()).st_size
            head = f.read(HEAD)
    except OSError:
        return
    import base64
    event(what="file", purpose=what, path=path, size=size, head=base64.b64encode(head).decode(), **more)


def _wrap_context(module):
    context = module.SparkContext
    original = context._serialize_to_jvm

    def _serialize_to_jvm(self, data, serializer, reader_func, *rest, **kw):
        def read(path):
            _file_event("parallelize", path, writer="self", reader="jvm")
            return reader_func(path)
        return original(self, data, serializer, read, *rest, **kw)

    context._serialize_to_jvm = _serialize_to_jvm


def _wrap_broadcast(module):
    broadcast = module.Broadcast
    dump, load_from_path = broadcast.dump, broadcast.load_from_path

    def xray_dump(self, value, f):
        dump(self, value, f)
        if isinstance(getattr(f, "name", None), str):
            purpose = "function broadcast" if isinstance(value, bytes) and any(
                n == "_prepare_for_python_RDD" for _, n in _callers()) else "broadcast"
            _file_event(purpose, f.name, writer="self", reader="jvm")

    def xray_load_from_path(self, path):
        _file_event("broadcast", path, writer="jvm", reader="self")
        return load_from_path(self, path)

    broadcast.dump, broadcast.load_from_path = xray_dump, xray_load_from_path


def _wrap_launch(module):
    original = module.read_int

    def read_int(stream):
        name = getattr(stream, "name", None)
        if isinstance(name, str):
            _file_event("gateway port and secret", name, writer="jvm", reader="self")
        return original(stream)

    module.read_int = read_int


def _wrap_grpc(module):
    import base64

    def watched(channel):
        class Watch(module.UnaryUnaryClientInterceptor, module.UnaryStreamClientInterceptor,
                    module.StreamUnaryClientInterceptor, module.StreamStreamClientInterceptor):
            def _sent(self, details, message):
                data = message.SerializeToString()
                event(what="grpc", way="request", method=_text(details.method), type=type(message).__name__,
                      size=len(data), head=base64.b64encode(data[:HEAD]).decode())

            def _got(self, details, message):
                t = _now()
                data = message.SerializeToString()
                _write(b"J", 0, t, json.dumps(dict(
                    what="grpc", way="response", method=_text(details.method), type=type(message).__name__,
                    size=len(data), head=base64.b64encode(data[:HEAD]).decode())).encode())
                return message

            def _requests(self, details, messages):
                for message in messages:
                    self._sent(details, message)
                    yield message

            def intercept_unary_unary(self, go, details, request):
                self._sent(details, request)
                call = go(details, request)
                if call.exception() is None:
                    self._got(details, call.result())
                return call

            def intercept_unary_stream(self, go, details, request):
                self._sent(details, request)
                return _Call(go(details, request), lambda r: self._got(details, r))

            def intercept_stream_unary(self, go, details, requests):
                call = go(details, self._requests(details, requests))
                self._got(details, call.result())
                return call

            def intercept_stream_stream(self, go, details, requests):
                return _Call(go(details, self._requests(details, requests)), lambda r: self._got(details, r))

        return module.intercept_channel(channel, Watch())

    def _text(v):
        return v.decode() if isinstance(v, bytes) else v

    class _Call:
        """A response stream that shows each message to `seen` and is otherwise the call itself."""

        def __init__(self, call, seen):
            self._call, self._seen = call, seen

        def __iter__(self):
            return self

        def __next__(self):
            return self._seen(next(self._call))

        def __getattr__(self, name):
            return getattr(self._call, name)

    for name in ("insecure_channel", "secure_channel"):
        def opened(target, *args, _original=getattr(module, name), **kwargs):
            event(what="grpcOpen", target=target)
            return watched(_original(target, *args, **kwargs))
        setattr(module, name, opened)


WRAPPERS = {
    "pyspark.core.context": _wrap_context, "pyspark.context": _wrap_context,
    "pyspark.core.broadcast": _wrap_broadcast, "pyspark.broadcast": _wrap_broadcast,
    "pyspark.java_gateway": _wrap_launch, "grpc": _wrap_grpc,
}


class _AfterImport:
    """Meta-path finder that calls a wrapper once a module of WRAPPERS has run."""

    def find_spec(self, name, path=None, target=None):
        wrap = WRAPPERS.get(name)
        if wrap is None:
            return None
        import importlib.machinery
        spec = importlib.machinery.PathFinder.find_spec(name, path)
        if spec is None or spec.loader is None:
            return spec
        run = spec.loader.exec_module

        def exec_module(module):
            run(module)
            if module.__name__ != name:  # a zip file's modules share one loader
                return
            try:
                wrap(module)
            except AttributeError as missing:
                event(what="unseen", text="%s: %s is not as expected (%s), so it was not watched." % (name, wrap.__name__, missing))

        spec.loader.exec_module = exec_module
        return spec


# --- lines and exceptions of the job ----------------------------------------------------------------------------------

def _line_logger():
    seen = [0, 0]  # lines logged, lines only counted since the last M record
    first = [0, 0]

    def log(line, function):
        t = _now()
        if seen[0] < LINES_ONE_BY_ONE:
            seen[0] += 1
            _write(b"L", 0, t, struct.pack("<I", line) + function.encode())
            return
        if seen[1] == 0:
            first[0] = t
        seen[1] += 1
        first[1] = t
        if t - first[0] > 50_000_000:
            flush()

    def flush():
        if seen[1]:
            _write(b"M", 0, first[0], struct.pack("<Iq", seen[1], first[1]))
            seen[1] = 0

    atexit.register(flush)
    return log


def _trace_lines(job):
    log = _line_logger()
    files = {job} | {a for a in sys.argv[:1] + _argv() if os.path.abspath(a) == job}

    def is_of_job(frame):
        # PySpark runs stubs under the job's file name to rebuild a worker's traceback (errors/exceptions/tblib.py).
        return frame.f_code.co_filename in files and frame.f_globals is sys.modules["__main__"].__dict__

    if hasattr(sys, "monitoring"):
        m = sys.monitoring
        try:
            m.use_tool_id(m.PROFILER_ID, "pyspark_xray")
        except ValueError:
            event(what="unseen", text="Another profiler holds sys.monitoring, so the job's lines were not watched.")
            return
        main = threading.main_thread()

        def start(code, offset):
            if is_of_job(sys._getframe(1)):
                m.set_local_events(m.PROFILER_ID, code, m.events.LINE)
            return m.DISABLE

        def on_line(code, line):
            if threading.current_thread() is main:
                log(line, code.co_name)

        m.register_callback(m.PROFILER_ID, m.events.PY_START, start)
        m.register_callback(m.PROFILER_ID, m.events.LINE, on_line)
        m.set_events(m.PROFILER_ID, m.events.PY_START)
        return

    def local(frame, what, arg):
        if what == "line":
            log(frame.f_lineno, frame.f_code.co_name)
        return local

    def enter(frame, what, arg):
        return local if is_of_job(frame) else None

    sys.settrace(enter)


def _log_exceptions():
    shown = sys.excepthook

    def excepthook(kind, value, tb):
        import traceback
        event(what="exception", type="%s.%s" % (kind.__module__, kind.__qualname__),
              text="".join(traceback.format_exception(kind, value, tb)))
        shown(kind, value, tb)

    sys.excepthook = excepthook


# --- limits that the process sets on itself --------------------------------------------------------------------------

def _watch_limits():
    def hook(name, args):
        if name in ("resource.prlimit", "resource.setrlimit"):
            import resource
            what, limits = args[-2:]
            if limits and limits[0] >= 0:
                known = [n for n in dir(resource) if n.startswith("RLIMIT_") and getattr(resource, n) == what]
                event(what="limit", name=known[0] if known else "RLIMIT %d" % what, bytes=limits[0])
        elif name == "open" and isinstance(args[0], str) and args[0].endswith("/cgroup.procs"):
            for limit in ("memory.limit_in_bytes", "memory.max"):
                path = os.path.join(os.path.dirname(args[0]), limit)
                if os.path.exists(path):
                    with open(path) as f:
                        event(what="limit", name="cgroup " + limit, bytes=int(f.read()))

    sys.addaudithook(hook)


# --- start ------------------------------------------------------------------------------------------------------------

def _open_log():
    global _log_fd
    if _log_fd >= 0:
        os.close(_log_fd)
    n = 0
    while True:
        try:
            _log_fd = os.open(os.path.join(_folder, "tap-%d-%d.log" % (os.getpid(), n)),
                              os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND, 0o600)
            break
        except FileExistsError:
            n += 1
    event(what="process", pid=os.getpid(), role=_role, argv=_argv())


def _argv():
    try:
        with open("/proc/self/cmdline", "rb") as f:
            return [a.decode("utf-8", "replace") for a in f.read().split(b"\0")[:-1]]
    except OSError:
        return list(getattr(sys, "orig_argv", sys.argv))


def _after_fork():
    global _role, _log_fd
    if _role == "driver":  # a child that the job forks: its copies of the sockets are not the job's conversation
        _conns.clear()
        os.close(_log_fd)
        _log_fd = -1
        return
    _role = "worker"
    try:
        _open_log()
    except OSError:
        pass


def _before_exit():
    global _ending
    _ending = True
    for conn in list(_conns.values()):
        _count(conn)


def start(folder):
    """Begin to log this process into `folder`. Only daemons, workers and the job's own driver are tapped."""
    global _folder, _role
    argv = _argv()
    job = os.environ.get("PYSPARK_XRAY_JOB", "")
    if "pyspark.daemon" in argv:
        _role = "daemon"
    elif any(a.startswith("pyspark.") and ".worker" in "." + a[len("pyspark."):] or a == "pyspark.worker" for a in argv):
        _role = "worker"
    elif job and any(os.path.abspath(a) == job for a in argv[1:]):
        _role = "driver"
    else:
        return
    _folder = folder
    try:
        _open_log()
    except OSError:
        return
    os.register_at_fork(after_in_child=_after_fork)
    _tap_sockets()
    _watch_limits()
    sys.meta_path.insert(0, _AfterImport())
    if _role == "daemon":
        _tap_descriptors()
    if _role == "driver":
        atexit.register(_before_exit)
        _log_exceptions()
        _trace_lines(job)
