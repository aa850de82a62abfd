"""What a reader's own commands show of a run: each is run once beside a job, and its output written down.

`npm run record -- --observe NAME` writes content/observations/NAME.json, which `<Observed name="NAME" />` shows.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field

FULL_PATHS = (r"\S*/bin/(python\S*|java)\b", r"\1")
JVM_OPTIONS = (r"-cp .*?(-Xmx\S+ ).*?(?=org\.apache\.spark\.)", r"… \1… ")
"""Between `java` and its main class stand the class path and, from 4.0 on, dozens of options."""


@dataclass
class Observation:
    name: str
    command: str
    """A line for bash, run as the user of the job. In braces, the pid of the first process of a kind: {driverPython},
    {driverJvm}, {executorJvm}, {pythonDaemon}, {pythonWorker}, {clusterMaster}, {clusterWorker}. `$SPARK_WORKER_DIR` is
    where the cluster's first worker keeps its executors' logs."""
    job: str = "slow.py"
    """A file in recorder/jobs."""
    cluster: int = 2
    """Workers of a standalone cluster, one core each; 0: local[2]."""
    connect: bool = False
    """A Spark Connect server runs beside the job, on local[2], with nothing set for the job itself."""
    conf: dict[str, str] = field(default_factory=dict)
    start: list[str] = field(default_factory=list)
    """The command that starts the run, if not `python JOB`."""
    processes: dict[str, int] = field(default_factory=dict)
    """How many processes of a kind must be there before the command runs."""
    printed: str = ""
    """A regular expression that the job must have printed before. Then it may wait for its standard input, which ends
    after the command."""
    after: float = 1
    """Seconds between that and the command."""
    shorten: tuple[tuple[str, str], ...] = (FULL_PATHS, JVM_OPTIONS)
    """What to leave out of the output, as (regular expression, what stands there instead): show it by a `…`."""
    width: int = 118
    """Longer lines end in `…`."""
    environment: dict[str, str] = field(default_factory=dict)

    def run(self) -> dict:
        """What must be the same of two observations that are made beside one run."""
        return {k: v for k, v in asdict(self).items() if k not in ("name", "command", "shorten", "width")}


BUSY = {"pythonWorker": 2}

OBSERVATIONS = [
    Observation("ps-forest", "ps -o pid,ppid,args --forest -u $USER", processes=BUSY),
    Observation("ss-cluster", "ss -tnp", processes=BUSY),
    Observation(
        "worker-times",
        "grep -ho 'Times: .*' $SPARK_WORKER_DIR/app-*/*/stderr",
        job="worker_times.py",
        cluster=1,
        printed=r"^\[0, 1, 4",
    ),
    Observation(
        "no-python-ps",
        "ps -o pid,ppid,time,args --forest -u $USER",
        job="no_python_slow.py",
        printed="two tasks are running",
        after=20,
        start=["env", "PYSPARK_PYTHON=/nowhere/python", "python", "no_python_slow.py"],
    ),
    Observation(
        "jcmd-driver-flags", "jcmd {driverJvm} VM.flags | tr ' ' '\\n' | grep -E 'HeapSize|Use.*GC'", processes=BUSY
    ),
    Observation(
        "pyspark-forest",
        "ps -o pid,ppid,args --forest -u $USER",
        job="",
        start=["script", "-qc", "pyspark", "/dev/null"],
        cluster=0,
        printed="SparkSession available",
        after=8,
    ),
    Observation(
        "stdin-pipe",
        "ls -l /proc/{driverJvm}/fd/0 && ls -l /proc/{driverPython}/fd | grep pipe",
        job="wait.py",
        cluster=0,
        printed="ready",
    ),
    Observation("jcmd-driver-heap", "jcmd {driverJvm} GC.heap_info", processes=BUSY),
    Observation(
        "shuffle-files",
        "find /tmp/spark-*/executor-* -name 'shuffle_*.data' -printf '%f  %s bytes\\n' | sort",
        job="shuffle_files.py",
        printed="keys",
    ),
    Observation(
        "stored-blocks",
        "find /tmp/spark-*/executor-* -name 'broadcast_*_python' -printf '%h/%f  %s bytes\\n'",
        job="stored_blocks.py",
        printed="rows",
        shorten=((r"/tmp/spark-\S+/(blockmgr-\S{4})\S*?(/\S+)", r"…/\1…\2"),),
    ),
    Observation(
        "udf-metrics",
        "app=$(curl -s localhost:4040/api/v1/applications | jq -r '.[0].id')\n"
        "curl -s localhost:4040/api/v1/applications/$app/sql/0 | jq -r '.nodes[]"
        ' | select(.nodeName == "ArrowEvalPython")\n'
        '  | .nodeName, (.metrics[] | .name + ": " + (.value | split("\\n")[-1]))\'',
        job="udf_metrics.py",
        cluster=0,
        printed="Done",
        after=8,
    ),
    Observation("arrow-copy", "cat /tmp/found.txt", job="arrow_copy.py", cluster=0, printed="Done", width=160),
    Observation("jvm-stacktrace", "cat /tmp/found.txt", job="jvm_stacktrace.py", cluster=0, printed="Done"),
    Observation("two-jvms", "cat /tmp/found.txt", job="two_jvms.py", cluster=0, printed="Done"),
    Observation(
        "py4j-connections",
        "ss -tnp | grep -E 'Peer|pid={driverPython},'",
        job="py4j_threads.py",
        cluster=0,
        printed="^READY",
    ),
    Observation(
        "worker-pipes",
        "ls -l /proc/{pythonDaemon}/fd /proc/{pythonWorker}/fd",
        processes=BUSY,
        cluster=0,
        shorten=((r"(?m)^l.* (\d+ -> )", r"\1"), (r"total 0\n", "")),
    ),
    Observation(
        "task-threads",
        "jcmd {driverJvm} Thread.print | grep -o '\"task-result-getter-.*cpu=\\S*'",
        job="end_jvm_hang.py",
        printed='^Exception in thread "task-result-getter',
        after=20,
    ),
    Observation(
        "executor-stderr",
        "grep -h -A 12 ERROR $SPARK_WORKER_DIR/app-*/*/stderr | head -13",
        job="udf_error.py",
        printed="^failed",
    ),
    Observation(
        "connect-client",
        "ps -o pid,ppid,args --forest -u $USER; ss -tnp | grep -E 'Peer|pid={driverPython},'",
        job="connect_wait.py",
        cluster=0,
        connect=True,
        printed="rows",
    ),
    Observation(
        "closure-size",
        "python -c '"
        "from pyspark.serializers import CloudPickleSerializer as S; numbers = list(range(100_000)); "
        "print(len(S().dumps(lambda n: n * 3)), len(S().dumps(lambda n: numbers[n])))'",
        cluster=0,
        width=240,
    ),
]
