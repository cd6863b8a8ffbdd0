"""A policy as a program over tables: lookup tables that the reference wrote, and named selects in a portable SQL.

The selects read ``inv``, ``deb`` and ``ev`` (see :mod:`.load`), the program's own tables, and earlier selects; the last
is ``result``. They use joins, CASE, CAST, GROUP BY, window functions with frames and UNION ALL, no list, no structure
and no star of the final columns, so sqlglot can turn them into other dialects. Integer division is written ``//``, days
are day numbers (:meth:`datetime.date.toordinal`), amounts whole minor units.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Program", "Select", "Table"]


@attrs.frozen(kw_only=True)
class Table:
    """A lookup table: *columns* are names with their types (``integer``, ``bigint``, ``varchar`` or ``boolean``)."""

    name: str
    columns: tuple[tuple[str, str], ...]
    rows: Sequence[tuple[object, ...]] = attrs.field(repr=False)


@attrs.frozen(kw_only=True)
class Select:
    """A named select. *keep*: it is read more than once, so an engine that would run it each time should store it."""

    name: str
    sql: str = attrs.field(repr=False)
    keep: bool = False


@attrs.frozen(kw_only=True)
class Program:
    """Tables and selects; the last select is ``result``, one row for each invoice (see :mod:`.verdict`)."""

    tables: tuple[Table, ...]
    selects: tuple[Select, ...]

    def statement(self) -> str:
        """All selects as one statement, over a database that holds the tables."""
        *named, last = self.selects
        text = ",\n".join(f"{select.name} AS ({select.sql})" for select in named)
        return f"WITH {text}\n{last.sql}" if named else last.sql
