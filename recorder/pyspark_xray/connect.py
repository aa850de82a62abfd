"""Starts a Spark Connect server, as `sbin/start-connect-server.sh` does, but in the foreground, for one recording."""

from __future__ import annotations

import socket
import time
from pathlib import Path

from .errors import XrayError
from .processes.spawn import Spawned, spawn

PORT = 15002
"""`spark.connect.grpc.binding.port` (sql/connect/common, ConnectCommon.scala)."""
START_SECONDS = 120


def server_argv(spark_home: str | Path) -> list[str]:
    return [
        f"{spark_home}/bin/spark-submit",
        "--class",
        "org.apache.spark.sql.connect.service.SparkConnectServer",
        "spark-internal",
    ]


class ConnectServer:
    """A context manager: the server accepts connections inside it and is gone after it."""

    def __init__(self, spark_home: Path, folder: Path, env: dict[str, str]) -> None:
        self._log = folder / "connect-server.log"
        self._argv = server_argv(spark_home)
        self._trace = folder / "connect.trace"
        self._env = env
        self.spawned: Spawned

    def __enter__(self) -> ConnectServer:
        if is_listening():
            raise XrayError(f"Port {PORT} is taken on this computer, and a Spark Connect server needs it.")
        with open(self._log, "wb") as log:
            self.spawned = spawn(
                self._argv, self._env, None, self._trace, stdout=log, stderr=log, start_new_session=True
            )
        until = time.monotonic() + START_SECONDS
        while not is_listening():
            if self.spawned.poll() is not None or time.monotonic() > until:
                self.stop()
                raise XrayError(
                    "The Spark Connect server did not start: " + self._log.read_text(errors="replace").strip()[-500:]
                )
            time.sleep(0.1)
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        self.spawned.stop(grace=20)


def is_listening() -> bool:
    with socket.socket() as s:
        s.settimeout(1)
        return s.connect_ex(("127.0.0.1", PORT)) == 0
