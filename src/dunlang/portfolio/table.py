"""One CSV text as rows of named cells. A fault is a :class:`Reject`: nothing is dropped in silence.

The delimiter (`,` or `;`) is read off the header line, so that a decimal comma in a row can never be taken for one.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Literal, TypeAlias

import attrs

from dunlang.diagnostics import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from dunlang.portfolio.columns import Column
    from dunlang.source import Source

__all__ = ["FileCount", "Reject", "Table", "open_table", "rows"]

_SHOWN = 60


@attrs.frozen(kw_only=True)
class Reject:
    """One fault in a ledger: where, what was found, what is right. An error drops its row, a warning drops nothing."""

    file: str
    row: int
    """The line of the file on which the row starts; the header is line 1."""
    column: str = ""
    value: str = ""
    """The cell as written, shortened to 60 characters."""
    reason: str
    help: str = ""
    severity: Literal["error", "warning"] = "error"

    def __str__(self) -> str:
        place = f"{self.file}:{self.row}" + (f" {self.column}" if self.column else "")
        return f"{place}: {self.reason}" + (f"; {self.help}" if self.help else "")


@attrs.frozen(kw_only=True)
class FileCount:
    """What became of a file's rows: *rows* is *accepted* + *rejected*."""

    file: str
    rows: int
    accepted: int

    @property
    def rejected(self) -> int:
        """The rows that were not taken."""
        return self.rows - self.accepted


@attrs.frozen(kw_only=True)
class Table:
    """A file whose header has been read: where each known column stands in its rows."""

    source: Source = attrs.field(repr=lambda source: repr(source.name))
    delimiter: str
    width: int
    places: tuple[tuple[Column, int], ...]

    def has(self, column: str) -> bool:
        """Whether the header has *column*."""
        return any(known.name == column for known, _ in self.places)


Note: TypeAlias = "Callable[[Reject], None]"


def open_table(
    source: Source,
    columns: tuple[Column, ...],
    note: Note,
    *,
    headers: Mapping[str, str],
    elsewhere: Mapping[str, str],
) -> Table | None:
    """Read the header of *source*; None where required columns are missing or doubled.

    *headers* maps another system's header to the column's name. *elsewhere* says, for names that are columns of
    another file, which one.
    """
    text = source.text.removeprefix("\ufeff")
    line = text[: text.find("\n")] if "\n" in text else text
    delimiter = ";" if _bare(line, ";") > _bare(line, ",") else ","
    try:
        names = next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), [])
    except csv.Error as error:
        note(Reject(file=source.name, row=1, reason=f"the header cannot be read: {error}"))
        return None
    if not any(name.strip() for name in names):
        listed = _words(column.name for column in columns if column.required)
        note(Reject(file=source.name, row=1, reason="there is no header line", help=f"start with the columns {listed}"))
        return None
    places, sound = _places(source, names, columns, note, headers, elsewhere)
    for column in columns:
        if column.required and not any(found is column for found, _ in places):
            sound = False
            close = did_you_mean(column.name, [name.strip() for name in names if name.strip()])
            hint = f", rename `{close}` to it" if close and close.casefold() != column.name else ""
            note(
                Reject(
                    file=source.name,
                    row=1,
                    column=column.name,
                    reason=f"the column `{column.name}` is missing",
                    help=f"add it ({column.meaning}){hint}",
                )
            )
    return Table(source=source, delimiter=delimiter, width=len(names), places=tuple(places)) if sound else None


def _places(
    source: Source,
    names: list[str],
    columns: tuple[Column, ...],
    note: Note,
    headers: Mapping[str, str],
    elsewhere: Mapping[str, str],
) -> tuple[list[tuple[Column, int]], bool]:
    known = {column.name.casefold(): column for column in columns}
    mapped = {key.strip().casefold(): value for key, value in headers.items()}
    seen: dict[str, int] = {}
    places: list[tuple[Column, int]] = []
    sound = True
    for index, written in enumerate(names):
        name = written.strip().casefold()
        name = mapped.get(name, name)
        if not name:
            continue
        if name in seen:
            sound = False
            reason = f"the column `{name}` stands twice: cells {seen[name] + 1} and {index + 1} of the header"
            note(
                Reject(
                    file=source.name, row=1, column=name, value=written[:_SHOWN], reason=reason, help="keep one of them"
                )
            )
            continue
        seen[name] = index
        if column := known.get(name):
            places.append((column, index))
            continue
        if name in elsewhere:
            hint = f"move it there: `{name}` belongs in {elsewhere[name]}"
        elif close := did_you_mean(name, known):
            hint = f"did you mean `{close}`?"
        else:
            hint = "declare an `attribute` of that name in the policy to use it"
        reason = f"unknown column `{written.strip()[:_SHOWN]}`: it is not read"
        note(Reject(file=source.name, row=1, column=name[:_SHOWN], reason=reason, help=hint, severity="warning"))
    return places, sound


def rows(table: Table, note: Note) -> Iterator[tuple[int, list[str] | None]]:
    """The rows after the header: their line, and their cells in the order of ``table.places``, stripped.

    None stands for a row that cannot be taken apart; its fault has been noted. Rows without any content are left out.
    """
    text = table.source.text.removeprefix("\ufeff")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=table.delimiter, strict=True)
    next(reader)
    indexes = [index for _, index in table.places]
    width, name = table.width, table.source.name
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            note(Reject(file=name, row=line, reason=_csv_fault(str(error), line, reader.line_num), help=_QUOTES))
            yield line, None
            continue
        if len(cells) != width:
            if not any(cell.strip() for cell in cells):
                continue
            reason = f"the row has {len(cells)} cells, the header {width}"
            wanted = (
                f"put a cell that holds `{table.delimiter}` in double quotes" if len(cells) > width else "fill it up"
            )
            note(Reject(file=name, row=line, value=table.delimiter.join(cells)[:_SHOWN], reason=reason, help=wanted))
            yield line, None
            continue
        picked = [cells[index].strip() for index in indexes]
        if any(picked) or any(cell.strip() for cell in cells):
            yield line, picked


_QUOTES = 'close each `"`, and write a quote inside a quoted cell twice'


def _csv_fault(message: str, first: int, last: int) -> str:
    where = f"lines {first} to {last}" if last > first else "the line"
    if "field larger" in message:
        return f"{where} cannot be read: a cell is longer than {csv.field_size_limit()} characters"
    if "NUL" in message:
        return f"{where} cannot be read: a NUL byte"
    return f"{where} cannot be read: a double quote is out of place"


def _bare(line: str, mark: str) -> int:
    """How often *mark* stands outside quotes."""
    return sum(part.count(mark) for part in line.split('"')[::2])


def _words(names: Iterator[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
