"""Text to tree and back: parser with recovery, formatter.

:func:`parse` gives a :class:`Tree` and every syntax error; :func:`format_source` prints the canonical form. Both load
the rest of the room on first use, so importing this package costs next to nothing.

Down the room: :mod:`.table` (Lark's analysis of the grammar, kept as JSON; :mod:`.nesting`), :mod:`.scan` (text to
lexemes), :mod:`.automaton` (the table ready to walk), :mod:`.driver` (the fast walk), :mod:`.parser` (the front
door). Where the walk stops, :mod:`.recover` goes on: :mod:`.probe` tries moves on states alone, :mod:`.slips` and
:mod:`.repair` find what was meant, :mod:`.mistake`, :mod:`.expected`, :mod:`.blocks` and :mod:`.explain` say it with
the codes of :mod:`.pages`, :mod:`.prune` leaves out what holds a guess. The formatter is :mod:`.layout` (tree to
rows), :mod:`.rows` (rows to text) and :mod:`.format`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dunlang.syntax.tree import Comment, Node, Token, Tree

if TYPE_CHECKING:
    from dunlang.diagnostics import Diagnostic
    from dunlang.source import Source

__all__ = ["Comment", "Node", "Token", "Tree", "format_source", "parse"]


def parse(source: Source) -> tuple[Tree, tuple[Diagnostic, ...]]:
    """The tree of *source* and its syntax errors in order of the text; see :func:`dunlang.syntax.parser.parse`."""
    from dunlang.syntax.parser import parse

    return parse(source)


def format_source(source: Source) -> tuple[str | None, tuple[Diagnostic, ...]]:
    """The canonical text of *source*, or its syntax errors; see :func:`dunlang.syntax.format.format_source`."""
    from dunlang.syntax.format import format_source

    return format_source(source)
