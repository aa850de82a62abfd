"""What is kept of a message: the table of types, and that nothing private is kept without --payloads."""

import base64
import json
import random
from pathlib import Path

import pytest
from streams import KEY, REPLY_43, REQUEST_43, connection, frame, i, s

from pyspark_xray import decode
from pyspark_xray.assemble.crossed import FIRST_BYTES, WHOLE, WHOLE_LONG, message_events
from pyspark_xray.assemble.observed import Clock
from pyspark_xray.decode.driver import decode_result
from pyspark_xray.decode.stream import Message
from pyspark_xray.decode.types import TYPES, type_of
from pyspark_xray.decode.worker import decode_worker
from pyspark_xray.redact import Names, Redactor
from pyspark_xray.traffic import Channel

SCHEMA = Path(decode.__file__).parents[1] / "schema.json"


def kept(messages, payloads=False, public=False):
    """Bytes that the recording keeps of each message of one channel, None where it keeps none."""
    for m in messages:
        m.sender, m.seen = ("jvm", "to") if m.way == "read" else ("python", "from")
    channel = Channel("workerSocket", "workerSocket", ("jvm", "python"), 0, None, messages=messages, public=public)
    events = message_events([channel], payloads, Clock(0, 10**9, 0), Redactor(Names()).compile())
    return [base64.b64decode(e["bytes"]) if "bytes" in e else None for e in events]


def message(type, size=10_000):
    return Message(0, 0, "read", type, b"p" * size)


def test_the_table_has_the_types_of_the_format():
    events = json.loads(SCHEMA.read_text())["properties"]["events"]["items"]
    variants = events.get("oneOf") or events["anyOf"]
    of_kind = {v["properties"]["kind"]["const"]: v["properties"] for v in variants}
    assert set(TYPES) == set(of_kind["message"]["type"]["enum"])
    assert set(TYPES) == set(of_kind["messages"]["types"]["propertyNames"]["enum"])


def test_public_types():
    """A type that becomes public is a decision: it is written here too."""
    assert {name for name, type in TYPES.items() if type.public} == {
        *("command", "answer", "callback", "callbackAnswer", "pid", "secret", "ok", "port", "header", "function"),
        *("endOfData", "endOfStream", "arrowGroup", "arrowStart", "arrowSchema", "arrowEnd", "timing", "exception"),
        *("next", "partition", "batchOrder", "accumulatorCount", "ack", "kill"),
    }


@pytest.mark.parametrize("type", [*TYPES, "a type of next year"])
def test_private_types_keep_no_bytes_without_payloads(type):
    assert (kept([message(type)]) == [None]) == (not type_of(type).public)
    assert kept([message(type)], payloads=True) != [None]
    assert kept([message(type)], public=True) != [None]


@pytest.mark.parametrize("type", TYPES)
def test_how_much_is_kept(type):
    def sizes(size, times):
        return [len(b) for b in kept([message(type, size) for _ in range(times)], payloads=True)]

    assert sizes(WHOLE, 1) == [WHOLE]
    first, second = sizes(WHOLE_LONG + 1, 2)
    assert first == (WHOLE_LONG if type_of(type).long or type_of(type).long_once else FIRST_BYTES)
    assert second == (WHOLE_LONG if type_of(type).long else FIRST_BYTES)


def test_the_first_batch_of_each_end_is_kept_longer():
    both = [message("batch"), message("batch"), message("batch")]
    both[1].way = "written"
    assert [len(b) for b in kept(both, payloads=True)] == [WHOLE_LONG, WHOLE_LONG, FIRST_BYTES]


@pytest.mark.parametrize(
    ("read", "written"),
    [
        (frame([b"swordfish"] * 9), b""),  # a result over a Unix socket
        (i(1) + frame([b"swordfish"] * 9), i(1)),
        (s("ok"), KEY + i(9) + b"swordfish" + i(-1)),  # an encrypted file
        (s("ok") + b"swordfish", KEY + i(1)),
        (b"swordfish", KEY),
    ],
)
def test_rows_are_not_kept_however_a_result_socket_is_used(read, written):
    messages = decode_result(connection("resultSocket", read, written))
    assert any(b"swordfish" in m.payload for m in messages)
    assert not [b for b in kept(messages) if b and b"swordfish" in b]
    assert not [f for m in messages for f in m.fields if "swordfish" in str(f.value)]


@pytest.mark.parametrize("seed", range(40))
def test_rows_are_not_kept_where_the_decoder_gives_up(seed):
    """Whatever byte of the stream is wrong, or wherever it stops: the rows are in no message that keeps its bytes."""
    rng = random.Random(seed)
    rows = b"\x80\x05swordfish" * 5
    framed = len(rows).to_bytes(4, "big") + rows
    request = bytearray(REQUEST_43[:-8] + framed + REQUEST_43[-8:])
    function = request.index(b"\x80\x05N.") + 4
    where = rng.choice([rng.randrange(68, function), rng.randrange(function, len(request))])
    request[where] ^= 0x80 | rng.randrange(1, 128)
    conn = connection("workerSocket", bytes(request), REPLY_43)
    messages = decode_worker(conn, "4.3.0")
    assert any(b"swordfish" in m.payload for m in messages), "the decoder saw them"
    assert not [b for b in kept(messages) if b and b"swordfish" in b]
