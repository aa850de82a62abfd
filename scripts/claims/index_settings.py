"""Prints, as JSON, the settings that the jars of this Python's PySpark declare: `version`, and `defaults`: key → the default as Spark words it
(`1048576b`, `60s`, `<undefined>`; `<value of spark.x>` is the default of that one).

Spark enters each setting in a list when the object that declares it is initialised (`ConfigEntry.registerEntry`), so a JVM without a
SparkContext loads all such objects.
"""
import importlib.util
import json
import sys
import zipfile
from pathlib import Path

from py4j.java_gateway import GatewayParameters, JavaGateway, launch_gateway
from py4j.protocol import Py4JJavaError


def declaring(jar: Path) -> list[str]:
    """Scala objects of a jar that speak of settings."""
    with zipfile.ZipFile(jar) as files:
        names = [name for name in files.namelist() if name.startswith("org/apache/spark/") and name.endswith("$.class")]
        return [name[: -len(".class")].replace("/", ".") for name in names if b"ConfigBuilder" in (data := files.read(name)) or b"buildConf" in data]


home = Path(importlib.util.find_spec("pyspark").origin).parent
scope: dict = {}
exec((home / "version.py").read_text(), scope)
jars = sorted((home / "jars").glob("*.jar"))
port = launch_gateway(jarpath=next(str(jar) for jar in jars if jar.name.startswith("py4j")), classpath=":".join(map(str, jars)), die_on_exit=True)
jvm = JavaGateway(gateway_parameters=GatewayParameters(port=port)).jvm
for name in [name for jar in jars if jar.name.startswith("spark-") for name in declaring(jar)]:
    try:
        jvm.java.lang.Class.forName(name)
    except Py4JJavaError as error:
        # An object that needs a running Spark declares nothing before there is one.
        print(f"{name}: {error.java_exception.toString()}", file=sys.stderr)
registry = getattr(getattr(jvm.org.apache.spark.internal.config, "ConfigEntry$"), "MODULE$")
found = {entry.key(): entry.defaultValueString() for entry in registry.knownConfigs().values()}
json.dump({"version": scope["__version__"], "defaults": found}, sys.stdout, sort_keys=True)
