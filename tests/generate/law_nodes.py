"""Writes ``nodes.json`` beside the law data of each country: what the YAML parser makes of its files.

Run it after editing law data: ``python tests/generate/law_nodes.py``. A test compares; a file that differs from its
nodes is parsed as YAML, which takes longer and says the same.
"""

from __future__ import annotations

from pathlib import Path

from dunlang.law.nodes import dump
from dunlang.law.tree import compose
from dunlang.resources import law_data
from dunlang.source import Source


def folders() -> list[Path]:
    """The folders of the countries, in order."""
    return sorted(path for path in law_data().iterdir() if path.is_dir())


def text(folder: Path) -> str:
    """The nodes of a country's files as they are written."""
    files = []
    for path in sorted(folder.glob("*.yaml")):
        source = Source(path.name, path.read_text("utf-8"))
        root, found = compose(source)
        assert root is not None, found
        files.append((source, root))
    return dump(files)


if __name__ == "__main__":
    for each in folders():
        (each / "nodes.json").write_text(text(each), encoding="utf-8")
