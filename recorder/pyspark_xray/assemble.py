"""Puts what the observers saw into one recording (format 1, `src/recording/format.ts`): one clock, causes before effects, folded, redacted."""
from __future__ import annotations

import base64
import json
from dataclasses import dataclass, field

from . import __version__
from .actors import Actors, shown_argv
from .decode.stream import Message
from .fold import fold, fold_lines
from .jvm.eventlog import EventLog
from .jvm.flight import SocketIo
from .jvm.gclog import GcLog
from .processes.proc import Proc
from .redact import Redactor
from .taplog import TapLog
from .traffic import Channel, channels_of, secrets_of

WHOLE = 512
WHOLE_LONG = 8192
LONG = {"header", "function", "exception", "arrowSchema"}
"""Payloads of these types keep 8 KiB, as does a channel's first batch; the others 512 bytes."""
FIRST_BYTES = 128
"""What is kept of a payload that is longer than it may be."""

SOURCES = {
    "tap": ("the recorder inside the Python process, at the system call", 1),
    "strace": ("strace, at fork, exec and exit", 1),
    "poll": ("polling of /proc", 10_000),
    "eventLog": ("Spark's event log, in whole milliseconds", 1000),
    "gcLog": ("the JVM's GC log", 1),
    "flightRecorder": ("JDK Flight Recorder", 1000),
    "perfCounters": ("the JVM's performance counters", 40_000),
    "procfs": ("/proc/PID/statm", 40_000),
    "recorder": ("the recorder, reading the job's output", 10_000),
}


ONE_WRITE = 10_000_000
"""Pieces of a stream that follow each other faster than this, in ns, are one output: where a write ends says nothing."""


@dataclass
class Observed:
    """What a run left behind. Times in ns of CLOCK_MONOTONIC unless named otherwise."""

    run: dict
    """The fields of `run` that only the caller knows: name, mode, master, cluster, job, command, payloads, date, python, os, added."""
    procs: list[Proc]
    observer: str
    """'strace' or 'poll'."""
    root_pid: int
    taps: list[TapLog]
    inject: str
    wall_to_monotonic: int
    """ns to add to a wall-clock time."""
    t_end: int
    spark: str
    java: str
    exit: dict | None
    event_log: EventLog | None = None
    gc_logs: dict[int, GcLog] = field(default_factory=dict)
    flights: dict[int, list[SocketIo]] = field(default_factory=dict)
    series: list[dict] = field(default_factory=list)
    every_ms: int = 40
    output: list[tuple[int, str, str]] = field(default_factory=list)
    """(time, stream, text)"""
    unseen: list[str] = field(default_factory=list)


class Assembler:
    def __init__(self, seen: Observed, redactor: Redactor) -> None:
        self.seen = seen
        self.redact = redactor
        log_events = seen.event_log.events if seen.event_log else []
        hosts = {e["executor"]: e["host"] for e in log_events if e["kind"] == "executorAdded" and e["host"][0].isdigit()}
        self.actors = Actors(seen.procs, seen.inject, hosts)
        self.t0 = min(p.t_start for p in self.actors.procs)
        self.end = (seen.t_end - self.t0) // 1000
        self.channels = channels_of(seen.taps, self.actors, seen.spark)
        for secret in secrets_of(seen.taps, self.channels):
            redactor.add_secret(secret)
        for proc in seen.procs:
            for image in proc.images:
                for key, value in (image.env or {}).items():
                    if "SECRET" in key:
                        redactor.add_secret(value)
        redactor.compile()
        self.payloads = seen.run["payloads"]
        self.between = self.jvm_traffic()

    def us(self, t: int) -> int:
        return min(max((t - self.t0) // 1000, 0), self.end)

    def recording(self) -> dict:
        seen = self.seen
        events = self.message_events() + self.line_events() + self.jvm_events() + self.gc_events() + self.job_events()
        channels = [self.channel(c) for c in self.channels]
        channels += [c for c, _ in self.between]
        traffic = sorted((e for _, es in self.between for e in es), key=lambda e: e["at"])
        events += fold(traffic)
        events.sort(key=lambda e: e["at"])
        used = {e["source"] for e in events} | {c["source"] for c in channels} | {seen.observer}
        memory = self.memory()
        used |= {m["source"] for m in memory}
        return {
            "format": 1,
            "run": self.run(),
            "sources": {k: {"what": w, "fineness": f} for k, (w, f) in SOURCES.items() if k in used},
            "processes": self.processes(),
            "channels": channels,
            "events": events,
            "memory": memory,
        }

    def run(self) -> dict:
        seen, text = self.seen, self.redact.text
        added = {a.split("=")[0].strip() for a in seen.run["added"]}
        conf = {k: text(v) for k, v in sorted((seen.event_log.conf if seen.event_log else {}).items()) if k not in added}
        run = {k: v for k, v in seen.run.items()}
        job = run["job"]
        if job:
            run["job"] = {"file": text(job["file"]), "args": [text(a) for a in job["args"]], "source": text(job["source"])}
        return {
            **run, "recorder": __version__, "spark": seen.spark, "java": seen.java, "conf": conf, "command": text(run["command"]),
            "added": [text(a) for a in run["added"]], "duration": self.end, "exit": seen.exit, "unseen": [text(u) for u in self._unseen()],
        }

    def _unseen(self) -> list[str]:
        out = list(self.seen.unseen)
        for log in self.seen.taps:
            out += [e["text"] for e in log.events if e["what"] == "unseen"]
        if self.seen.event_log is None and self.seen.run["mode"] == "run":
            out.append("Spark left no event log, so jobs, stages and tasks are missing.")
        return list(dict.fromkeys(out))

    # --- who -----------------------------------------------------------------------------------------------------

    def processes(self) -> list[dict]:
        a, out = self.actors, []
        for i, p in enumerate(a.procs):
            parent = a.parents[i]
            images = []
            inherited = a.environment(a.procs[parent].images[-1].env) if parent is not None else None
            for image in p.images:
                env = a.environment(image.env)
                shown = None if env is None or env == inherited else {k: self.redact.text(v) for k, v in env.items()}
                inherited = env if env is not None else inherited
                argv = [self.redact.text(x) for x in shown_argv(image.argv)]
                images.append({"at": self.us(image.t), "kind": image.kind or "other", "argv": argv, "env": shown})
            images[0]["at"] = self.us(p.t_start)
            end = None if p.t_end is None or p.t_end > self.seen.t_end else self.us(p.t_end)
            out.append({
                "id": a.ids[i], "pid": p.pid, "parent": None if parent is None else a.ids[parent], "source": self.seen.observer,
                "start": self.us(p.t_start), "end": end, "exit": p.exit if end is not None else None, "images": images,
                "executor": a.executors[i], "machine": a.machine_of(i),
            })
        return out

    # --- what crossed --------------------------------------------------------------------------------------------

    def channel(self, c: Channel) -> dict:
        sent = [sum(m.size for s, _, m in c.messages if s == end) for end in c.ends]
        if c.ends[0] == c.ends[1]:
            sent[1] = 0
        ends = [self.actors.procs[self.actors.ids.index(end)].t_end for end in c.ends]
        closed = c.t_close or min((t for t in ends if t is not None), default=None)
        opened = min([self.us(c.t_open), *(self.us(m.first) for _, _, m in c.messages)])
        last = max([0, *(self.us(m.t) for _, _, m in c.messages)])
        close = None if closed is None or closed > self.seen.t_end else max(self.us(closed), last)
        return {
            "id": c.id, "kind": c.kind, "ends": list(c.ends), "source": c.source, "open": opened, "close": close,
            "address": None if c.address is None else self.redact.text(c.address), "purpose": c.purpose, "sent": sent,
            "counted": {"by": c.counted[0], "sent": list(c.counted[1])} if c.counted else None,
        }

    def message_events(self) -> list[dict]:
        out = []
        for c in self.channels:
            first_batch = {"from": True, "to": True}
            for sender, seen, m in c.messages:
                whole = m.type in LONG
                if m.type in ("batch", "arrowBatch", "file") and first_batch[seen]:
                    first_batch[seen], whole = False, True
                out.append(self.message(c, sender, seen, m, whole))
        out.sort(key=lambda e: e["at"])
        return fold(out)

    def message(self, c: Channel, sender: str, seen: str, m: Message, whole: bool) -> dict:
        at = self.us(m.t)
        event = {"kind": "message", "at": at, "source": c.source, "channel": c.id, "from": sender, "seen": seen,
                 "type": m.type, "size": m.size}
        if self.us(m.first) < at:
            event["first"] = self.us(m.first)
        private = m.type in c.private and not self.payloads
        if not private and m.payload:
            # names and secrets are found in the whole payload, so that none is cut in two and missed
            payload, replaced = self.redact.payload(m.payload)
            most = WHOLE_LONG if whole else WHOLE
            kept = payload if len(payload) <= most else payload[: most if whole else FIRST_BYTES]
            event["bytes"] = base64.b64encode(kept).decode()
            replaced = [[o, min(n, len(kept) - o)] for o, n in replaced if o < len(kept)]
            if replaced:
                event["replaced"] = replaced
        if m.fields:
            event["fields"] = [{"name": f.name, "offset": f.offset, "size": f.size, "value": self._value(f.value)} for f in m.fields]
        if m.task is not None:
            event["task"] = m.task
        if m.rows is not None:
            event["rows"] = m.rows
        return event

    def _value(self, value):
        if isinstance(value, str):
            return self.redact.same_length(value)[:2000]
        return value

    def jvm_traffic(self) -> list[tuple[dict, list[dict]]]:
        """RPC and blocks between JVMs, as each client's Flight Recorder saw them: sizes and times, no content."""
        log = self.seen.event_log
        if log is None:
            return []
        owner: dict[int, tuple[str, str]] = {}
        driver = self.actors.driver_jvm()
        port = log.conf.get("spark.driver.port")
        if port and driver:
            owner[int(port)] = (driver, "rpc")
        for e in log.events:
            if e["kind"] == "blockManagerAdded":
                server = driver if e["executor"] == "driver" else self.actors.of_executor(e["executor"])
                if server:
                    owner[e["port"]] = (server, "block")
        out = []
        for pid, ios in self.seen.flights.items():
            by_port: dict[int, list[SocketIo]] = {}
            for io in ios:
                if io.bytes > 0 and io.port in owner:
                    by_port.setdefault(io.port, []).append(io)
            for port, group in by_port.items():
                client = self.actors.at_pid(pid, group[0].wall_ns + self.seen.wall_to_monotonic)
                server, kind = owner[port]
                if client is None or client == server:
                    continue
                out.append(self._jvm_channel(f"{kind}-{len(out)}", kind, client, server, port, group))
        return out

    def _jvm_channel(self, id: str, kind: str, client: str, server: str, port: int, ios: list[SocketIo]) -> tuple[dict, list[dict]]:
        events = []
        for io in ios:
            t = self.us(io.wall_ns + self.seen.wall_to_monotonic + (io.duration_ns if io.op == "read" else 0))
            events.append({"kind": "message", "at": t, "source": "flightRecorder", "channel": id,
                           "from": client if io.op == "write" else server, "seen": "from" if io.op == "write" else "to",
                           "type": "bytes", "size": io.bytes})
        events.sort(key=lambda e: e["at"])
        sent = [sum(e["size"] for e in events if e["from"] == end) for end in (client, server)]
        channel = {"id": id, "kind": kind, "ends": [client, server], "source": "flightRecorder", "open": events[0]["at"],
                   "close": events[-1]["at"], "address": f"{self.actors.machine_of(self.actors.ids.index(server))}:{port}",
                   "purpose": None, "sent": sent, "counted": None}
        return channel, events

    # --- what ran ------------------------------------------------------------------------------------------------

    def line_events(self) -> list[dict]:
        lines, folded = [], []
        for log in self.seen.taps:
            if log.role != "driver":
                continue
            process = self.actors.at_pid(log.pid, log.t_first)
            if process is None:
                continue
            lines += [{"kind": "line", "at": self.us(t), "source": "tap", "process": process, "line": n, "in": f} for t, n, f in log.lines]
            folded += [{"kind": "lines", "at": self.us(t), "source": "tap", "until": self.us(last), "process": process, "count": n}
                       for t, last, n in log.folded_lines]
        return fold_lines(lines) + folded

    def jvm_events(self) -> list[dict]:
        log = self.seen.event_log
        if log is None:
            return []
        ends = self._last_message_of_task()
        out, before = [], 0
        offset = self.seen.wall_to_monotonic
        for e in log.events:
            e = dict(e)
            kind, wall_ms = e.pop("kind"), e.pop("wall_ms")
            if kind == "blockManagerAdded":
                continue
            at = self.us(wall_ms * 1_000_000 + offset)
            # Spark writes whole milliseconds: within that one, an effect stands after its cause.
            if kind == "taskEnd" and at <= ends.get(e["task"], 0) < at + 1000:
                at = ends[e["task"]] + 1
            if kind == "jobStart":
                at = self._after_command(at)
            if kind != "block" and at < before < at + 1000:
                at = before
            if kind != "block":
                before = max(before, at)
            event = {"kind": kind, "at": min(at, self.end), "source": "eventLog"}
            if kind == "block":
                event["until"] = self.us(e.pop("until_ms", self.seen.t_end // 1_000_000) * 1_000_000 + offset) if "until_ms" in e else self.end
                event["until"] = max(event["until"], event["at"])
            executor = e.pop("executor", None)
            if executor is not None:
                process = self.actors.of_executor(executor) or self.actors.driver_jvm()
                if process is None:
                    continue
                event["process"] = process
            exception = e.pop("exception", None)
            if exception:
                out.append({"kind": "exception", "at": event["at"], "source": "eventLog", "process": event["process"],
                            "role": "wrapped", "type": e["reason"], "text": self.redact.text(exception)})
            if kind == "taskEnd" and "gettingResultMs" in e:
                e["metrics"] = {**e["metrics"], "gettingResultMs": e.pop("gettingResultMs")}
            e.pop("host", None)
            event.update({k: self.redact.text(v) if isinstance(v, str) else v for k, v in e.items()})
            if kind == "jobEnd" and not event["ok"]:
                driver = self.actors.driver_jvm()
                if driver:
                    out.append({"kind": "exception", "at": event["at"], "source": "eventLog", "process": driver, "role": "wrapped",
                                "type": "org.apache.spark.SparkException", "text": event.get("error", "")})
            if kind == "sqlEnd":
                event.setdefault("metrics", [])
            out.append(event)
        return out

    def _last_message_of_task(self) -> dict[int, int]:
        return {m.task: self.us(m.t) for c in self.channels if c.kind == "workerSocket"
                for _, _, m in c.messages if m.task is not None}

    def _after_command(self, at: int) -> int:
        """A job starts after the Py4J command that asked for it."""
        for c in self.channels:
            if c.kind != "py4j":
                continue
            for _, seen, m in c.messages:
                t = self.us(m.t)
                if seen == "from" and at <= t < at + 1000:
                    at = t + 1
        return at

    def gc_events(self) -> list[dict]:
        out = []
        for pid, log in self.seen.gc_logs.items():
            for g in log.collections:
                process = self.actors.at_pid(pid, g.t)
                if process:
                    out.append({"kind": "gc", "at": self.us(g.t), "source": "gcLog", "until": self.us(g.until), "process": process,
                                "name": g.name, "before": g.before, "after": g.after, "committed": g.committed})
        return out

    def job_events(self) -> list[dict]:
        """Exceptions seen in Python, output and limits."""
        out = []
        for c in self.channels:
            for sender, _, m in c.messages:
                if c.kind == "workerSocket" and m.type == "exception" and m.task is not None:
                    text = str(m.fields[-1].value)
                    out.append(self._exception(m.t, sender, "raised", _type_of(text), text))
        for log in self.seen.taps:
            for e in log.events:
                process = self.actors.at_pid(log.pid, e["t"])
                if process and e["what"] == "exception":
                    out.append(self._exception(e["t"], process, "shown", e["type"], e["text"]))
                if process and e["what"] == "limit":
                    out.append({"kind": "limit", "at": self.us(e["t"]), "source": "tap", "process": process,
                                "what": e["name"], "bytes": e["bytes"]})
        root = self.actors.at_pid(self.seen.root_pid, self.seen.t_end) or self.actors.ids[0]
        for t, stream, text in _joined(self.seen.output):
            if not self.payloads and stream != "terminal":
                text = f"[{len(text.encode())} bytes, kept only with --payloads]\n"
            out.append({"kind": "output", "at": self.us(t), "source": "recorder", "process": root, "stream": stream, "text": self.redact.text(text)})
        return out

    def _exception(self, t: int, process: str, role: str, type: str, text: str) -> dict:
        return {"kind": "exception", "at": self.us(t), "source": "tap", "process": process, "role": role, "type": type,
                "text": self.redact.text(text)}

    # --- memory --------------------------------------------------------------------------------------------------

    def memory(self) -> list[dict]:
        out = []
        for s in self.seen.series:
            process = self.actors.at_pid(s["pid"], s["t"][0]) if s["t"] else None
            if process is None:
                continue
            i = self.actors.ids.index(process)
            ended = self.actors.procs[i].t_end
            points = [(self.us(t), v) for t, v in zip(s["t"], s["value"]) if ended is None or t <= ended]
            points = [p for n, p in enumerate(points) if n == 0 or p[0] > points[n - 1][0]]
            if not points:
                continue
            out.append({"process": process, "measure": s["measure"], "source": "procfs" if s["measure"] == "rss" else "perfCounters",
                        "every": self.seen.every_ms * 1000, "at": [p[0] for p in points], "value": [p[1] for p in points]})
        order = {id: n for n, id in enumerate(self.actors.ids)}
        return sorted(out, key=lambda m: (order[m["process"]], m["measure"]))


def _joined(output: list[tuple[int, str, str]]) -> list[tuple[int, str, str]]:
    """Pieces of output (time in ns, stream, text), in order; each joined piece keeps the time of its first."""
    out: list[tuple[int, str, str]] = []
    last = 0
    for t, stream, text in output:
        if out and out[-1][1] == stream and t - last < ONE_WRITE:
            out[-1] = (out[-1][0], stream, out[-1][2] + text)
        else:
            out.append((t, stream, text))
        last = t
    return out


def _type_of(traceback: str) -> str:
    """Exception type from the last line of a traceback that is not indented."""
    for line in reversed(traceback.strip().splitlines()):
        if line and not line[0].isspace():
            return line.split(":")[0].strip() or "Exception"
    return "Exception"


def dump(recording: dict) -> str:
    """One line a process, channel, event and series, so that two recordings can be compared by diff."""
    one = lambda v: json.dumps(v, ensure_ascii=False, separators=(",", ":"))  # noqa: E731
    parts = [f'"format":{recording["format"]}', f'"run":{one(recording["run"])}', f'"sources":{one(recording["sources"])}']
    for key in ("processes", "channels", "events", "memory"):
        parts.append(f'"{key}":[\n' + ",\n".join(map(one, recording[key])) + "\n]")
    return "{" + ",\n".join(parts) + "}\n"
