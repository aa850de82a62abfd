"""Streams as Spark writes them, made by hand."""

import json
import pickle
import random
import struct

from pyspark_xray.taplog import Connection


def i(n):
    return struct.pack(">i", n)


def q(n):
    return struct.pack(">q", n)


def s(text):
    return i(len(text.encode())) + text.encode()


def frame(value):
    data = pickle.dumps(value, 5)
    return i(len(data)) + data


def connection(kind, read=b"", written=b"", seed=None, side="client"):
    conn = Connection(kind, side, "127.0.0.1:1", "127.0.0.1:2", ["collect"], 0)
    rng = random.Random(seed)
    for chunks, data in ((conn.read, read), (conn.written, written)):
        at = 0
        while at < len(data):
            n = len(data) if seed is None else rng.randint(1, 40)
            chunks.add(1000 + at, data[at : at + n])
            at += n
    return conn


def joined(*parts):
    return b"".join(parts)


FUNCTION = b"\x80\x05N."
CONTEXT = json.dumps({"taskAttemptId": 7, "secret": "a" * 64, "stageId": 0})
BLOB = i(len(FUNCTION)) + FUNCTION
KEY = s("k" * 64)
NONE = b"\0" + i(0)
"""No broadcast needs decryption, and there are none."""
PID_OK = i(4321) + s("ok")
END = i(-4)

INIT = joined(i(1), s("3.11"), s(CONTEXT), s("/tmp/spark/userFiles"), i(0), NONE, i(0), i(0), i(0), BLOB)
REQUEST_43 = joined(KEY, i(-8), i(len(INIT)), INIT, frame([1, 2, 3]), frame([4, 5]), i(-1), END)
TIMING_43 = i(-3) + struct.pack(">6q", 1, 2, 3, 4, 0, 0)
REPLY_43 = joined(PID_OK, frame([2]), frame([4, 6]), frame([8, 10]), TIMING_43, i(-1), i(0), END)

CONTEXT_35 = joined(b"\0", i(0), s(""), i(0), i(0), i(0), q(7), i(1), i(0), i(1), s("spark.rdd.scope"), s("{}"))
BROADCAST_35 = joined(b"\0", i(1), q(0), s("/tmp/b"))
HEADER_35 = joined(i(0), s("3.11"), CONTEXT_35, s("/tmp/files"), i(0), BROADCAST_35, i(0))
REQUEST_35 = joined(KEY, HEADER_35, BLOB, frame([1, 2, 3]), i(-1), END)
TIMING_35 = i(-3) + struct.pack(">5q", 1, 2, 3, 0, 0)
REPLY_35 = joined(PID_OK, frame([2, 4, 6]), TIMING_35, i(-1), i(1), frame((0, 5)), END)
