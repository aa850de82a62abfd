import base64
import random
from itertools import pairwise

import pytest

from pyspark_xray.assemble.ran import joined
from pyspark_xray.fold import TOTAL, fold, fold_lines
from pyspark_xray.redact import Names, Redactor


def redactor(**names):
    r = Redactor(Names(users=("zoe",), host="box", home="/home/zoe", job_folder="/home/zoe/Ünïcode job", **names))
    r.add_secret("0123456789abcdef" * 4)
    return r.compile()


def test_text_gets_placeholders():
    r = redactor()
    assert r.text("/home/zoe/Ünïcode job/a.py by zoe on box") == "$JOB/a.py by user on host"
    assert r.text("token " + "0123456789abcdef" * 4) == "token <secret>"
    assert r.text("sandbox zoey /home/zoey") == "sandbox zoey /home/zoey", "only whole words"


@pytest.mark.parametrize(
    "form",
    [
        r"/home/zoe/\u00dcn\u00efcode job",
        "/home/zoe/%C3%9Cn%C3%AFcode%20job",
        "/home/zoe/?n?code job",
        "/home/zoe/??n??code job",
        "/home/zoe/\ufffdn\ufffdcode job",
    ],
)
def test_a_folder_is_found_however_it_is_written(form):
    assert redactor().text(f"at {form}/a.py:3") == "at $JOB/a.py:3"


def test_own_frames_are_left_out_of_printed_stacks():
    inject = "/env/site-packages/pyspark_xray/inject/xray_tap/sockets.py"
    traceback = (
        "Traceback (most recent call last):\n"
        '  File "/usr/lib/socket.py", line 706, in readinto\n    return self._sock.recv_into(b)\n'
        f'  File "{inject}", line 203, in xray_recv_into\n    n = recv_into(self, buffer, *args)\n        ^^^^^\n'
        "ConnectionResetError: [Errno 104]\n"
    )
    assert "xray" not in redactor().text(traceback)
    assert redactor().text(traceback).endswith("recv_into(b)\nConnectionResetError: [Errno 104]\n")
    first, own, last = (
        "Thread 0x1 (most recent call first):\n",
        f'  File "{inject}", line 203 in xray_recv_into\n',
        '  File "/usr/lib/socket.py", line 706 in readinto\n',
    )
    assert redactor().text(first + own + last) == first + last


def test_pieces_of_a_stream_are_joined():
    ms = 1_000_000
    pieces = [
        (0, "stderr", "a"),
        (2 * ms, "stderr", "b"),
        (11 * ms, "stderr", "c"),
        (40 * ms, "stderr", "d"),
        (41 * ms, "stdout", "e"),
    ]
    assert joined(pieces) == [(0, "stderr", "abc"), (40 * ms, "stderr", "d"), (41 * ms, "stdout", "e")]


def test_payload_keeps_its_length_and_lists_the_ranges():
    r = redactor()
    data = b"before /home/zoe/x \x00\xff zoe@box after"
    out, ranges = r.payload(data)
    assert len(out) == len(data) and b"zoe" not in out and b"box" not in out
    changed = [n for n in range(len(data)) if data[n] != out[n]]
    assert all(any(o <= n < o + length for o, length in ranges) for n in changed)
    assert ranges == sorted(ranges) and all(a[0] + a[1] < b[0] for a, b in pairwise(ranges))


def test_a_base64_argument_of_py4j_is_looked_into():
    r = redactor()
    inner = b"\x80\x05pickled function from /home/zoe/job.py"
    command = b"i\norg.apache.spark.X\nj" + base64.b64encode(inner) + b"\ne\n"
    out, ranges = r.payload(command)
    assert len(out) == len(command) and len(ranges) == 1
    line = out.split(b"\n")[2]
    assert b"/home/zoe" not in base64.b64decode(line[1:]) and len(base64.b64decode(line[1:])) == len(inner)


def messages(n, channel="c", rare=()):
    return [
        {
            "kind": "message",
            "at": k,
            "source": "tap",
            "channel": channel,
            "from": "ab"[k % 2],
            "seen": "from",
            "type": "exception" if k in rare else "batch",
            "size": k % 7,
        }
        for k in range(n)
    ]


@pytest.mark.parametrize("n", [1, 59, 60, 8_000, 8_001, 30_000, 100_000])
def test_fold_loses_nothing(n):
    before = messages(n, rare={n // 2})
    after = fold(before)
    for sender in "ab":
        assert sum(e["size"] for e in after if e["from"] == sender) == sum(
            e["size"] for e in before if e["from"] == sender
        )
    assert sum(e.get("count", 1) for e in after) == n
    assert [e["at"] for e in after] == sorted(e["at"] for e in after)
    assert any(e.get("type") == "exception" for e in after), "what is rare stays whole"
    assert all(sum(e["types"].values()) == e["count"] for e in after if e["kind"] == "messages")
    assert n <= TOTAL and after == before or len(after) < TOTAL


def test_fold_shares_between_channels():
    many = sorted((m for c in range(100) for m in messages(500, f"c{c}")), key=lambda e: e["at"])
    random.Random(1).shuffle(many)
    assert len(fold(sorted(many, key=lambda e: e["at"]))) < 100 * 160


def test_a_long_channel_takes_the_room_that_short_ones_leave():
    events = sorted(
        [*messages(3000, "long"), *(m for c in range(20) for m in messages(10, f"c{c}"))], key=lambda e: e["at"]
    )
    assert fold(events) == events


def test_fold_keeps_the_order_of_one_moment():
    before = [
        {
            "kind": "message",
            "at": 7,
            "source": "tap",
            "channel": "c",
            "from": "jvm",
            "seen": "to",
            "type": "batch",
            "size": 9,
        }
        for _ in range(9_000)
    ]
    after = fold([*before, {**before[0], "type": "endOfData", "size": 4}])
    assert after[-1]["type"] == "endOfData"
    assert {e["kind"] for e in after[:-1]} == {"message", "messages"}


def test_fold_lines():
    lines = [
        {"kind": "line", "at": n, "source": "tap", "process": "p", "line": 1, "in": "<module>"} for n in range(5000)
    ]
    after = fold_lines(lines)
    assert len(after) < 2000 and sum(e.get("count", 1) for e in after) == 5000
