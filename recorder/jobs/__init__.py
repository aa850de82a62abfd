"""The runs that the lessons show, and how each is recorded."""
from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

NEWEST = ["pyspark==4.3.0", "pandas==2.3.3", "pyarrow==21.0.0", "numpy<2.4", "grpcio==1.76.0", "grpcio-status==1.76.0",
          "googleapis-common-protos==1.72.0", "protobuf", "zstandard", "jupyter-client", "ipykernel", "ipython"]
OLDER = ["pyspark==3.5.9", "pandas==2.3.3", "pyarrow==17.0.0", "numpy<2"]
"""First the PySpark, then what its jobs need."""
PANDAS_3 = [{"pandas": "pandas==3.1.1", "pyarrow": "pyarrow==26.0.1"}.get(one.partition("==")[0], one) for one in NEWEST]
"""What `pip install pyspark pandas pyarrow` gives; PySpark 4.3.0 warns against it."""
ENVIRONMENTS = {"4": NEWEST, "3.5": OLDER, "pandas3": PANDAS_3}
"""What `record.py --with` can be; a recording's name ends in it, but for the first."""

ALL_EXECUTORS_FIRST = {"spark.scheduler.minRegisteredResourcesRatio": "1.0"}
"""With `spark.cores.max`: no task starts before each executor is there, so that a run has the same shape each time."""

AT_ONCE = {"PYTHONUNBUFFERED": "1"}
"""What Python prints is there when it is printed, not when its buffer is full or never."""

FAILS = 1
"""Exit code of a Python that an exception ended."""
KILLED = 137
"""128 + SIGKILL."""


@dataclass
class Job:
    name: str
    file: str
    cluster: int = 2
    """Workers of the standalone cluster; 0: local[2]."""
    conf: dict[str, str] = field(default_factory=dict)
    exit: int = 0
    """Exit code that the run must have."""
    also: tuple[str, ...] = ()
    """Environments besides the first in which it is recorded."""
    connect: bool = False
    cgroup_bytes: int = 0
    """Limit of a memory cgroup that is made for the job and given to it as its argument."""
    folder: str = "."
    """Where it runs, below the jobs' folder."""
    env: dict[str, str] = field(default_factory=dict)
    other_python: bool = False
    """PYSPARK_PYTHON is a Python of another minor version than the driver's."""

    def command(self, out: Path, cgroup: str | None) -> list[str]:
        conf = {"spark.ui.showConsoleProgress": "false", **self.conf}
        parts = ["run", self.file, *([cgroup] if cgroup else []), "-o", str(out), "--payloads", "--keep-names"]
        if self.cluster:
            parts += ["--cluster", str(self.cluster)]
            conf |= ALL_EXECUTORS_FIRST | {"spark.cores.max": str(self.cluster)}
        else:
            conf.setdefault("spark.master", "local[2]")
        if self.connect:
            parts.append("--connect")
        return parts + _options("--conf", conf) + _options("--env", self.env)


@dataclass
class Launch(Job):
    argv: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)

    def command(self, out: Path, cgroup: str | None) -> list[str]:
        typed = [part for line in self.lines for part in ("--type", line)]
        return ["launch", "-o", str(out), "--keep-names", *typed, *_options("--env", self.env), "--", *self.argv]


def _options(name: str, pairs: dict[str, str]) -> list[str]:
    return [part for key, value in pairs.items() for part in (name, f"{key}={value}")]


def _launches() -> list[Launch]:
    table = json.loads((Path(__file__).parent / "launch" / "launches.json").read_text())
    return [Launch(f"launch-{name}", "", argv=one["argv"], lines=one.get("input_lines", []), env=one.get("env", {}),
                   exit=one.get("exit", 0), folder="launch") for name, one in table.items()]


JOBS: list[Job] = [
    *_launches(),
    Job("two-processes", "two_processes.py", cluster=0),
    Job("end-stdin-closed", "end_stdin_closed.py", cluster=0),
    Job("end-python-sigkill", "end_python_sigkill.py", cluster=0, exit=KILLED),
    Job("end-python-fork", "end_python_fork.py", cluster=0, exit=KILLED),
    Job("end-jvm-sigkill", "end_jvm_sigkill.py", cluster=0, exit=FAILS, env=AT_ONCE),
    Job("py4j", "py4j_calls.py", cluster=0),
    Job("py4j-threads", "py4j_threads.py", cluster=0),
    Job("py4j-threads-unpinned", "py4j_threads.py", cluster=0, env={"PYSPARK_PIN_THREAD": "false"}),
    Job("collect", "collect.py", also=("3.5",)),
    Job("closure-small", "closure_small.py", cluster=0),
    Job("closure-big", "closure_big.py", cluster=0),
    Job("closure-unpicklable", "closure_unpicklable.py", cluster=0, exit=FAILS),
    Job("closure-context", "closure_context.py", cluster=0, exit=FAILS),
    Job("worker-socket", "worker_socket.py", cluster=1, conf={"spark.task.maxFailures": "1"}),
    Job("closure-late", "closure_late.py", cluster=0),
    Job("workers-state", "workers_state.py", cluster=0, conf={"spark.master": "local[1]"}),
    Job("two-runners", "two_runners.py", cluster=1),
    Job("workers-reuse", "workers.py", cluster=0),
    Job("workers-no-reuse", "workers.py", cluster=0, conf={"spark.python.worker.reuse": "false"}),
    Job("expression", "expression.py", also=("3.5",)),
    Job("udf-pickle", "udf_pickle.py", also=("3.5",)),
    Job("udf-arrow", "udf_arrow.py", also=("3.5",)),
    Job("pandas-udf", "pandas_udf.py", also=("3.5",)),
    Job("udf-register", "udf_register.py", cluster=0),
    Job("udf-twice", "udf_twice.py", cluster=1),
    Job("reduce-by-key", "reduce_by_key.py"),
    Job("group-by-key", "group_by_key.py"),
    Job("group-by-agg", "group_by_agg.py"),
    Job("cache", "cache.py"),
    Job("back-collect", "back_collect.py", also=("3.5",)),
    Job("back-take", "back_take.py", also=("3.5",)),
    Job("back-iterator", "back_iterator.py", also=("3.5",)),
    Job("heap-left", "heap_left.py"),
    Job("back-pandas", "back_pandas.py", also=("3.5",)),
    Job("back-pandas-arrow", "back_pandas_arrow.py", also=("3.5",)),
    Job("back-parquet", "back_parquet.py", also=("3.5",)),
    Job("end-max-result", "end_max_result.py", exit=FAILS),
    Job("end-jvm-heap", "end_jvm_heap.py", exit=FAILS),
    Job("end-jvm-hang", "end_jvm_hang.py", exit=FAILS),
    Job("end-python-memory", "end_python_memory.py", exit=FAILS),
    Job("end-python-killed", "end_python_killed.py", exit=KILLED, cgroup_bytes=200 << 20),
    Job("end-udf-exception", "end_udf_exception.py", exit=FAILS),
    Job("end-udf-exception-local", "end_udf_exception.py", cluster=0, exit=FAILS),
    Job("end-rdd-exception", "end_rdd_exception.py", exit=FAILS),
    Job("end-worker-killed", "end_worker_killed.py", exit=FAILS),
    Job("end-worker-memory", "end_worker_memory.py", exit=FAILS),
    Job("end-executor-heap", "end_executor_heap.py", exit=FAILS),
    Job("end-executor-killed", "end_executor_killed.py", exit=FAILS),
    Job("end-version-mismatch", "end_version_mismatch.py", exit=FAILS, other_python=True),
    Job("end-no-java", "end_no_java.py", cluster=0, exit=FAILS),
    Job("end-jvm-killed", "end_jvm_killed.py", exit=FAILS),
    Job("end-driver-memory", "end_driver_memory.py", cluster=0, exit=FAILS),
    Job("end-driver-memory-unit", "end_driver_memory_unit.py", cluster=0, exit=FAILS),
    Job("end-analysis", "end_analysis.py", cluster=0, exit=FAILS),
    Job("broadcast", "broadcast.py"),
    Job("accumulator", "accumulator.py"),
    Job("connect", "connect.py", cluster=0, connect=True),
    Job("connect-udf", "connect_udf.py", cluster=0, connect=True),
    Job("connect-gone", "connect_gone.py", cluster=0, connect=True),
]
