"""A letter as plain text: UTF-8, lines of at most 76 characters, the subject on the first line."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Iterator
from typing import TYPE_CHECKING

from dunlang.notice.document import Block, Heading, Items, Paragraph, Table, words
from dunlang.notice.writers.sheet import label

if TYPE_CHECKING:
    from dunlang.notice.writers.sheet import Sheet

__all__ = ["body", "text"]

_WIDTH = 76


def text(sheet: Sheet) -> str:
    """The whole letter, with a line feed at its end."""
    word = sheet.document.label or label(sheet.language, "subject")
    colon = " :" if word == "Objet" else ":"
    return _wrapped(f"{word}{colon} {sheet.title}") + "\n\n" + body(sheet)


def body(sheet: Sheet) -> str:
    """The letter without its subject."""
    return "\n\n".join(_block(block) for block in sheet.document.blocks) + "\n"


def _block(block: Block) -> str:
    match block:
        case Paragraph(lines=lines):
            return "\n".join(_wrapped(words(line)) for line in lines)
        case Heading(line=line):
            return _wrapped(words(line))
        case Items(items=items, numbered=numbered):
            return "\n".join(
                _wrapped(words(item), first=f"{at}. " if numbered else "- ") for at, item in enumerate(items, 1)
            )
        case Table():
            return "\n".join(_rows(block))


def _wrapped(line: str, first: str = "") -> str:
    """A line broken between words, never inside an amount or a number."""
    return textwrap.fill(
        line,
        _WIDTH,
        initial_indent=first,
        subsequent_indent=" " * len(first),
        break_long_words=False,
        break_on_hyphens=False,
    )


def _rows(table: Table) -> Iterator[str]:
    """The table in columns."""
    rows = [[words(cell) for cell in row] for row in (table.header, *table.rows)]
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [
            " " * (width - _width(cell)) + cell if right else cell + " " * (width - _width(cell))
            for cell, width, right in zip(row, widths, table.right, strict=True)
        ]
        yield "  ".join(cells).rstrip(" ")


def _width(cell: str) -> int:
    """How many columns of a terminal a text takes."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in cell
    )
