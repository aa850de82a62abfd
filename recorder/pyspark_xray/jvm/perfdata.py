"""A running HotSpot JVM's heap, read from its performance counters.

Unless started with `-XX:-UsePerfData` (or `-XX:+PerfDisableSharedMem`), HotSpot keeps its counters in a file that it
has mapped into memory, `/tmp/hsperfdata_<user>/<pid>`, and writes them there itself. Mapping the same file and reading
a few 64-bit words costs the JVM nothing and us some µs. The JVM removes the file at exit; an existing mapping stays
readable.

Layout (OpenJDK `perfMemory.hpp`, `perfData.hpp`): a prologue of magic 0xcafec0c0 (big-endian), byte order (1: little),
major 2, minor 0, accessible, used, overflow, time stamp (8 bytes), offset of the first entry, number of entries. An
entry: its length, offset of its name, vector length (0: a scalar), type letter (`J`: a long), flags, unit, variability,
offset of its value; all offsets but the first are from the entry's start.

What the numbers are (seen on OpenJDK 17.0.15; the tests look again):

- `used` is the sum of the spaces' `used`. G1 refreshes eden's as each allocation region is retired and all of them at
  a collection and at a humongous allocation (an object of half a region or more), so between collections the curve is
  stairs of one region (1 to 32 MiB, `GcLog.region_size`); what is in regions not yet retired is not counted.
  Serial, Parallel, Z and Shenandoah refresh it every 50 ms (`PerfDataSamplingInterval`) and at a collection.
- `committed` is the sum of the generations' `capacity`, rounded down to 4 KiB (G1 pads them by some bytes). Of Serial
  and Parallel this counts both survivor spaces, where the GC log leaves one out.
- `max` is -Xmx, aligned. G1 gives each generation the whole heap as its maximum, the others each its share.
"""

import mmap
import re
import struct
from pathlib import Path
from typing import NamedTuple

_PROLOGUE = struct.Struct("<IBBBBiiqii")
_MAGIC = 0xC0C0FECA  # 0xcafec0c0 read as little-endian
_ENTRY = struct.Struct("<iiiBBBBi")
_LONG = struct.Struct("<q")


class HeapSample(NamedTuple):
    """Heap of a JVM in bytes."""

    used: int
    committed: int
    max: int


def _select(counters: dict[str, int], pattern: str) -> list[int]:
    return [at for name, at in counters.items() if re.fullmatch(pattern, name)]


def perfdata_file(pid: int) -> Path | None:
    """The counters' file of a JVM of any user, or None (not a JVM, not started yet, ended, or counters off)."""
    return next(Path("/tmp").glob(f"hsperfdata_*/{pid}"), None)


class PerfData:
    """The mapped counters of one live JVM."""

    def __init__(self, pid: int, path: Path | None = None):
        """Map the counters of `pid`, or those in `path`.

        FileNotFoundError if there are none. ValueError if they cannot be read, also while the JVM is still setting them
        up (its first tenths of a second): try again later.
        """
        path = path or perfdata_file(pid)
        if path is None:
            raise FileNotFoundError(f"no performance counters for pid {pid}")
        with open(path, "rb") as file:
            try:
                self._map = mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ)
            except ValueError:  # empty as yet
                raise ValueError(f"performance counters of pid {pid} are empty") from None
        try:
            counters = self._find_counters()
        except (struct.error, ValueError):
            counters = {}
        self._used = _select(counters, r"sun\.gc\.generation\.\d\.space\.\d\.used")
        self._capacity = _select(counters, r"sun\.gc\.generation\.\d\.capacity")
        self._max = _select(counters, r"sun\.gc\.generation\.\d\.maxCapacity")
        policy = counters.get("sun.gc.policy.name")
        if policy and self._map[policy : policy + 12] == b"GarbageFirst":
            self._max = self._max[:1]
        if not (self._used and self._capacity and self._max):
            self._map.close()
            raise ValueError(f"performance counters of pid {pid} hold no heap (not ready, or a collector without them)")

    def _find_counters(self) -> dict[str, int]:
        """Offset of the value of each counter under `sun.gc.`, by name."""
        data = self._map
        magic, order, major, _, accessible, _, _, _, offset, entries = _PROLOGUE.unpack_from(data)
        if magic != _MAGIC or order != 1 or major != 2 or not accessible:
            raise ValueError
        found = {}
        for _ in range(entries):
            length, name_at, _, _, _, _, _, value_at = _ENTRY.unpack_from(data, offset)
            if length <= 0:
                raise ValueError
            start = offset + name_at
            name = data[start : data.find(b"\0", start)].decode("ascii")
            if name.startswith("sun.gc."):
                found[name] = offset + value_at
            offset += length
        return found

    def sample(self) -> HeapSample:
        """The heap now; once the JVM has ended, as it was last."""
        data, read = self._map, _LONG.unpack_from
        used = committed = 0
        for offset in self._used:
            used += read(data, offset)[0]
        for offset in self._capacity:
            committed += read(data, offset)[0]
        most = sum(read(data, offset)[0] for offset in self._max)
        return HeapSample(used, committed & ~4095, most & ~4095)

    def close(self) -> None:
        self._map.close()
