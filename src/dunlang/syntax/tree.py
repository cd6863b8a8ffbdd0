"""The syntax tree: every token of the text in its place, nothing interpreted.

A :class:`Node` is one rule of ``grammar/dunlang.lark`` (rules whose name starts with ``_`` dissolve into their parent);
its children are nodes and :class:`Token` s in the order of the text, keywords and punctuation included. So the source
can be printed back from it, and a node knows its place without being told. Comments are kept beside the tree.
"""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from dunlang.records import frozen
from dunlang.source import Source, Span

__all__ = ["Comment", "Node", "Token", "Tree"]


@attrs.define(eq=False, repr=False)
class Token:
    """One word, number, string or mark; *type* is its terminal in the grammar (``NAME``, ``NUMBER``, ``LBRACE`` …).

    The text is as written, but for a field of several words (``PHRASE``): one blank between those.
    """

    type: str
    text: str
    start: int
    end: int

    def __repr__(self) -> str:
        return f"{self.type}:{self.text!r}"


@attrs.define(eq=False, repr=False)
class Node:
    """One rule of the grammar, with all that it covers. Never empty, but for the root of an empty text."""

    rule: str
    children: list[Node | Token]

    @property
    def start(self) -> int:
        """The offset of its first character."""
        first: Node | Token = self
        while isinstance(first, Node):
            if not first.children:
                return 0
            first = first.children[0]
        return first.start

    @property
    def end(self) -> int:
        """The offset behind its last character."""
        last: Node | Token = self
        while isinstance(last, Node):
            if not last.children:
                return 0
            last = last.children[-1]
        return last.end

    def nodes(self, *rules: str) -> Iterator[Node]:
        """Its child nodes, those of the named rules where any are named."""
        for child in self.children:
            if isinstance(child, Node) and (not rules or child.rule in rules):
                yield child

    def first(self, *rules: str) -> Node | None:
        """The first child node (of the named rules)."""
        return next(self.nodes(*rules), None)

    def tokens(self, type: str) -> Iterator[Token]:  # noqa: A002 - the token's own word
        """Its own tokens of one type."""
        for child in self.children:
            if isinstance(child, Token) and child.type == type:
                yield child

    def token(self, type: str) -> Token | None:  # noqa: A002 - the token's own word
        """Its first own token of one type."""
        return next(self.tokens(type), None)

    def leaves(self) -> Iterator[Token]:
        """All tokens below it, in order."""
        for child in self.children:
            if isinstance(child, Token):
                yield child
            else:
                yield from child.leaves()

    def same(self, other: Node) -> bool:
        """Whether both say the same: equal rules, token types and texts; places play no part."""
        return self.rule == other.rule and [(t.type, t.text) for t in self.leaves()] == [
            (t.type, t.text) for t in other.leaves()
        ]

    def __repr__(self) -> str:
        return f"Node({self.rule}, {len(self.children)})"


@frozen
class Comment:
    """One ``#`` comment; *own_line* when nothing but blanks stands before it on its line."""

    start: int
    end: int
    text: str
    own_line: bool


@frozen(eq=False)
class Tree:
    """A parsed text: the root node, the comments, and what recovery had to leave out.

    *lost* holds every word of the regions that recovery skipped: a name that is missing from the tree but stands here
    is not reported as unknown.
    """

    source: Source
    root: Node
    comments: tuple[Comment, ...] = ()
    lost: frozenset[str] = frozenset()
    complete: bool = True
    """False when there were syntax errors: the tree then lacks the damaged statements."""
    damage: tuple[int, ...] = ()
    """Where the syntax errors lie, as offsets in order: what else looks wrong on such a line may come of them."""

    def span(self, place: Node | Token) -> Span:
        """The span of a node or token in the source."""
        return Span(self.source, place.start, place.end)
