"""The jobs whose runs the lessons show, and how each is recorded."""
from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

NEWEST = ["pyspark==4.3.0", "pandas==2.3.3", "pyarrow==21.0.0", "numpy<2.4", "grpcio==1.76.0", "grpcio-status==1.76.0",
          "googleapis-common-protos==1.72.0", "protobuf", "zstandard", "jupyter-client", "ipykernel", "ipython"]
OLDER = ["pyspark==3.5.9", "pandas==2.3.3", "pyarrow==17.0.0", "numpy<2"]
"""First the PySpark, then what its jobs need."""


@dataclass
class Job:
    name: str
    file: str
    cluster: int = 2
    """Workers of the standalone cluster; 0: local[2]."""
    conf: dict[str, str] = field(default_factory=dict)
    exit: int = 0
    """Exit code that the run is expected to have."""
    older: bool = False
    """Recorded on the older PySpark as well."""

    def command(self, out: Path) -> list[str]:
        conf = {"spark.ui.showConsoleProgress": "false", **self.conf}
        parts = ["run", self.file, "-o", str(out), "--payloads", "--keep-names"]
        if self.cluster:
            parts += ["--cluster", str(self.cluster)]
        else:
            conf.setdefault("spark.master", "local[2]")
        for key, value in conf.items():
            parts += ["--conf", f"{key}={value}"]
        return parts


JOBS = [
    Job("collect", "collect.py", older=True),
]
