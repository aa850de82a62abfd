"""The Spark configuration by which JVMs observe themselves: event log, GC log, Flight Recorder.

Sources of fact, all tried on OpenJDK 17.0.15 with Spark 3.5.9 and 4.3.0:

- ``spark.driver.defaultJavaOptions`` is put in front of the user's ``extraJavaOptions``, so nobody's own option is
  lost.
- The event log is compressed and rolling by default since 4.0; both off gives one file of JSON lines,
  ``<log_dir>/<app id>`` (``….inprogress`` until the application has ended, and for ever if it was killed).
- ``-Xlog`` expands ``%p`` to the pid. ``tn`` is ``os::javaTimeNanos``, which is CLOCK_MONOTONIC on Linux.
- ``-XX:StartFlightRecording=filename=`` does *not* expand ``%p`` in JDK 17 (the file is really called ``jfr-%p.jfr``).
  Given a folder, the JVM names the file itself, with its pid: ``hotspot-pid-<pid>-id-1-<date>.jfr``, written at exit
  and at SIGTERM. Until then the data is in the repository, ``<log_dir>/<date>_<pid>/<date>.jfr``, flushed each second
  and removed at a normal exit. After SIGKILL that chunk stays and is readable: only the last second (at most) is lost.
- Flight Recorder prints three lines on standard output at start; ``-Xlog:jfr+startup=off`` keeps them out of the job's.
- Flight Recorder sees a socket only if it goes through ``java.nio`` or ``java.net``. Netty's epoll transport does not,
  hence the NIO modes. ``rpc``, ``shuffle`` and ``files`` (jars and files fetched over RPC; inherits from ``rpc``) are
  the only transport modules in spark-core 3.5 and 4.3; the external shuffle service is part of ``shuffle``.
  4.x also has ``spark.io.mode.default``, which 3.5 ignores.
"""

import re
from pathlib import Path

FLIGHT_SETTINGS = "socket.jfc"

_JFC = """<?xml version="1.0" encoding="UTF-8"?>
<configuration version="2.0">
  <event name="jdk.SocketRead">
    <setting name="enabled">true</setting>
    <setting name="threshold">0 ns</setting>
    <setting name="stackTrace">false</setting>
  </event>
  <event name="jdk.SocketWrite">
    <setting name="enabled">true</setting>
    <setting name="threshold">0 ns</setting>
    <setting name="stackTrace">false</setting>
  </event>
</configuration>
"""

_OWN = re.compile(
    r"-Xlog:gc\*:file=.*/gc-(%p|\d+)\.log:tn,tags:filecount=0"
    r"|-Xlog:jfr\+startup=off"
    rf"|-XX:StartFlightRecording=settings=.*/{re.escape(FLIGHT_SETTINGS)},filename=.*"
    r"|-XX:FlightRecorderOptions=repository=.*"
)


def java_options(log_dir: Path) -> list[str]:
    """The JVM options that write the GC log and the Flight Recorder file of one JVM into `log_dir`."""
    return [
        f"-Xlog:gc*:file={log_dir}/gc-%p.log:tn,tags:filecount=0",
        "-Xlog:jfr+startup=off",
        f"-XX:StartFlightRecording=settings={log_dir}/{FLIGHT_SETTINGS},filename={log_dir}",
        f"-XX:FlightRecorderOptions=repository={log_dir}",
    ]


def spark_defaults(log_dir: Path) -> dict[str, str]:
    """The properties to put in a spark-defaults.conf, so that every JVM of the run writes its logs into `log_dir`.

    `log_dir` must exist (Spark does not make it); the Flight Recorder settings are written into it.
    ValueError if its absolute path has a character that one of the option parsers would take for its own.
    """
    log_dir = Path(log_dir).absolute()
    if not re.fullmatch(r"[\w./+@-]+", str(log_dir)):
        raise ValueError(f"log folder {str(log_dir)!r}: only letters, digits and . / + @ - _ can stand in a JVM option")
    (log_dir / FLIGHT_SETTINGS).write_text(_JFC)
    options = " ".join(java_options(log_dir))
    return {
        "spark.eventLog.enabled": "true",
        "spark.eventLog.dir": log_dir.as_uri(),
        "spark.eventLog.compress": "false",
        "spark.eventLog.rolling.enabled": "false",
        "spark.eventLog.logBlockUpdates.enabled": "true",
        "spark.driver.defaultJavaOptions": options,
        "spark.executor.defaultJavaOptions": options,
        "spark.rpc.io.mode": "NIO",
        "spark.shuffle.io.mode": "NIO",
        "spark.files.io.mode": "NIO",
    }


def is_own_option(arg: str) -> bool:
    """Whether one element of a JVM's argv is an option that `spark_defaults` added (and not the user's)."""
    return _OWN.fullmatch(arg) is not None
