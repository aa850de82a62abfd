"""The JVM's GC log as `options` asks for it: `-Xlog:gc*:file=…:tn,tags`.

Source of fact: real logs of OpenJDK 17.0.15 with G1, Parallel and Serial. Each line begins with the time in ns of
CLOCK_MONOTONIC (`tn`). A pause is a `gc,start` line and a `gc` line with the same `GC(n)`; heap sizes are printed in
whole MiB (rounded down), so `before`, `after` and `committed` are exact to 1 MiB.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

_MIB = 1 << 20
_UNIT = {"B": 1, "K": 1 << 10, "M": _MIB, "G": 1 << 30}
_LINE = re.compile(r"\[(\d+)ns\]\[([a-z0-9,]+) *\] (.*)")
_START = re.compile(r"GC\((\d+)\) (Pause .*)")
_END = re.compile(r"GC\((\d+)\) (Pause .*) (\d+)M->(\d+)M\((\d+)M\) [\d.]+ms")
_SIZE = re.compile(r"(Heap Max Capacity|Heap Region Size): (\d+)([BKMG])")


@dataclass
class Collection:
    """One stop-the-world pause: from `t` to `until` (ns of CLOCK_MONOTONIC), heap in bytes (±1 MiB)."""

    t: int
    until: int
    name: str
    before: int
    after: int
    committed: int


@dataclass
class GcLog:
    """`heap_max` and `region_size` in bytes; `region_size` is None where the collector has no regions."""

    collector: str = ""
    heap_max: int = 0
    region_size: int | None = None
    collections: list[Collection] = field(default_factory=list)


def gclog_files(folder: Path) -> dict[int, Path]:
    """pid -> GC log, of the logs written under `options`' names."""
    return {int(path.stem.removeprefix("gc-")): path for path in sorted(Path(folder).glob("gc-[0-9]*.log"))}


def read_gclog(path: Path) -> GcLog:
    """Read one GC log. Concurrent phases, and a pause during which the JVM was killed, are left out.

    ValueError if not one line is a GC log line of that form (an empty log, of a JVM that ended at once, is no error).
    """
    log = GcLog()
    started: dict[str, int] = {}
    lines = Path(path).read_text(errors="replace").splitlines()
    known = 0
    for text in lines:
        line = _LINE.fullmatch(text)
        if not line:
            continue
        known += 1
        time, tags, said = int(line[1]), line[2], line[3]
        if tags == "gc" and said.startswith("Using "):
            log.collector = said.removeprefix("Using ")
        elif tags == "gc,init" and (size := _SIZE.fullmatch(said)):
            value = int(size[2]) * _UNIT[size[3]]
            if size[1] == "Heap Max Capacity":
                log.heap_max = value
            else:
                log.region_size = value
        elif tags == "gc,start" and (start := _START.fullmatch(said)):
            started[start[1]] = time
        elif tags == "gc" and (end := _END.fullmatch(said)) and end[1] in started:
            before, after, committed = (int(end[i]) * _MIB for i in (3, 4, 5))
            log.collections.append(Collection(started.pop(end[1]), time, end[2], before, after, committed))
    if lines and not known:
        raise ValueError(f"{Path(path).name}: not a GC log with the decorations tn,tags")
    return log
