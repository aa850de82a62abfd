"""What must be there before anything is started: Linux, Java, a PySpark that we know."""

import json
import os
import re
import shutil
import subprocess
import sys

from .errors import XrayError

# Found without importing pyspark (an import takes a second and may fail for reasons of its own).
_FIND_PYSPARK = """
import importlib.util, os
spec = importlib.util.find_spec("pyspark")
if spec and spec.origin:
    home = os.path.dirname(spec.origin)
    scope = {}
    exec(open(os.path.join(home, "version.py")).read(), scope)
    print(scope["__version__"])
    print(home)
"""


def check_machine(python: str, env: dict | None = None) -> None:
    """Raises XrayError with one sentence if jobs of interpreter `python` cannot be recorded here.

    `env` is the environment the job would get (default: ours); JAVA_HOME and PATH matter in it.
    """
    env = dict(os.environ if env is None else env)
    if not sys.platform.startswith("linux"):
        raise XrayError(f"pyspark_xray records on Linux only, and this is {sys.platform}.")
    version, _ = find_pyspark(python)
    major, minor = (int(n) for n in version.split(".")[:2])
    if not (major == 4 or (major, minor) == (3, 5)):
        raise XrayError(f"pyspark_xray knows PySpark 3.5 and 4.x, and {python} has PySpark {version}.")
    java = java_major(env)
    needed = 17 if major == 4 else 8
    if java < needed:
        raise XrayError(f"PySpark {version} needs Java {needed} or newer, and the Java found here is {java}.")


def find_pyspark(python: str) -> tuple[str, str]:
    """(version, package folder) of the pyspark that interpreter `python` would import, or XrayError."""
    try:
        run = subprocess.run([python, "-c", _FIND_PYSPARK], capture_output=True, text=True, timeout=60)
    except OSError:
        raise XrayError(f"There is no Python interpreter {python}.") from None
    lines = run.stdout.split("\n")
    if run.returncode or len(lines) < 2:
        raise XrayError(f"PySpark is not installed for {python}: pip install pyspark.")
    return lines[0], lines[1]


_PACKAGES = """
import importlib.metadata, json
found = {}
for name in ("pandas", "pyarrow", "numpy"):
    try:
        found[name] = importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        pass
print(json.dumps(found))
"""


def find_packages(python: str) -> dict[str, str]:
    """Versions of what turns rows into columns, by their names on PyPI, as interpreter `python` has them; without what
    it lacks."""
    return json.loads(
        subprocess.run([python, "-c", _PACKAGES], capture_output=True, text=True, timeout=60, check=True).stdout
    )


def java_major(env: dict) -> int:
    """Major version of the Java that bin/spark-class would take: $JAVA_HOME/bin/java, else java on PATH."""
    home = env.get("JAVA_HOME")
    java = os.path.join(home, "bin", "java") if home else shutil.which("java", path=env.get("PATH"))
    if not java or not os.access(java, os.X_OK):
        where = f"JAVA_HOME is {home} and has no bin/java" if home else "JAVA_HOME is not set and java is not on PATH"
        raise XrayError(f"Spark needs Java: {where}.")
    text = subprocess.run([java, "-version"], capture_output=True, text=True, timeout=60, env=env).stderr
    found = re.search(r'version "(?:1\.)?(\d+)', text)
    if not found:
        raise XrayError(f"{java} -version says nothing that looks like a version.")
    return int(found.group(1))
