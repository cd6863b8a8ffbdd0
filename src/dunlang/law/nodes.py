"""The nodes of a YAML text, each with its place, and the same as JSON: YAML is dear to load, and its parser dearer.

The YAML of a country is the only statement of its law. Beside it stands ``nodes.json``, which
``tests/generate/law_nodes.py`` writes: the nodes of each file under the checksum of its text. :func:`kept_nodes` gives
them while the checksum fits; a file that was edited is parsed as before.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from dunlang.resources import checksum

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dunlang.source import Source

__all__ = ["KINDS", "Node", "dump", "kept_nodes"]

#: The version of the JSON's shape.
SHAPE: Final = 1

#: What a node is: a scalar in quotes, else what YAML takes its text for, or what holds others. JSON has the index.
KINDS: Final = ("mapping", "sequence", "quoted", "text", "null", "boolean", "other")


class Node(NamedTuple):
    """A value as it stands in the text, from *start* to *end*."""

    kind: Literal["mapping", "sequence", "quoted", "text", "null", "boolean", "other"]
    value: Any
    """The text of a scalar; the nodes of a sequence; of a mapping its pairs of key and value."""
    start: int
    end: int

    @property
    def is_scalar(self) -> bool:
        """Whether it holds a text and no other nodes."""
        return self.kind not in ("mapping", "sequence")


def dump(files: Iterable[tuple[Source, Node]]) -> str:
    """The nodes of files as JSON, one file a line."""
    lines = [f'"shape":{SHAPE}']
    for source, root in files:
        kept = json.dumps([checksum(source.text), _bare(root)], separators=(",", ":"), ensure_ascii=False)
        lines.append(f"{json.dumps(_file_name(source))}:{kept}")
    return "{\n" + ",\n".join(lines) + "\n}\n"


def kept_nodes(text: str, files: Iterable[Source]) -> dict[str, Node]:
    """The root nodes that JSON *text* holds of *files*, by their names; without those whose text is another."""
    try:
        kept = json.loads(text)
    except ValueError:
        return {}
    if not isinstance(kept, dict) or kept.get("shape") != SHAPE:
        return {}
    found = {}
    for source in files:
        held, bare = kept.get(_file_name(source), ("", None))
        if held == checksum(source.text):
            found[source.name] = _node(bare)
    return found


def _file_name(source: Source) -> str:
    return source.name.rpartition("/")[2]


def _bare(node: Node) -> list[Any]:
    value = node.value
    if node.kind == "mapping":
        value = [_bare(part) for pair in value for part in pair]
    elif node.kind == "sequence":
        value = [_bare(part) for part in value]
    return [KINDS.index(node.kind), value, node.start, node.end]


def _node(bare: list[Any]) -> Node:
    kind, value, start, end = bare
    if kind < 2:
        value = [_node(part) for part in value]
        if kind == 0:
            value = list(zip(value[::2], value[1::2], strict=True))
    return Node(KINDS[kind], value, start, end)
