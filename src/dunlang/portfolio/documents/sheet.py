"""A CSV file of a ledger as it stands: all its columns and rows are kept, in their order, and rows are added.

The reader of :mod:`dunlang.portfolio.ledger` judges rows by a policy; this one judges nothing. A file without a change
is not written again, one with new rows only keeps every byte that it had.
"""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

from dunlang.diagnostics import Diagnostic
from dunlang.portfolio.documents.pages import NO_LEDGER

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from dunlang.source import Source

__all__ = ["Sheet", "open_sheet"]

_DAY = re.compile(r"\d{4}-\d\d-\d\d")


class Sheet:
    """The rows of one file by the names of its columns. A row that does not fit the header is kept, and not read."""

    def __init__(self, name: str, columns: Sequence[str], delimiter: str = ",", text: str = "") -> None:
        self.name = name
        self.columns = list(columns)
        self.rows: list[list[str]] = []
        self.added = 0
        self._delimiter = delimiter
        self._text = text
        self._rewrite = False
        self._places = {column.strip().casefold(): at for at, column in reversed(list(enumerate(columns)))}

    @property
    def changed(self) -> bool:
        """Whether there is something to write."""
        return bool(self.added) or self._rewrite

    def each(self) -> Iterator[tuple[int, dict[str, str]]]:
        """The number and the filled cells of each row that fits the header."""
        width = len(self.columns)
        for at, cells in enumerate(self.rows):
            if len(cells) == width:
                yield at, {name: text for name, place in self._places.items() if (text := cells[place].strip())}

    def add(self, values: Mapping[str, str]) -> int:
        """A new row at the end; a column that the file lacks is added where there is something to put in it."""
        for name, value in values.items():
            if value:
                self._make(name)
        self.rows.append([""] * len(self.columns))
        self._fill(len(self.rows) - 1, values)
        self.added += 1
        return len(self.rows) - 1

    def set(self, at: int, values: Mapping[str, str]) -> None:
        """Put *values* into the cells of row *at*."""
        for name in values:
            self._make(name)
        self._fill(at, values)
        self._rewrite = True

    def fill(self, at: int, values: Mapping[str, str]) -> None:
        """Put *values* into a row that :meth:`add` made: nothing that stood in the file changes."""
        for name, value in values.items():
            if value:
                self._make(name)
        self._fill(at, values)

    def keep(self, rows: Sequence[Mapping[str, str]]) -> None:
        """Let the file hold *rows* and nothing else."""
        before = [self._texts(cells) for cells in self.rows]
        self.rows = []
        for row in rows:
            for name in row:
                self._make(name)
            self.rows.append([""] * len(self.columns))
            self._fill(len(self.rows) - 1, row)
        self._rewrite = self._rewrite or before != [self._texts(cells) for cells in self.rows]

    def text(self) -> str:
        """The file as it should be."""
        if not self._rewrite and self._text:
            lead = self._text if self._text.endswith("\n") else self._text + self._newline
            return lead + self._lines(self.rows[len(self.rows) - self.added :])
        return self._lines([self.columns, *self.rows])

    @property
    def _newline(self) -> str:
        return "\r\n" if "\r\n" in self._text else "\n"

    def _lines(self, rows: Sequence[Sequence[str]]) -> str:
        out = io.StringIO()
        writer = csv.writer(out, delimiter=self._delimiter, lineterminator=self._newline)
        writer.writerows(rows)
        return out.getvalue()

    def _make(self, name: str) -> None:
        if name not in self._places:
            width = len(self.columns)
            self._places[name] = width
            self.columns.append(name)
            for cells in self.rows:
                if len(cells) == width:
                    cells.append("")
            self._rewrite = True

    def _fill(self, at: int, values: Mapping[str, str]) -> None:
        cells = self.rows[at]
        cells.extend([""] * (len(self.columns) - len(cells)))
        for name, value in values.items():
            if name in self._places:
                cells[self._places[name]] = value

    def _texts(self, cells: Sequence[str]) -> dict[str, str]:
        return {name: cells[place] for name, place in self._places.items() if place < len(cells) and cells[place]}


def open_sheet(source: Source | None, name: str, columns: Sequence[str], required: Sequence[str]) -> Sheet | Diagnostic:
    """The file in *source*, or a new one with *columns*; a finding where it cannot take rows."""
    if source is None or not source.text.strip("\ufeff\r\n "):
        return Sheet(name, columns)
    text = source.text.removeprefix("\ufeff")
    line = text.partition("\n")[0]
    delimiter = ";" if line.count(";") > line.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[list[str]] = []
    try:
        rows.extend(reader)
    except csv.Error as error:
        return _fault(name, f"line {reader.line_num} cannot be read ({error})", "set the line right")
    sheet = Sheet(name, rows[0], delimiter, text)
    known = {column.strip().casefold() for column in rows[0]}
    missing = [column for column in required if column not in known]
    if missing:
        listed = ", ".join(f"`{column}`" for column in missing)
        return _fault(name, f"its header lacks {listed}", "use the ledger's own column names, or name another folder")
    sheet.rows = [row for row in rows[1:] if any(row)]
    first = next((row for _, row in sheet.each()), {})
    if "," in first.get("amount", ""):
        return _fault(name, f"its amounts are written as `{first['amount']}`", "write them with a point: 1234.56")
    if "date" in first and not _DAY.fullmatch(first["date"]):
        return _fault(name, f"its dates are written as `{first['date'][:20]}`", "write them as 2026-01-31")
    return sheet


def _fault(name: str, reason: str, wanted: str) -> Diagnostic:
    return NO_LEDGER.at(None, f"cannot add to `{name}`: {reason}", file=name, help=wanted)
