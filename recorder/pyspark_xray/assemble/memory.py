"""The memory of the processes, as series."""

from __future__ import annotations

from ..actors import Actor, Actors
from .observed import Clock, Event, Observed


def memory(seen: Observed, actors: Actors, clock: Clock) -> list[Event]:
    out: list[tuple[Actor, Event]] = []
    for s in seen.series:
        actor = actors.at_pid(s["pid"], s["t"][0]) if s["t"] else None
        if actor is None:
            continue
        ended = actor.proc.t_end
        points = [(clock.us(t), v) for t, v in zip(s["t"], s["value"], strict=True) if ended is None or t <= ended]
        points = [p for n, p in enumerate(points) if n == 0 or p[0] > points[n - 1][0]]
        if points:
            series = {
                "process": actor.id,
                "measure": s["measure"],
                "source": "procfs" if s["measure"] == "rss" else "perfCounters",
                "every": seen.every_ms * 1000,
                "at": [t for t, _ in points],
                "value": [v for _, v in points],
            }
            out.append((actor, series))
    out.sort(key=lambda one: (actors.all.index(one[0]), one[1]["measure"]))
    return [series for _, series in out]
