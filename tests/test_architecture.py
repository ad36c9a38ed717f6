"""The map of docs/architecture.md holds: imports go one way, and modules and functions stay small."""

from __future__ import annotations

import ast
import re

import pytest

from conftest import REPO

SOURCE = REPO / "src" / "campus_news"
MODULES = sorted(path.relative_to(SOURCE).with_suffix("").as_posix() for path in SOURCE.rglob("*.py"))


def order() -> list[str]:
    """The modules in the order of the table in docs/architecture.md."""
    table = (REPO / "docs" / "architecture.md").read_text("utf-8").partition("## Modules")[2]
    rows = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    return [name.removesuffix("/") for row in rows for name in re.findall(r"`([\w/]+)`", row)]


def layer(module: str) -> int:
    return order().index(module.partition("/")[0])


def imports(module: str) -> set[str]:
    """The modules of this package that `module` imports."""
    found = set()
    for node in ast.walk(ast.parse((SOURCE / f"{module}.py").read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("campus_news"):
            inner = node.module.removeprefix("campus_news").strip(".").replace(".", "/")
            whole = not inner or inner in ("rules", "draft", "preview", "admin", "commands")
            found |= {f"{inner}/{alias.name}".strip("/") for alias in node.names} if whole else {inner}
    return found


@pytest.mark.parametrize("module", [name for name in MODULES if not name.endswith("__init__")])
def test_imports_go_one_way(module):
    later = {other for other in imports(module) if layer(other) >= layer(module) and other != module}
    assert not {other for other in later if layer(other) > layer(module)}
    assert not {other for other in later if layer(other) == layer(module) and "/" not in other}


def test_the_map_names_every_module():
    assert sorted(order()) == sorted({name.partition("/")[0] for name in MODULES if name != "__init__"})


@pytest.mark.parametrize("module", MODULES)
def test_modules_and_functions_stay_small(module):
    text = (SOURCE / f"{module}.py").read_text("utf-8")
    assert text.count("\n") <= 350
    functions = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef)]
    assert not [one.name for one in functions if one.end_lineno - one.lineno > 40]


@pytest.mark.parametrize(
    "module",
    [name for name in MODULES if name not in ("cli", "console") and not name.startswith("commands/")],
)
def test_only_the_command_line_prints_exits_and_reads_the_clock(module):
    text = (SOURCE / f"{module}.py").read_text("utf-8")
    assert not re.search(r"\bprint\(|sys\.exit|\.now\(|\.today\(|time\.time\(|SystemExit", text)
