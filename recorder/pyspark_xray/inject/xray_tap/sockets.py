"""Sockets that PySpark and Py4J open."""

from __future__ import annotations

import fcntl
import json
import socket
import struct
import sys
import termios
import threading

from .log import CLOSED, COUNTED, COUNTS, OPENED, READ, WRITTEN, now

TYPE_CHECKING = False  # `typing` takes longer to load than the tap
if TYPE_CHECKING:
    from types import FrameType
    from typing import Any


class Connection:
    """One tapped connection; the kernel is asked after each chunk where its end cannot be foreseen (`always_count`)."""

    __slots__ = ("log", "number", "opened", "always_count", "sock", "announced_in", "received")

    def __init__(self, log, opened, sock=None, always_count=False):
        self.log = log
        self.number = next(log.numbers)
        self.opened = opened
        self.sock = sock
        self.always_count = always_count
        self.announced_in = None
        self.received = None  # the kernel's count of bytes received, if nothing was read since

    def announce(self):
        if self.announced_in != self.log.fd:
            self.announced_in = self.log.fd
            self.log.write(OPENED, self.number, self.opened["t"], json.dumps(self.opened).encode())

    def chunk(self, kind, t, data):
        self.announce()
        if kind == READ:
            self.received = None
        self.log.write(kind, self.number, t, data)
        if self.always_count or self.log.ending:
            self.count()

    def count(self):
        """Ask the kernel for TCP_INFO.

        include/uapi/linux/tcp.h: bytes_received at 128, notsent 144, bytes_sent 200, bytes_retrans 208.
        """
        if self.sock is None:
            return
        try:
            info = self.sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 256)
            waiting = struct.unpack("i", fcntl.ioctl(self.sock.fileno(), termios.FIONREAD, b"\0\0\0\0"))[0]
        except (OSError, ValueError):
            return
        if len(info) < 216:
            return
        (received,) = struct.unpack_from("=Q", info, 128)
        (not_sent,) = struct.unpack_from("=I", info, 144)
        sent, resent = struct.unpack_from("=QQ", info, 200)
        if info[0] == 7:  # CLOSE: nobody can tell any more whether a FIN was counted, only what was counted before
            if self.received is None:
                return
            received, waiting = self.received, 0
        elif info[0] == 8:  # CLOSE_WAIT: the other end's FIN takes one number of the sequence
            received -= 1
        self.received = max(received - waiting, 0)
        self.announce()
        self.log.write(COUNTED, self.number, now(), COUNTS.pack(self.received, sent - resent + not_sent))

    def close(self):
        if self.announced_in == self.log.fd:
            self.count()
            self.log.write(CLOSED, self.number, now())


def callers():
    """Modules and functions that are on the stack of the function that asks, innermost first, without itself."""
    frame: FrameType | None = sys._getframe(2)
    out: list[tuple[str, str]] = []
    while frame is not None and len(out) < 40:
        out.append((frame.f_globals.get("__name__", ""), frame.f_code.co_name))
        frame = frame.f_back
    return out


def kind_of_caller(stack, role):
    """Channel kind of a socket opened by these callers, or None: not one of PySpark's."""
    for module, function in stack:
        if module.startswith("py4j."):
            return "py4j"
        if module == "pyspark.accumulators":
            return "accumulatorSocket"
        if module == "pyspark.daemon" or (module == "__main__" and role == "daemon"):
            return "workerSocket"
        if module in ("pyspark.util", "pyspark.java_gateway", "pyspark.rdd") and function == "local_connect_and_auth":
            return "workerSocket" if role == "worker" else "resultSocket"
    return None


def _address(sock, which):
    try:
        a = getattr(sock, which)()
    except OSError:
        return None
    return "{}:{}".format(*a[:2]) if isinstance(a, tuple) else str(a)


def _opened(kind, sock, stack, side):
    names = [f for m, f in stack if m.startswith("pyspark.")]
    return {
        "t": now(),
        "kind": kind,
        "side": side,
        "local": _address(sock, "getsockname"),
        "peer": _address(sock, "getpeername"),
        "callers": names[:20],
        "thread": threading.current_thread().name,
    }


def tap_sockets(log):
    """Wraps the methods of `socket.socket`: what PySpark's sockets connect, accept, read, write and close is logged."""
    s: Any = socket.socket
    send, sendall, recv, recv_into = s.send, s.sendall, s.recv, s.recv_into
    connect, bind, accept, real_close = s.connect, s.bind, s.accept, s._real_close
    connections = log.connections
    listening = {}  # file descriptor -> channel kind

    def xray_connect(self, address):
        t = now()
        connect(self, address)
        stack = callers()
        kind = kind_of_caller(stack, log.role)
        if kind:
            opened = _opened(kind, self, stack, "client")
            opened["t"] = t
            connections[self.fileno()] = Connection(log, opened, self, always_count=kind == "workerSocket")
            connections[self.fileno()].announce()

    def xray_bind(self, address):
        bind(self, address)
        kind = kind_of_caller(callers(), log.role)
        if kind:
            listening[self.fileno()] = kind

    def xray_accept(self):
        sock, address = accept(self)
        kind = listening.get(self.fileno())
        if kind:
            opened = _opened(kind, sock, [], "server")
            connections[sock.fileno()] = Connection(log, opened, sock, always_count=kind == "workerSocket")
            if kind != "workerSocket":  # a worker's connection is announced by the child that is forked for it
                connections[sock.fileno()].announce()
        return sock, address

    def xray_send(self, data, *flags):
        connection = connections.get(self.fileno())
        if connection is None:
            return send(self, data, *flags)
        t = now()
        n = send(self, data, *flags)
        connection.chunk(WRITTEN, t, memoryview(data).cast("B")[:n])
        return n

    def xray_sendall(self, data, *flags):
        connection = connections.get(self.fileno())
        if connection is None:
            return sendall(self, data, *flags)
        t = now()
        sendall(self, data, *flags)
        connection.chunk(WRITTEN, t, memoryview(data).cast("B"))

    def xray_recv(self, *args):
        data = recv(self, *args)
        connection = connections.get(self.fileno())
        if connection is not None and data:
            connection.chunk(READ, now(), data)
        return data

    def xray_recv_into(self, buffer, *args):
        n = recv_into(self, buffer, *args)
        connection = connections.get(self.fileno())
        if connection is not None and n:
            connection.chunk(READ, now(), memoryview(buffer).cast("B")[:n])
        return n

    def xray_real_close(self, *args):
        connection = connections.pop(self.fileno(), None)
        if connection is not None:
            connection.close()
        listening.pop(self.fileno(), None)
        return real_close(self, *args)

    s.connect, s.bind, s.accept, s._real_close = xray_connect, xray_bind, xray_accept, xray_real_close
    s.send, s.sendall, s.recv, s.recv_into = xray_send, xray_sendall, xray_recv, xray_recv_into
