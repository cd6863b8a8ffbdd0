"""A ledger's file as rows of named cells, whatever its format. A fault is a :class:`Reject`: nothing drops in silence.

:mod:`.csv_rows` and :mod:`.json_lines` read the formats; here is what they share: which column stands where, what a
column that nobody knows may have meant, and what a mapping makes of a cell.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

import attrs

from dunlang.diagnostics import did_you_mean
from dunlang.portfolio.mapping import OWN, Exact, PartMapping
from dunlang.records import frozen

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from dunlang.portfolio.columns import Column
    from dunlang.source import Source

__all__ = ["SHOWN", "FileCount", "Header", "Note", "Reject", "Table", "mapped"]

#: So many characters of a cell are shown.
SHOWN = 60


@frozen(kw_only=True)
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


@frozen(kw_only=True)
class FileCount:
    """What became of a file's rows: *rows* is *accepted* + *rejected*."""

    file: str
    rows: int
    accepted: int

    @property
    def rejected(self) -> int:
        """The rows that were not taken."""
        return self.rows - self.accepted


Note: TypeAlias = "Callable[[Reject], None]"


@frozen(kw_only=True)
class Header:
    """The names in a file: which column each of them is."""

    source: Source = attrs.field(repr=lambda source: repr(source.name))
    columns: tuple[Column, ...]
    part: PartMapping = OWN
    elsewhere: Mapping[str, str] = attrs.field(factory=dict)
    """Names that are columns of another file, to that file."""
    _known: Mapping[str, Column] = attrs.field(init=False, repr=False)
    _renamed: Mapping[str, str] = attrs.field(init=False, repr=False)
    _ignored: frozenset[str] = attrs.field(init=False, repr=False)

    @_known.default
    def _of_columns(self) -> Mapping[str, Column]:
        return {column.name.casefold(): column for column in self.columns}

    @_renamed.default
    def _of_mapping(self) -> Mapping[str, str]:
        return {key.strip().casefold(): value for key, value in self.part.columns.items()}

    @_ignored.default
    def _of_ignored(self) -> frozenset[str]:
        return frozenset(name.strip().casefold() for name in self.part.ignored)

    def name(self, written: str) -> str:
        """The name of the column that *written* is, known or not; empty where it is not to be read."""
        name = written.strip().casefold()
        return "" if name in self._ignored else self._renamed.get(name, name)

    def column(self, name: str) -> Column | None:
        """The column called *name*."""
        return self._known.get(name)

    def twice(self, row: int, name: str, written: str, places: str, wanted: str) -> Reject:
        """The fault that two names are the same column."""
        reason = f"the column `{name[:SHOWN]}` stands twice: {places}"
        file, value = self.source.name, written[:SHOWN]
        return Reject(file=file, row=row, column=name[:SHOWN], value=value, reason=reason, help=wanted)

    def unknown(self, row: int, written: str) -> Reject:
        """The warning that a name is no column of this file."""
        name = self.name(written)
        if name in self.elsewhere:
            hint = f"move it there: `{name}` belongs in {self.elsewhere[name]}"
        elif close := did_you_mean(name[:SHOWN], self._known):
            hint = f"did you mean `{close}`?"
        else:
            hint = "declare an `attribute` of that name in the policy to use it"
        reason = f"unknown column `{written.strip()[:SHOWN]}`: it is not read"
        file, column = self.source.name, name[:SHOWN]
        return Reject(file=file, row=row, column=column, reason=reason, help=hint, severity="warning")

    def lacking(self, found: Mapping[str, str]) -> tuple[Reject, ...]:
        """Warnings for headers of the mapping that the file does not have; *found* are its columns, to their names."""
        lacks = []
        for written, column in self.part.columns.items():
            if column in found:
                continue
            close = did_you_mean(written, found.values())
            hint = f"did you mean `{close}`?" if close else "set right the mapping, or take it out there"
            reason = f"the mapping names `{written[:SHOWN]}` for `{column}`, and the file does not have it"
            lacks.append(
                Reject(file=self.source.name, row=1, column=column, reason=reason, help=hint, severity="warning")
            )
        return tuple(lacks)


@frozen(kw_only=True)
class Table:
    """A file whose header has been read: where each known column stands in its rows."""

    source: Source = attrs.field(repr=lambda source: repr(source.name))
    places: tuple[tuple[Column, int], ...]
    """The columns, and the index of each in a row of the file; -1 for a column that only has a default."""
    header: Header = attrs.field(repr=False)
    written: Mapping[str, str] = attrs.field(factory=dict)
    """Our column, to the header in the file."""
    delimiter: str = ","
    width: int = 0
    swaps: tuple[tuple[int, Mapping[str, str], str], ...] = attrs.field(init=False, repr=False)
    """For each cell that the mapping changes: its index, what its words mean, and what it means when empty."""

    @swaps.default
    def _of_part(self) -> tuple[tuple[int, Mapping[str, str], str], ...]:
        part = self.part
        return tuple(
            (at, part.values.get(column.name, {}), part.defaults.get(column.name, ""))
            for at, (column, _) in enumerate(self.places)
            if column.name in part.values or column.name in part.defaults
        )

    turned: tuple[int, int] | None = attrs.field(init=False, repr=False)
    """Where amounts below zero make credit notes: the index of the amount and that of the kind."""

    @turned.default
    def _of_negative(self) -> tuple[int, int] | None:
        at = {column.name: at for at, (column, _) in enumerate(self.places)}
        return (
            (at["amount"], at["kind"]) if self.part.negative == "credit" and {"amount", "kind"} <= at.keys() else None
        )

    @property
    def part(self) -> PartMapping:
        """The mapping of the file."""
        return self.header.part


def mapped(table: Table, cells: list[str]) -> list[str]:
    """The cells of a row, stripped, as the mapping of the file means them."""
    for at, values, default in table.swaps:
        cell = cells[at]
        if cell in values:
            cells[at] = Exact(values[cell])
        elif not cell and default:
            cells[at] = Exact(default)
    if table.turned is not None:
        amount, kind = table.turned
        text = cells[amount]
        if text[:1] == "-" or text[-1:] == "-":
            plain = text.removeprefix("-") if text[0] == "-" else text.removesuffix("-")
            cells[amount] = Exact(plain) if isinstance(text, Exact) else plain.strip()
            if cells[kind] in ("", "invoice"):
                cells[kind] = "credit"
    return cells
