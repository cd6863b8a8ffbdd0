"""The habits of the house, checked: no clock, no float, no file below the edge; arrows point down."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "dunlang"
FILES = sorted(SOURCE.rglob("*.py"))
ROOMS_BELOW_THE_EDGE = ("diagnostics", "syntax", "law", "model", "schedule", "notice", "lint", "scenario", "portfolio")


def below_the_edge(path: Path) -> bool:
    """Whether a file belongs to a room that must be pure."""
    return path.relative_to(SOURCE).parts[0].removesuffix(".py") in (*ROOMS_BELOW_THE_EDGE, "source", "money", "dates")


def calls(tree: ast.AST) -> set[str]:
    """The dotted names of everything that is called."""
    return {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_today_is_read_in_one_place(path: Path) -> None:
    """Only project/clock.py asks what day it is."""
    asked = {
        name for name in calls(ast.parse(path.read_text("utf-8"))) if name.split(".")[-1] in ("today", "now", "utcnow")
    }
    if path.relative_to(SOURCE).as_posix() == "project/clock.py":
        assert asked
    else:
        assert not {name for name in asked if name.split(".")[0] in ("dt", "datetime", "date", "time")}


@pytest.mark.parametrize(
    "path", [p for p in FILES if below_the_edge(p)], ids=lambda path: str(path.relative_to(SOURCE))
)
def test_no_float_and_no_random_below_the_edge(path: Path) -> None:
    """Amounts and dates never pass through a float; nothing is drawn by chance."""
    tree = ast.parse(path.read_text("utf-8"))
    floats = [n for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, float)]
    allowed = path.name == "suggest.py"  # a similarity, not an amount
    assert allowed or not floats
    assert "float" not in calls(tree)
    assert not {name for name in calls(tree) if name.startswith("random.")}


@pytest.mark.parametrize(
    "path", [p for p in FILES if below_the_edge(p)], ids=lambda path: str(path.relative_to(SOURCE))
)
def test_no_files_below_the_edge(path: Path) -> None:
    """Only the shipped grammar and law data are read below the project room."""
    allowed = path.relative_to(SOURCE).as_posix() in (
        "syntax/table.py",
        "law/load.py",
        "law/book.py",
        "law/calendars.py",
    )
    opened = calls(ast.parse(path.read_text("utf-8")))
    files = ("read_text", "read_bytes", "write_text", "write_bytes")
    touched = {name for name in opened if name == "open" or ("." in name and name.split(".")[-1] in files)}
    assert allowed or not touched


def test_arrows_point_down() -> None:
    """The import contracts of pyproject.toml hold."""
    found = subprocess.run(
        [Path(sys.executable).parent / "lint-imports"],
        cwd=SOURCE.parents[1],
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == 0, found.stdout


def outside(tree: ast.AST) -> set[str]:
    """The top-level names that are imported from neither the standard library nor the package."""
    names = {
        name.split(".")[0]
        for node in ast.walk(tree)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom) and not node.level
            else []
        )
    }
    return names - {"dunlang", "attr"} - sys.stdlib_module_names


def test_every_import_is_declared() -> None:
    """What the package imports is what an installation brings: a plain one, or one with a named extra."""
    project = tomllib.loads((SOURCE.parents[1] / "pyproject.toml").read_text("utf-8"))["project"]
    extras = {name: wants for name, wants in project["optional-dependencies"].items() if name != "dev"}
    declared = {
        re.split(r"[^\w-]", want)[0].replace("-", "_")
        for wants in (project["dependencies"], *extras.values())
        for want in wants
    }
    imported = set[str]().union(*(outside(ast.parse(path.read_text("utf-8"))) for path in FILES))
    oracle = {"interegular"}  # only the tests have it; without it the grammar is built the same
    assert {{"yaml": "pyyaml"}.get(name, name) for name in imported - oracle} <= declared


def test_no_word_of_the_way_it_was_made() -> None:
    """Nothing in the package names a machine's folders."""
    for path in FILES:
        text = path.read_text("utf-8")
        assert "/wo" + "rk/" not in text
        assert "/tm" + "p/" not in text
