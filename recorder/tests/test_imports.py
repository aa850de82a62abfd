"""The recorder's files: short ones, and imports that point one way."""

import ast
from pathlib import Path

RECORDER = Path(__file__).parents[1]
PACKAGE = RECORDER / "pyspark_xray"
FILES = [f for f in RECORDER.rglob("*.py") if not {"jobs", "build", ".venv"} & set(f.relative_to(RECORDER).parts)]


def modules():
    """Module → the modules of this package that it imports, also inside functions and for types only."""
    files = {".".join(f.relative_to(RECORDER).with_suffix("").parts): f for f in PACKAGE.rglob("*.py")}
    return {name: set(imports(name, f, files)) for name, f in files.items()}


def imports(name, file, files):
    here = name.split(".")
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.ImportFrom):
            base = ".".join(here[: -node.level] if node.level else []) + ("." if node.level and node.module else "")
            base += node.module or ""
            for one in node.names:
                yield from (m for m in (f"{base}.{one.name}", base, f"{base}.__init__") if m in files)
        elif isinstance(node, ast.Import):
            yield from (one.name for one in node.names if one.name in files)


def circle(graph):
    """A list of modules that import each other, or None."""
    done, path = set(), []

    def visit(module):
        if module in path:
            return path[path.index(module) :]
        if module in done:
            return None
        path.append(module)
        for other in sorted(graph[module]):
            if found := visit(other):
                return found
        done.add(path.pop())
        return None

    return next(filter(None, map(visit, graph)), None)


def test_no_circle_of_imports():
    graph = modules()
    assert sum(map(len, graph.values())) > 80, "the imports were found"
    assert circle(graph) is None


def test_a_circle_is_found():
    assert circle({"a": {"b"}, "b": {"c"}, "c": {"b"}}) == ["b", "c"]


def test_files_are_short():
    assert {f.name: n for f in FILES if (n := len(f.read_text().splitlines())) > 300} == {}
