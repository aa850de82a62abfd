"""The command line: run, launch, check."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from .errors import XrayError


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m pyspark_xray", description="Records real PySpark runs.")
    commands = parser.add_subparsers(dest="what", required=True)

    run = commands.add_parser("run", help="run a job and record it")
    run.add_argument("job", type=Path)
    run.add_argument("args", nargs="*", help="the job's own arguments (put -- before those that start with -)")
    run.add_argument("-o", "--output", type=Path, required=True)
    run.add_argument(
        "--cluster", type=int, default=0, metavar="N", help="start a standalone cluster with N workers here"
    )
    run.add_argument("--connect", action="store_true", help="start a Spark Connect server here (sc://127.0.0.1:15002)")
    run.add_argument("--conf", action="append", default=[], metavar="KEY=VALUE")
    run.add_argument(
        "--env", action="append", default=[], metavar="NAME=VALUE", help="an environment variable of the job"
    )
    run.add_argument(
        "--payloads",
        action="store_true",
        help="keep the first bytes of rows, broadcast values, accumulator updates and output",
    )
    run.add_argument(
        "--keep-names", action="store_true", help="keep user and folder names: for a run under a neutral user"
    )
    run.add_argument("--python", default=sys.executable, help="interpreter of the job, default this one")

    launch = commands.add_parser(
        "launch", help="record who starts whom: launch -o FILE -- pyspark | spark-submit app.py | python app.py"
    )
    launch.add_argument("-o", "--output", type=Path, required=True)
    launch.add_argument("--type", action="append", default=[], metavar="LINE", help="line to type at a prompt")
    launch.add_argument(
        "--env", action="append", default=[], metavar="NAME=VALUE", help="an environment variable of the command"
    )
    launch.add_argument(
        "--keep-names", action="store_true", help="keep user and folder names: for a run under a neutral user"
    )
    launch.add_argument("command", nargs=argparse.REMAINDER)

    check = commands.add_parser("check", help="check a recording against the format and print a summary")
    check.add_argument("file", type=Path)

    o = parser.parse_args(argv)
    try:
        if o.what == "run":
            from .redact import host_only
            from .run import Options, record

            return record(
                Options(
                    job=o.job,
                    names=host_only() if o.keep_names else None,
                    output=o.output,
                    args=o.args,
                    python=o.python,
                    cluster=o.cluster,
                    connect=o.connect,
                    conf=_pairs("--conf", o.conf),
                    env=_pairs("--env", o.env),
                    payloads=o.payloads,
                )
            )
        if o.what == "launch":
            from .record_launch import record_to_file

            command = o.command[1:] if o.command[:1] == ["--"] else o.command
            return record_to_file(command, o.output, o.type, env=_pairs("--env", o.env), keep_names=o.keep_names)
        from .check import summary

        print(summary(o.file))
        return 0
    except XrayError as e:
        print(f"pyspark_xray: {e}", file=sys.stderr)
        return 2


def _pairs(option: str, values: list[str]) -> dict[str, str]:
    out = {}
    for v in values:
        if "=" not in v:
            raise XrayError(f"{option} {v} is not of the form NAME=VALUE.")
        k, _, out[k] = v.partition("=")
    return out


if __name__ == "__main__":
    sys.exit(main())
