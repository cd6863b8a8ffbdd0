"""Nodes that ship beside a law file: the same as parsing it, and never those of another text."""

from __future__ import annotations

import pytest

from dunlang.law.nodes import dump, kept_nodes
from dunlang.law.tree import compose
from dunlang.source import Source

TEXT = """country: NL
empty:
flag: yes
number: 365
quoted: "365"
block: |
  two
  lines
list: [a, {b: c}]
"é": ü
"""


def composed(text: str, name: str = "nl/costs.yaml") -> tuple[Source, str]:
    """A source, and its nodes as JSON."""
    source = Source(name, text)
    root, found = compose(source)
    assert root is not None, found
    return source, dump([(source, root)])


def test_nodes_come_back_as_they_were() -> None:
    """Every kind of node survives the way through JSON, with its place."""
    source, kept = composed(TEXT)
    root, _ = compose(source)
    assert root is not None
    assert {value.kind for _, value in root.value} == {"text", "null", "boolean", "other", "quoted", "sequence"}
    assert kept_nodes(kept, [source]) == {source.name: root}


@pytest.mark.parametrize("edited", [TEXT + "more: 1\n", TEXT.replace("365", "366"), ""])
def test_an_edited_file_is_parsed(edited: str) -> None:
    """The nodes of a text that has changed are not taken, and a file that is not among them has none."""
    source, kept = composed(TEXT)
    assert kept_nodes(kept, [Source(source.name, edited), Source("nl/rates.yaml", TEXT)]) == {}


@pytest.mark.parametrize("damaged", ["", "[]", "{", '{"shape":0}'])
def test_damaged_nodes_are_left_alone(damaged: str) -> None:
    """What is no JSON, or JSON of another shape, holds nothing."""
    assert kept_nodes(damaged, [Source("nl/costs.yaml", TEXT)]) == {}
