"""RPC and blocks between JVMs, as each client's Flight Recorder saw them: sizes and times, no content."""

from __future__ import annotations

from ..actors import Actor, Actors
from ..jvm.flight import SocketIo
from .observed import Clock, Event, Observed


def jvm_traffic(seen: Observed, actors: Actors, clock: Clock) -> list[tuple[Event, list[Event]]]:
    """Channels, each with its messages."""
    servers = _servers(seen, actors)
    out: list[tuple[Event, list[Event]]] = []
    for pid, ios in seen.flights.items():
        by_port: dict[int, list[SocketIo]] = {}
        for io in ios:
            if io.bytes > 0 and io.port in servers:
                by_port.setdefault(io.port, []).append(io)
        for port, group in by_port.items():
            client = actors.at_pid(pid, group[0].wall_ns + seen.wall_to_monotonic)
            server, kind = servers[port]
            if client is None or client is server:
                continue
            out.append(_channel(f"{kind}-{len(out)}", kind, client, server, port, group, clock))
    return out


def _servers(seen: Observed, actors: Actors) -> dict[int, tuple[Actor, str]]:
    """By port: who listens there, and the kind of channel that it is."""
    out: dict[int, tuple[Actor, str]] = {}
    log, driver = seen.event_log, actors.driver_jvm()
    if log is None:
        return out
    port = log.conf.get("spark.driver.port")
    if port and driver:
        out[int(port)] = (driver, "rpc")
    for e in log.events:
        if e["kind"] == "blockManagerAdded":
            server = driver if e["executor"] == "driver" else actors.of_executor(e["executor"])
            if server:
                out[e["port"]] = (server, "block")
    return out


def _channel(
    id: str, kind: str, client: Actor, server: Actor, port: int, ios: list[SocketIo], clock: Clock
) -> tuple[Event, list[Event]]:
    events = sorted((_message(id, client, server, io, clock) for io in ios), key=lambda e: e["at"])
    channel = {
        "id": id,
        "kind": kind,
        "ends": [client.id, server.id],
        "source": "flightRecorder",
        "open": events[0]["at"],
        "close": events[-1]["at"],
        "address": f"{server.machine}:{port}",
        "purpose": None,
        "sent": [sum(e["size"] for e in events if e["from"] == end.id) for end in (client, server)],
        "counted": None,
    }
    return channel, events


def _message(channel: str, client: Actor, server: Actor, io: SocketIo, clock: Clock) -> Event:
    is_write = io.op == "write"
    return {
        "kind": "message",
        "at": clock.us_of_wall(io.wall_ns + (0 if is_write else io.duration_ns)),
        "source": "flightRecorder",
        "channel": channel,
        "from": client.id if is_write else server.id,
        "seen": "from" if is_write else "to",
        "type": "bytes",
        "size": io.bytes,
    }
