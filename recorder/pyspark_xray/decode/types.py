"""Every type of message, and how much of one is kept. What is not in the table is private.

The names are those of `messageType` in `src/recording/format.ts`; `tests/test_types.py` holds the two together.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Type:
    public: bool = False
    """Carries no rows, broadcast values or accumulator updates, and it is known what: its bytes are kept without
    `--payloads` too."""
    long: bool = False
    """Keeps 8 KiB of its bytes, others 512."""
    long_once: bool = False
    """The first of a channel from each end keeps 8 KiB."""
    mass: bool = False
    """Comes in masses: of a long channel, these are folded first."""


PRIVATE = Type()

TYPES = {
    # Py4J
    "command": Type(public=True, mass=True),
    "answer": Type(public=True, mass=True),
    "callback": Type(public=True, mass=True),
    "callbackAnswer": Type(public=True, mass=True),
    # handshakes
    "pid": Type(public=True),
    "secret": Type(public=True),  # its bytes are replaced
    "ok": Type(public=True),
    "port": Type(public=True),
    # worker socket, JVM to worker
    "header": Type(public=True, long=True),
    "function": Type(public=True, long=True),
    "endOfData": Type(public=True),
    "endOfStream": Type(public=True),
    "arrowGroup": Type(public=True, mass=True),
    # both ways
    "batch": Type(long_once=True, mass=True),
    "arrowStart": Type(public=True, mass=True),
    "arrowSchema": Type(public=True, long=True, mass=True),
    "arrowDictionary": PRIVATE,
    "arrowBatch": Type(long_once=True, mass=True),
    "arrowEnd": Type(public=True, mass=True),
    # worker socket, worker to JVM
    "timing": Type(public=True),
    "accumulators": PRIVATE,
    "exception": Type(public=True, long=True),
    # result socket
    "next": Type(public=True, mass=True),
    "partition": Type(public=True, mass=True),
    "batchOrder": Type(public=True),
    # accumulator socket
    "accumulatorCount": Type(public=True, mass=True),
    "accumulatorUpdate": Type(mass=True),
    "ack": Type(public=True, mass=True),
    # daemon pipe
    "kill": Type(public=True),
    # files, gRPC, traffic between JVMs
    "file": Type(long_once=True),
    "request": Type(mass=True),
    "response": Type(mass=True),
    "bytes": Type(mass=True),
    # bytes that the decoder does not know
    "unknown": PRIVATE,
}


def type_of(name: str) -> Type:
    return TYPES.get(name, PRIVATE)
