"""The recording's processes."""

from __future__ import annotations

from ..actors import Actor, Actors, shown_argv
from ..redact import Redactor
from .observed import Clock, Event, Observed


def processes(seen: Observed, actors: Actors, clock: Clock, redact: Redactor) -> list[Event]:
    return [_process(a, seen, actors, clock, redact) for a in actors.all]


def _process(actor: Actor, seen: Observed, actors: Actors, clock: Clock, redact: Redactor) -> Event:
    p, parent = actor.proc, actor.parent
    images: list[Event] = []
    inherited = actors.environment(parent.proc.images[-1].env) if parent else None
    for image in p.images:
        env = actors.environment(image.env)
        shown = None if env is None or env == inherited else {k: redact.text(v) for k, v in env.items()}
        inherited = env if env is not None else inherited
        argv = [redact.text(x) for x in shown_argv(image.argv)]
        images.append({"at": clock.us(image.t), "kind": image.kind or "other", "argv": argv, "env": shown})
    images[0]["at"] = clock.us(p.t_start)
    end = None if p.t_end is None or p.t_end > seen.t_end else clock.us(p.t_end)
    return {
        "id": actor.id,
        "pid": p.pid,
        "parent": parent.id if parent else None,
        "source": seen.observer,
        "start": clock.us(p.t_start),
        "end": end,
        "exit": p.exit if end is not None else None,
        "images": images,
        "executor": actor.executor,
        "machine": actor.machine,
    }
