"""Writes a recording where the user wants it."""

from __future__ import annotations

from pathlib import Path

from .assemble.observed import Observed
from .assemble.recording import dump, to_recording
from .check import first_wrong
from .errors import XrayError
from .redact import Names, Redactor


def check_output(output: Path) -> None:
    """XrayError if nothing can be written to `output`; to be asked before the run."""
    if output.exists():
        raise XrayError(f"{output} exists already, and nothing is overwritten: name another file with -o.")
    if not output.absolute().parent.is_dir():
        raise XrayError(f"The folder of {output} does not exist.")


def write_recording(seen: Observed, names: Names, output: Path) -> int:
    """Writes what was seen, without `names`; returns its size in bytes. XrayError if it breaks the format."""
    recording = to_recording(seen, Redactor(names))
    text = dump(recording).encode()
    with open(output, "xb") as f:
        f.write(text)
    if wrong := first_wrong(recording):
        raise XrayError(f"{output} was written, but it breaks the format: {wrong} Please report this with the file.")
    return len(text)
