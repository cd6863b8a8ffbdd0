"""From the tree to rows: which tokens share a line, where comments and blank lines go."""

from __future__ import annotations

from bisect import bisect
from typing import TYPE_CHECKING

import attrs

from dunlang.records import frozen
from dunlang.syntax.rows import INDENT, WIDTH, Row, join, pieces
from dunlang.syntax.tree import Node, Token

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dunlang.syntax.tree import Comment, Tree

__all__ = ["layout"]

#: Statements whose keyword is not padded: their words read as a sentence.
_SENTENCES = frozenset({"when", "otherwise", "hold", "own_steps", "step"})


@frozen(kw_only=True)
class _Unit:
    """The tokens of one row, with the row that they make."""

    first: int
    last: int
    row: Row
    opens: bool = False
    closes: bool = False
    alone: bool = False
    """Whether it is a whole block or item of the top level on one line."""


@frozen(kw_only=True)
class _Braces:
    """A statement with a block: the tokens before it, what is in it, the tokens behind it."""

    header: list[Token]
    inner: list[Node]
    footer: list[Token]


def layout(tree: Tree) -> list[Row]:
    """The rows of a tree without errors, every comment among them, columns not yet set."""
    text = tree.source.text
    starts = [comment.start for comment in tree.comments]
    units = [unit for node in tree.root.nodes() for unit in _units(node, 0, text, starts)]
    return list(_with_comments(units, tree.comments, text))


def _units(node: Node, indent: int, text: str, comments: Sequence[int]) -> Iterator[_Unit]:
    braces = _braces(node)
    if braces is None:
        leaves = list(node.leaves())
        row = _row(node, leaves, indent)
        yield _Unit(first=leaves[0].start, last=leaves[-1].end, row=row, alone=indent == 0)
        return
    first, last = braces.header[0].start, braces.footer[-1].end
    short = _on_one_line(node, braces, indent, text, comments)
    if short is not None:
        row = attrs.evolve(_row(node, braces.header, indent), tail=(short,))
        yield _Unit(first=first, last=last, row=row, alone=indent == 0)
        return
    yield _Unit(first=first, last=braces.header[-1].end, row=_row(node, braces.header, indent), opens=True)
    for child in braces.inner:
        yield from _units(child, indent + 1, text, comments)
    closing = Row(kind="plain", indent=indent, cells=(join(braces.footer),))
    yield _Unit(first=braces.footer[0].start, last=last, row=closing, closes=True)


def _braces(node: Node) -> _Braces | None:
    """The parts of a statement with a block; None for all others."""
    for index, child in enumerate(node.children):
        if isinstance(child, Token):
            if child.type != "LBRACE":
                continue
            end = next(i for i, c in enumerate(node.children) if isinstance(c, Token) and c.type == "RBRACE")
            inner = [c for c in node.children[index:end] if isinstance(c, Node)]
            return _Braces(header=_leaves(node.children[: index + 1]), inner=inner, footer=_leaves(node.children[end:]))
        if child.rule == "cost_brackets":
            found = _braces(child)
            if found is not None:
                header = _leaves(node.children[:index]) + found.header
                return attrs.evolve(found, header=header, footer=found.footer + _leaves(node.children[index + 1 :]))
    return None


def _leaves(children: Sequence[Node | Token]) -> list[Token]:
    return [leaf for c in children for leaf in ([c] if isinstance(c, Token) else c.leaves())]


def _on_one_line(node: Node, braces: _Braces, indent: int, text: str, comments: Sequence[int]) -> str | None:
    """The part behind the first word, where a block is empty or was written on one line and may stay there."""
    first, last = next(t.start for t in braces.header if t.type == "LBRACE"), braces.footer[0].end
    if bisect(comments, first) < bisect(comments, last):
        return None
    rest = join(braces.header[1:])
    if not braces.inner:
        return f"{rest}{join(braces.footer)}"
    is_brackets = node.first("cost_brackets") is not None
    if "\n" in text[first:last] or (len(braces.inner) > 1 and not is_brackets):
        return None
    if any(_braces(child) is not None for child in braces.inner):
        return None
    line = f"{rest} {'  '.join(join(child.leaves()) for child in braces.inner)} {join(braces.footer)}"
    return line if indent * INDENT + len(braces.header[0].text) + 3 + len(line) <= WIDTH else None


def _row(node: Node, tokens: list[Token], indent: int) -> Row:
    """The row of a statement with its cells."""
    if node.rule == "step":
        return _step(node, indent)
    if node.rule in ("bracket", "above"):
        cells = tuple(token.text for token in tokens[:-2])
        return Row(kind="bracket", indent=indent, cells=(*cells, "", "")[:3], tail=(join(tokens[-2:]),))
    if node.rule == "expect" and node.first("expect_step") is not None:
        return Row(kind="keyword", indent=indent, cells=(tokens[0].text, tokens[1].text), tail=pieces(tokens[2:]))
    kind = "plain" if indent == 0 or node.rule in _SENTENCES or len(tokens) == 1 else "keyword"
    return Row(kind=kind, indent=indent, cells=(tokens[0].text,), tail=pieces(tokens[1:]))


def _step(node: Node, indent: int) -> Row:
    name, timing = node.children[0], node.children[1]
    tokens = _leaves([timing])
    repeat = node.first("repeat")
    condition = node.first("if_")
    actions = [c for c in node.children[2:] if c is not repeat and c is not condition]
    number = ""
    if tokens[0].type == "NUMBER":
        number, tokens = tokens[0].text, tokens[1:]
    if repeat is not None:
        tokens += repeat.leaves()
    return Row(
        kind="step",
        indent=indent,
        cells=(_leaves([name])[0].text, number, join(tokens)),
        tail=pieces(_leaves(actions)),
        extra=pieces(list(condition.leaves())) if condition is not None else (),
    )


def _with_comments(units: Sequence[_Unit], comments: Sequence[Comment], text: str) -> Iterator[Row]:
    """The units' rows with the comments among them: each before what it precedes, or behind what it follows."""
    waiting = list(reversed(comments))
    behind: _Unit | None = None
    end = 0
    for unit in units:
        leading: list[Row] = []
        while waiting and waiting[-1].start < unit.last:
            comment = waiting.pop()
            inside = comment.start > unit.first
            row = Row(kind="comment", indent=unit.row.indent + unit.closes, cells=(comment.text,))
            row.blank_before = not inside and text.count("\n", end, comment.start) > 1
            leading.append(row)
            end = max(end, comment.end)
        row = unit.row
        row.blank_before = text.count("\n", end, max(end, unit.first)) > 1
        _settle_blanks([*leading, row], behind, unit)
        end = max(end, unit.last)
        if waiting and not waiting[-1].own_line and not text[unit.last : waiting[-1].start].strip():
            comment = waiting.pop()
            row.comment = comment.text
            end = comment.end
        yield from leading
        yield row
        behind = unit
    for comment in reversed(waiting):
        row = Row(kind="comment", indent=0, cells=(comment.text,))
        row.blank_before = (behind is not None or end > 0) and text.count("\n", end, comment.start) > 1
        end = comment.end
        yield row


def _settle_blanks(rows: Sequence[Row], behind: _Unit | None, unit: _Unit) -> None:
    """No blank line at the start and the end of a block and of the text; one between blocks of the top level."""
    if behind is None or behind.opens:
        rows[0].blank_before = False
    if unit.closes:
        rows[-1].blank_before = False
    outer = unit.row.indent == 0 and not unit.closes
    if outer and behind is not None and not (behind.alone and unit.alone) and not any(r.blank_before for r in rows):
        rows[0].blank_before = True
