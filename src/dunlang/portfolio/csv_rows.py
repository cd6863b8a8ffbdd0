"""CSV texts as rows of cells.

The delimiter (`,`, `;` or a tab) is read off the header line, so that a decimal comma in a row can never be taken for
one.
"""

from __future__ import annotations

import csv
import io
from operator import itemgetter
from typing import TYPE_CHECKING

from dunlang.diagnostics import did_you_mean
from dunlang.portfolio.table import SHOWN, Reject, Table, mapped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from dunlang.portfolio.columns import Column
    from dunlang.portfolio.table import Header, Note

__all__ = ["open_csv", "rows_of_csv"]


def open_csv(header: Header, note: Note) -> Table | None:
    """Read the header line; None where required columns are missing or doubled."""
    source, columns = header.source, header.columns
    text = source.text.removeprefix("\ufeff")
    line = text[: text.find("\n")] if "\n" in text else text
    delimiter = max((",", ";", "\t"), key=lambda mark: _bare(line, mark))
    try:
        names = next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), [])
    except csv.Error as error:
        note(Reject(file=source.name, row=1, reason=f"the header cannot be read: {error}"))
        return None
    if not any(name.strip() for name in names):
        listed = _words(column.name for column in columns if column.required)
        note(Reject(file=source.name, row=1, reason="there is no header line", help=f"start with the columns {listed}"))
        return None
    places, sound = _places(header, names, note)
    written = {column.name: names[at].strip() for column, at in places}
    for fault in header.lacking(written):
        note(fault)
    for column in columns:
        told = column.name in header.part.defaults or (column.name == "kind" and header.part.negative == "credit")
        if column.name not in written and told:
            places.append((column, -1))
        elif column.required and column.name not in written:
            sound = False
            close = did_you_mean(column.name, [name.strip() for name in names if name.strip()])
            hint = f", rename `{close}` to it" if close and close.casefold() != column.name else ""
            reason = f"the column `{column.name}` is missing"
            wanted = f"add it ({column.meaning}){hint}"
            note(Reject(file=source.name, row=1, column=column.name, reason=reason, help=wanted))
    if not sound:
        return None
    return Table(
        source=source, header=header, delimiter=delimiter, width=len(names), places=tuple(places), written=written
    )


def _places(header: Header, names: list[str], note: Note) -> tuple[list[tuple[Column, int]], bool]:
    seen: dict[str, int] = {}
    places: list[tuple[Column, int]] = []
    sound = True
    for index, written in enumerate(names):
        name = header.name(written)
        if not name:
            continue
        if name in seen:
            sound = False
            places_of_both = f"cells {seen[name] + 1} and {index + 1} of the header"
            note(header.twice(1, name, written, places_of_both, "keep one of them"))
            continue
        seen[name] = index
        if column := header.column(name):
            places.append((column, index))
        else:
            note(header.unknown(1, written))
    return places, sound


def rows_of_csv(table: Table, note: Note) -> Iterator[tuple[int, list[str] | None]]:
    """The rows after the header: their line, and their cells in the order of ``table.places``, stripped.

    None stands for a row that cannot be taken apart; its fault has been noted. Rows without any content are left out.
    """
    text = table.source.text.removeprefix("\ufeff")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=table.delimiter, strict=True)
    next(reader)
    pick = _picker([index for _, index in table.places])
    plain = not table.swaps and table.turned is None
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
            note(Reject(file=name, row=line, value=table.delimiter.join(cells)[:SHOWN], reason=reason, help=wanted))
            yield line, None
            continue
        picked = pick([cell.strip() for cell in cells])
        if any(picked) or any(cell.strip() for cell in cells):
            yield line, picked if plain else mapped(table, picked)


def _picker(indexes: list[int]) -> Callable[[list[str]], list[str]]:
    """From the cells of a row to those at *indexes*; empty for -1."""
    if len(indexes) == 1 or -1 in indexes:
        return lambda cells: ["" if index < 0 else cells[index] for index in indexes]
    take = itemgetter(*indexes)
    return lambda cells: list(take(cells))


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


def _words(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
