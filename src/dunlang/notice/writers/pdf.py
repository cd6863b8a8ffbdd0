"""A letter as PDF through typst: A4, tagged, produced as PDF/A-2a and PDF/UA-1, the same bytes for the same letter.

The page is laid out in `letter.typ`; a letter's text goes in as data, so nothing in it is ever read as markup. Only the
fonts inside typst are used, whatever is installed: they have the Latin, Greek and Cyrillic scripts.
"""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from dunlang.notice.document import Block, Heading, Items, Line, Paragraph, Table
from dunlang.notice.writers.sheet import label

if TYPE_CHECKING:
    from typst import Compiler

    from dunlang.notice.writers.sheet import Sheet

__all__ = ["STANDARDS", "PdfError", "pdf"]

#: The standards that typst is asked to produce, and refuses to break.
STANDARDS: tuple[Literal["a-2a"], Literal["ua-1"]] = ("a-2a", "ua-1")

_PAGE = Path(__file__).with_name("letter.typ")


class PdfError(Exception):
    """A letter that cannot be set, or typst that is not there; the message says why, *help* what to do."""

    def __init__(self, message: str, help: str) -> None:  # noqa: A002 - the word of findings
        super().__init__(message)
        self.help = help


def pdf(sheet: Sheet, *, fonts: str = "") -> bytes:
    """The letter; :class:`PdfError` where typst is not installed or no font has a character of the text.

    *fonts* is a folder with more fonts; empty for none.
    """
    compiler = _compiler(fonts)
    from typst import TypstError

    data = json.dumps(_data(sheet), ensure_ascii=False)
    try:
        made = compiler.compile(sys_inputs={"sheet": data}, format="pdf", pdf_standards=list(STANDARDS))
    except TypstError as error:
        raise _explained(str(error)) from None
    assert isinstance(made, bytes)  # noqa: S101 - one PDF is asked for
    return made


@cache
def _compiler(fonts: str) -> Compiler:
    try:
        from typst import Compiler
    except ImportError:
        raise PdfError("typst is not installed", "run `pip install 'dunlang[pdf]'`") from None
    paths = [fonts] if fonts else []
    return Compiler(str(_PAGE), root=str(_PAGE.parent), font_paths=paths, ignore_system_fonts=True)


def _explained(message: str) -> PdfError:
    """What typst complains about, in one line."""
    found = re.search(r'the text `"(.*?)"` could not be displayed', message)
    if found is not None:
        return PdfError(f"no font has `{found.group(1)}`", "give a folder with a font that has it: `--fonts FOLDER`")
    said = " ".join(message.split())[:300]
    return PdfError(said[:1].lower() + said[1:], "write the letter as HTML or text")


def _data(sheet: Sheet) -> dict[str, Any]:
    reference = [(label(sheet.language, "date"), sheet.date_text), *sheet.reference]
    return {
        "language": sheet.language,
        "title": sheet.title,
        "date": [sheet.date.year, sheet.date.month, sheet.date.day],
        "sender": sheet.sender,
        "delivery": label(sheet.language, "registered") if sheet.registered else "",
        "addressee": [sheet.addressee, *sheet.address],
        "reference": reference,
        "foot": [sheet.sender, *sheet.sender_lines],
        "words": {"page": label(sheet.language, "page")},
        "blocks": [_block(block) for block in sheet.document.blocks],
    }


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Paragraph(lines=lines):
            return {"kind": "paragraph", "lines": [_line(line) for line in lines]}
        case Heading(line=line, level=level):
            return {"kind": "heading", "line": _line(line), "level": level}
        case Items(items=items, numbered=numbered):
            return {"kind": "items", "items": [_line(item) for item in items], "numbered": numbered}
        case Table(header=header, rows=rows, right=right):
            cells = [[{"line": _line(cell)} for cell in row] for row in rows]
            return {"kind": "table", "header": [_line(cell) for cell in header], "rows": cells, "right": list(right)}


def _line(line: Line) -> list[dict[str, Any]]:
    return [{"text": run.text, "strong": run.strong, "emphasis": run.emphasis} for run in line]
