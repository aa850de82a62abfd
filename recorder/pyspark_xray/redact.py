"""Takes private things out of a recording before it is written: names, folders, secrets.

In text they become a readable placeholder (`$HOME`, `$JOB`, `user`, `host`); in the bytes of a message a run of `x` of
the same length, so that sizes, offsets and decoding stay true, and the ranges are listed. Of printed stacks the
recorder's own frames are left out, since a plain run has none.
"""

from __future__ import annotations

import base64
import binascii
import getpass
import json
import os
import pwd
import re
import socket
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

BASE64_ARGUMENT = re.compile(rb"(?m)^j([A-Za-z0-9+/]{8,}={0,2})$")
"""A bytes argument of a Py4J command: `j` and base64 (py4j/protocol.py)."""
OWN_FRAME = re.compile(r'(?m)^  File "[^"\n]*/pyspark_xray/inject/[^"\n]*", line \d+,? in .*\n(?:    .*\n)*')
"""A frame of the recorder's tap in what Python prints of a stack, with its source lines."""


@dataclass
class Names:
    """What must not be written. Empty strings are ignored."""

    users: tuple[str, ...] = ()
    host: str = ""
    home: str = ""
    job_folder: str = ""


def this_machine(job_folder: Path) -> Names:
    """This user, host, home and the job's folder."""
    users = {getpass.getuser(), pwd.getpwuid(os.getuid()).pw_name}
    return Names(tuple(sorted(users)), socket.gethostname(), os.path.expanduser("~"), str(job_folder))


def host_only() -> Names:
    return Names(host=socket.gethostname())


def _forms(folder: str) -> set[str]:
    """A folder as it stands in JSON, in a URI, and as a JVM without a UTF-8 locale writes it."""
    lost = [re.sub(r"[^\x00-\x7f]", sign * n, folder) for sign in "?\ufffd" for n in (1, 2)]
    return {folder, json.dumps(folder)[1:-1], quote(folder), *lost}


@dataclass
class Redactor:
    names: Names
    secrets: set[str] = field(default_factory=set)

    def add_secret(self, value: str) -> None:
        if len(value) >= 8:
            self.secrets.add(value)

    def _patterns(self) -> list[tuple[str, str]]:
        """(regular expression, placeholder), those that contain others first."""
        out = [(re.escape(s), "<secret>") for s in sorted(self.secrets, key=len, reverse=True)]
        folders = [
            (form, p) for f, p in ((self.names.job_folder, "$JOB"), (self.names.home, "$HOME")) for form in _forms(f)
        ]
        out += [
            (re.escape(f) + r"(?![A-Za-z0-9])", p) for f, p in sorted(folders, key=lambda x: -len(x[0])) if len(f) > 1
        ]
        words = [(self.names.host, "host"), *((u, "user") for u in self.names.users)]
        out += [
            (rf"(?<![A-Za-z0-9]){re.escape(w)}(?![A-Za-z0-9])", p)
            for w, p in words
            if w and w not in ("localhost", "root")
        ]
        return out

    def compile(self) -> Redactor:
        """To be called once all secrets are known."""
        patterns = self._patterns()
        self._by_group = [p for _, p in patterns]
        self._text = re.compile("|".join(f"({r})" for r, _ in patterns)) if patterns else None
        self._bytes = re.compile("|".join(f"(?:{r})" for r, _ in patterns).encode()) if patterns else None
        return self

    def text(self, value: str) -> str:
        value = OWN_FRAME.sub("", value)
        if self._text is None:
            return value
        return self._text.sub(lambda m: self._by_group[(m.lastindex or 0) - 1], value)

    def same_length(self, value: str) -> str:
        """For text that stands for bytes of a message."""
        return self.payload(value.encode("utf-8", "surrogateescape"))[0].decode("utf-8", "surrogateescape")

    def payload(self, data: bytes) -> tuple[bytes, list[tuple[int, int]]]:
        """(bytes of the same length, replaced ranges as (offset, length)); also inside base64 arguments of Py4J."""
        if self._bytes is None:
            return data, []
        out = bytearray(data)
        ranges = []
        for m in self._bytes.finditer(data):
            out[m.start() : m.end()] = b"x" * (m.end() - m.start())
            ranges.append((m.start(), m.end() - m.start()))
        for m in BASE64_ARGUMENT.finditer(data):
            try:
                inner, inside = self.payload(base64.b64decode(m.group(1), validate=True))
            except binascii.Error:
                continue
            if inside:
                out[m.start(1) : m.end(1)] = base64.b64encode(inner)
                ranges += [
                    (m.start(1) + o // 3 * 4, min(-(-(o + n) // 3) * 4, m.end(1) - m.start(1)) - o // 3 * 4)
                    for o, n in inside
                ]
        return bytes(out), _merged(ranges)


def _merged(ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """In order, touching or overlapping ranges made one."""
    out: list[tuple[int, int]] = []
    for start, n in sorted(ranges):
        if out and start <= out[-1][0] + out[-1][1]:
            first, length = out[-1]
            out[-1] = (first, max(length, start + n - first))
        else:
            out.append((start, n))
    return out
