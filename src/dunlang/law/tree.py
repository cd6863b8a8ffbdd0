"""YAML text to a tree of nodes that know their place, and nothing else.

Refused before anything is built from it: a file that is too large or nested too deep, anchors, aliases and tags (and
with them bombs, loops and Python objects), more than one document. Only nodes are composed, nothing is constructed.
"""

from __future__ import annotations

import re
from typing import Any, Final, Literal

from dunlang.diagnostics import Diagnostic
from dunlang.law import pages
from dunlang.law.nodes import Node
from dunlang.source import Source, Span

__all__ = ["MAX_CHARACTERS", "MAX_DEPTH", "compose"]

#: The longest file that is read, in characters; the largest shipped one has some 40,000.
MAX_CHARACTERS = 1_000_000
#: The deepest nesting of lists and mappings; the shipped files need 6.
MAX_DEPTH = 16

_KINDS: Final[dict[str, Literal["text", "null", "boolean"]]] = {
    "tag:yaml.org,2002:str": "text",
    "tag:yaml.org,2002:null": "null",
    "tag:yaml.org,2002:bool": "boolean",
}

_BRACKETS = re.compile(r"[\[\]{}]")
_DEEP_LINE = re.compile(r"^[ \t?:-]{80,}", re.MULTILINE)


def compose(source: Source) -> tuple[Node | None, tuple[Diagnostic, ...]]:
    """The root node of *source*, or None with the findings that say why there is none."""
    text = source.text
    if len(text) > MAX_CHARACTERS:
        message = f"the file has {len(text):,} characters; at most {MAX_CHARACTERS:,} are read"
        return None, (pages.TOO_LARGE.at(None, message, file=source.name, help="split it, one topic a file"),)
    deep = _too_deep(text)
    if deep is not None:
        span = Span(source, deep, min(deep + 1, len(text)))
        return None, (pages.TOO_LARGE.at(span, f"nested deeper than {MAX_DEPTH} levels", label="too deep"),)
    import yaml  # costs 15 ms, and only who reads law files needs it

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        root = yaml.compose(text, loader)
    except yaml.YAMLError as error:
        return None, (_unreadable(source, error),)
    if root is None:
        empty = pages.UNREADABLE.at(None, "the file is empty", file=source.name, help="start with `country: NL`")
        return None, (empty,)
    refused = _refused(source, root)
    return (_node(root), ()) if refused is None else (None, (refused,))


def _too_deep(text: str) -> int | None:
    """The offset at which the text nests too deep, judged before the parser recurses; None where it does not."""
    depth = 0
    for bracket in _BRACKETS.finditer(text):
        depth = depth + 1 if bracket[0] in "[{" else max(0, depth - 1)
        if depth > MAX_DEPTH:
            return bracket.start()
    line = _DEEP_LINE.search(text)
    return line.start() if line else None


def _unreadable(source: Source, error: Any) -> Diagnostic:
    """The finding for what the YAML parser says."""
    mark = getattr(error, "problem_mark", None)
    problem = str(getattr(error, "problem", None) or getattr(error, "reason", None) or "not YAML").rstrip(".")
    if "found duplicate anchor" in problem or "undefined alias" in problem:
        return pages.FEATURE.at(None, "anchors and aliases are not read", file=source.name, help="write the value out")
    if mark is None:
        return pages.UNREADABLE.at(None, f"not YAML: {problem}", file=source.name)
    offset = min(mark.index, len(source.text))
    span = Span(source, offset, min(offset + 1, len(source.text)))
    return pages.UNREADABLE.at(span, f"not YAML: {problem}", label="here")


def _refused(source: Source, root: Any) -> Diagnostic | None:
    """Why the tree is not read: an anchor, an alias, a tag, too deep. Each node is visited once."""
    text, seen = source.text, set()
    todo = [(root, 1)]
    while todo:
        node, depth = todo.pop()
        start = node.start_mark.index
        first = text[start : start + 1]
        if first in ("&", "*", "!") or id(node) in seen:
            what = "tags" if first == "!" else "anchors and aliases"
            span = Span(source, start, max(start + 1, node.end_mark.index))
            return pages.FEATURE.at(span, f"{what} are not read", label="write the value out")
        if depth > MAX_DEPTH:
            return pages.TOO_LARGE.at(Span(source, start, start + 1), f"nested deeper than {MAX_DEPTH} levels")
        seen.add(id(node))
        if node.id == "mapping":
            for key, value in node.value:
                todo.append((value, depth + 1))
                todo.append((key, depth + 1))
        elif node.id == "sequence":
            todo.extend((item, depth + 1) for item in node.value)
    return None


def _node(node: Any) -> Node:
    """The node of the YAML parser as ours; a scalar without quotes is what YAML takes its text for."""
    start, end = node.start_mark.index, node.end_mark.index
    if node.id == "mapping":
        return Node("mapping", [(_node(key), _node(value)) for key, value in node.value], start, end)
    if node.id == "sequence":
        return Node("sequence", [_node(item) for item in node.value], start, end)
    return Node("quoted" if node.style else _KINDS.get(node.tag, "other"), node.value, start, end)
