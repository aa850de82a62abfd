"""Prints, as JSON, the names and messages of the PySpark that this Python has: of its Python files, and of the strings in its jars' class files.

`tokens`: every identifier and every `spark.…` key. `texts`: what has words. `members`: a class's own name → identifiers
inside it and its Python bases. `files`: pyspark/….py, and the names of Scala and Java sources.
"""
import ast
import importlib.util
import json
import re
import struct
import sys
import warnings
import zipfile
from pathlib import Path

TOKEN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
KEY = re.compile(r"\bspark(?:\.[A-Za-z][\w-]*)+")
JARS = re.compile(r"^(spark-(?!mllib|graphx|hive|repl|streaming|pipelines|udf|tags|sketch)|py4j-)")

warnings.simplefilter("ignore")
home = Path(importlib.util.find_spec("pyspark").origin).parent
scope = {}
exec((home / "version.py").read_text(), scope)
tokens, texts, members, bases, files = set(), set(), {}, {}, set()


def add(text: str) -> list[str]:
    found = TOKEN.findall(text)
    tokens.update(found)
    tokens.update(KEY.findall(text))
    return found


def read_python(path: Path, name: str) -> None:
    text = path.read_text("utf-8", "replace")
    files.add(name)
    add(text)
    try:
        tree = ast.parse(text)
    except SyntaxError:
        return
    lines = text.split("\n")
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            members.setdefault(node.name, set()).update(TOKEN.findall("\n".join(lines[node.lineno - 1 : node.end_lineno])))
            bases.setdefault(node.name, set()).update(TOKEN.findall(" ".join(ast.unparse(b) for b in node.bases)))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value:
            texts.add(" ".join(node.value.split()))


def utf8_constants(data: bytes):
    """The texts of a class file's constant pool (JVM specification, 4.4)."""
    at, left = 10, struct.unpack_from(">H", data, 8)[0] - 1
    sizes = {3: 4, 4: 4, 5: 8, 6: 8, 7: 2, 8: 2, 9: 4, 10: 4, 11: 4, 12: 4, 15: 3, 16: 2, 17: 4, 18: 4, 19: 2, 20: 2}
    while left > 0:
        tag = data[at]
        at += 1
        if tag == 1:
            n = struct.unpack_from(">H", data, at)[0]
            yield data[at + 2 : at + 2 + n].decode("utf-8", "replace")
            at += 2 + n
        else:
            at += sizes[tag]
        left -= 2 if tag in (5, 6) else 1


def read_jar(path: Path) -> None:
    with zipfile.ZipFile(path) as jar:
        for entry in jar.namelist():
            if entry.endswith((".json", ".properties", ".proto")):
                text = jar.read(entry).decode("utf-8", "replace")
                add(text)
                texts.update(" ".join(part.split()) for part in re.findall(r'"([^"\n]* [^"\n]*)"', text))
            if not entry.endswith(".class") or not entry.startswith(("org/apache/spark/", "py4j/")):
                continue
            own = set()
            for text in utf8_constants(jar.read(entry)):
                if text.endswith((".scala", ".java")) and " " not in text:
                    files.add(text)
                if text.startswith("(") or len(text) > 20_000:
                    continue
                if " " in text:
                    texts.update(part.strip() for part in re.split(r"[\x00-\x1f]", text) if " " in part.strip())
                own.update(add(text))
            name = entry.rsplit("/", 1)[1][: -len(".class")].split("$")[0]
            members.setdefault(name, set()).update(own)


for path in sorted(home.rglob("*.py")):
    read_python(path, "pyspark/" + path.relative_to(home).as_posix())
for other in ("py4j", "cloudpickle"):
    spec = importlib.util.find_spec(other)
    for path in sorted(Path(spec.origin).parent.rglob("*.py")) if spec else ():
        read_python(path, f"{other}/" + path.relative_to(Path(spec.origin).parent).as_posix())
for other in ("jupyter_client", "ipykernel"):
    spec = importlib.util.find_spec(other)
    for path in sorted(Path(spec.origin).parent.rglob("*.py")) if spec else ():
        read_python(path, f"{other}/" + path.relative_to(Path(spec.origin).parent).as_posix())
for name in sys.stdlib_module_names:
    spec = importlib.util.find_spec(name) if name not in ("antigravity", "this") else None
    tokens.add(name)
    if spec and spec.origin and spec.origin.endswith(".py"):
        for path in [Path(spec.origin)] if not spec.submodule_search_locations else Path(spec.origin).parent.glob("*.py"):
            add(path.read_text("utf-8", "replace"))
    elif spec:
        tokens.update(dir(__import__(name)))
for path in [*home.glob("bin/*"), *home.glob("sbin/*"), *home.rglob("*.json"), *home.rglob("*.pyi")]:
    if path.is_file():
        text = path.read_text("utf-8", "replace")
        files.add("pyspark/" + path.relative_to(home).as_posix())
        add(text)
        texts.update(" ".join(part.split()) for part in re.findall(r'"([^"\n]* [^"\n]*)"', text))
for path in sorted((home / "jars").glob("*.jar")):
    files.add(path.name)
    if JARS.match(path.name):
        read_jar(path)


def inherited(name: str, seen: frozenset = frozenset()) -> set[str]:
    if name in seen or name not in members:
        return set()
    return members[name].union(*(inherited(b, seen | {name}) for b in bases.get(name, ())))


json.dump(
    {
        "version": scope["__version__"], "tokens": " ".join(sorted(tokens)), "texts": sorted(texts),
        "members": {name: " ".join(sorted(inherited(name))) for name in sorted(members)}, "files": sorted(files),
    },
    sys.stdout,
)
