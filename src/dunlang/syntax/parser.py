"""Parse one source: always a tree, and every mistake as a finding."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

from dunlang.diagnostics import Diagnostic, Page, Severity
from dunlang.source import Source, Span
from dunlang.syntax.automaton import automaton
from dunlang.syntax.driver import Stacks, walk
from dunlang.syntax.tree import Comment, Node, Tree

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["parse"]

#: Texts longer than this are parsed with the cyclic collector off: it finds nothing in a tree and costs half the time.
_LONG = 20_000


def parse(source: Source) -> tuple[Tree, tuple[Diagnostic, ...]]:
    """The tree of *source* and its syntax errors in order of the text.

    Never raises for what stands in the text. With errors, ``tree.complete`` is False and the tree lacks the damaged
    statements.
    """
    stacks = Stacks()
    text = source.text
    start = 1 if text.startswith("\ufeff") else 0
    with _collector_off(len(text) > _LONG):
        stopped = walk(automaton(), text, start, stacks)
    comments = tuple(_comment(text, *place) for place in stacks.comments)
    if stopped is None:
        return Tree(source, Node("start", stacks.values), comments), ()
    page = Page(code="SYN001", name="syntax", severity=Severity.ERROR, text="x")
    return Tree(source, Node("start", []), comments, complete=False), (
        page.at(Span(source, stopped, stopped + 1), "syntax error"),
    )


def _comment(text: str, start: int, end: int) -> Comment:
    end = start + len(text[start:end].rstrip())
    before = text[text.rfind("\n", 0, start) + 1 : start]
    return Comment(start, end, text[start:end], own_line=not before.strip(" \t\r\f\ufeff"))


@contextmanager
def _collector_off(wanted: bool) -> Iterator[None]:
    if not (wanted and gc.isenabled()):
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
