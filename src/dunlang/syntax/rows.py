"""Rows of the canonical form: tokens joined into words, long rows wrapped, neighbouring rows set in columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from dunlang.syntax.tree import Token

__all__ = ["INDENT", "WIDTH", "Row", "join", "pieces", "print_rows"]

INDENT = 4
#: Rows are wrapped beyond this column, where they have a comma or an `and` to wrap at; steps have more columns.
WIDTH = 100
_STEP_WIDTH = 120
#: Cells wider than this do not widen their column; they push their own row out.
_WIDEST_WHEN = 44
_WIDEST_ACTIONS = 60
#: The farthest column to which comments behind rows are aligned.
_FARTHEST_COMMENT = 80

_NO_BLANK_BEFORE = frozenset({"COMMA", "RPAR", "PERCENT"})


@attrs.define(kw_only=True)
class Row:
    """One statement, brace or comment of the canonical form, before its columns are known.

    *kind* decides the columns: ``plain`` has none; ``keyword`` rows pad their cells in a run of rows; ``step``
    and ``bracket`` rows form tables. *cells* are the columns before the last, *tail* are the pieces of the
    last, which may wrap; *extra* is the ``if`` of a step.
    """

    kind: str
    indent: int
    cells: tuple[str, ...] = ()
    tail: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()
    comment: str = ""
    blank_before: bool = False


def join(tokens: Iterable[Token]) -> str:
    """The tokens as one line."""
    text = ""
    glue = False
    for token in tokens:
        text += token.text if glue or not text or token.type in _NO_BLANK_BEFORE else f" {token.text}"
        glue = token.type == "LPAR"
    return text


def pieces(tokens: Sequence[Token]) -> tuple[str, ...]:
    """The tokens in pieces between which a row may wrap: behind a comma, before `and` and `or`."""
    result: list[list[Token]] = [[]]
    for token in tokens:
        if token.type in ("AND", "OR") and result[-1]:
            result.append([])
        result[-1].append(token)
        if token.type == "COMMA":
            result.append([])
    return tuple(join(part) for part in result if part)


def print_rows(rows: Sequence[Row]) -> str:
    """The text of *rows*, columns aligned, ending with one newline."""
    heads = _heads(rows)
    texts = [_wrapped(row, head) for row, head in zip(rows, heads, strict=True)]
    _align_comments(rows, texts)
    lines: list[str] = []
    for row, text in zip(rows, texts, strict=True):
        if row.blank_before:
            lines.append("")
        lines.extend(text)
    return "\n".join(lines) + "\n" if lines else ""


def _wrapped(row: Row, head: str) -> list[str]:
    """The lines of a row: *head* and as many pieces as fit, the rest below the first piece."""
    margin = " " * (row.indent * INDENT)
    first = margin + head
    lines: list[str] = []
    current = first
    for part in row.tail:
        blank = "" if current in (first, " " * len(first)) else " "
        if blank and len(current) + 1 + len(part) > (_STEP_WIDTH if row.kind == "step" else WIDTH):
            lines.append(current.rstrip())
            current, blank = " " * len(first), ""
        current += blank + part
    return [*lines, current.rstrip()]


def _heads(rows: Sequence[Row]) -> list[str]:
    """What stands before the wrapping part of each row, padded to its column."""
    heads = [" ".join(row.cells) + " " if row.cells and row.tail else " ".join(row.cells) for row in rows]
    for run in _keyword_runs(rows):
        width = max(len(rows[index].cells[0]) for index in run)
        blank = "  " if len({rows[index].cells[0] for index in run}) > 1 else " "
        second = max(len("".join(rows[index].cells[1:])) for index in run)
        for index in run:
            first, *rest = rows[index].cells
            heads[index] = first.ljust(width) + blank + "".join(f"{cell.ljust(second)} " for cell in rest)
    for table in _tables(rows, "step"):
        _set_steps([rows[index] for index in table], heads, table)
    for table in _tables(rows, "bracket"):
        _set_brackets([rows[index] for index in table], heads, table)
    return heads


def _keyword_runs(rows: Sequence[Row]) -> Iterator[list[int]]:
    """Runs of ``keyword`` rows: a blank line ends one, and a block (rows of another indent)."""
    run: list[int] = []
    for index, row in enumerate(rows):
        if run and (row.blank_before or row.indent != rows[run[-1]].indent):
            yield run
            run = []
        if row.kind == "keyword":
            run.append(index)
    if run:
        yield run


def _tables(rows: Sequence[Row], kind: str) -> Iterator[list[int]]:
    """The rows of one *kind* in one block, whatever comments and blank lines stand between them."""
    table: list[int] = []
    for index, row in enumerate(rows):
        if row.kind == kind:
            table.append(index)
        elif table and row.indent < rows[table[-1]].indent:
            yield table
            table = []
    if table:
        yield table


def _set_steps(table: Sequence[Row], heads: list[str], indices: Sequence[int]) -> None:
    """Columns of steps: name, number (to the right), when, actions, `if`."""
    name = max(len(row.cells[0]) for row in table)
    number = max(len(row.cells[1]) for row in table)
    when = _column((row.cells[2] for row in table), _WIDEST_WHEN)
    action = _column((" ".join(row.tail) for row in table if row.extra), _WIDEST_ACTIONS)
    for row, index in zip(table, indices, strict=True):
        count = f"{row.cells[1].rjust(number)} " if number else ""
        heads[index] = f"{row.cells[0].ljust(name)}  {count}{row.cells[2].ljust(when)}  "
        if not row.extra:
            continue
        actions = " ".join(row.tail).ljust(action)
        whole = f"{actions}  {' '.join(row.extra)}"
        fits = row.indent * INDENT + len(heads[index]) + len(whole) <= _STEP_WIDTH
        row.tail = (whole,) if fits else (*row.tail, *row.extra)
        row.extra = ()


def _set_brackets(table: Sequence[Row], heads: list[str], indices: Sequence[int]) -> None:
    """Columns of cost brackets: `to` with its amount (to the right), then the percentage (to the right)."""
    number = max(len(row.cells[1]) for row in table)
    firsts = [
        f"{row.cells[0]} {row.cells[1].rjust(number)} {row.cells[2]}" if row.cells[1] else row.cells[0] for row in table
    ]
    first = max(map(len, firsts))
    percent = max(len(row.tail[0]) for row in table)
    for row, text, index in zip(table, firsts, indices, strict=True):
        heads[index] = f"{text.ljust(first)}  "
        row.tail = (row.tail[0].rjust(percent),)


def _column(cells: Iterable[str], widest: int) -> int:
    widths = [len(cell) for cell in cells]
    return max((width for width in widths if width <= widest), default=0)


def _align_comments(rows: Sequence[Row], texts: list[list[str]]) -> None:
    """Put the comments behind their rows, in a column where neighbours have one."""
    run: list[int] = []
    for index in range(len(rows) + 1):
        row = rows[index] if index < len(rows) else None
        if row is not None and row.comment and not (run and (row.blank_before or row.indent != rows[run[-1]].indent)):
            run.append(index)
            continue
        lengths = [len(texts[i][-1]) for i in run]
        column = max((length for length in lengths if length <= _FARTHEST_COMMENT), default=0)
        for i in run:
            texts[i][-1] = f"{texts[i][-1].ljust(column)}  {rows[i].comment}"
        run = [index] if row is not None and row.comment else []
