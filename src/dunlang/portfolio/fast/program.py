"""A policy as a program over tables: lookup tables that the reference wrote, and named selects in a portable SQL.

The selects read ``inv``, ``deb`` and ``ev`` (see :mod:`.load`), the program's own tables, and earlier selects; the last
is ``result``. They use joins, CASE, CAST, GROUP BY, window functions with frames and UNION ALL, no list, no structure
and no star of the final columns, so sqlglot can turn them into other dialects. Integer division is written ``//``, days
are day numbers (:meth:`datetime.date.toordinal`), amounts whole minor units.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import attrs

from dunlang.records import frozen

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Program", "Select", "Stored", "Table", "stored"]


@frozen(kw_only=True)
class Table:
    """A lookup table: *columns* are names with their types (``integer``, ``bigint``, ``varchar`` or ``boolean``)."""

    name: str
    columns: tuple[tuple[str, str], ...]
    rows: Sequence[tuple[object, ...]] = attrs.field(repr=False)


@frozen(kw_only=True)
class Select:
    """A named select. *keep*: it is read more than once, so an engine that would run it each time should store it."""

    name: str
    sql: str = attrs.field(repr=False)
    keep: bool = False


@frozen(kw_only=True)
class Program:
    """Tables and selects; the last select is ``result``, one row for each invoice (see :mod:`.verdict`)."""

    tables: tuple[Table, ...]
    selects: tuple[Select, ...]

    def statement(self) -> str:
        """All selects as one statement, over a database that holds the tables."""
        *named, last = self.selects
        text = ",\n".join(f"{select.name} AS ({select.sql})" for select in named)
        return f"WITH {text}\n{last.sql}" if named else last.sql


@frozen(kw_only=True)
class Stored:
    """A kept select as one text, with the selects that it alone reads; *spent* are not read any more after it."""

    name: str
    sql: str = attrs.field(repr=False)
    spent: tuple[str, ...] = ()


def stored(selects: Sequence[Select]) -> tuple[Stored, ...]:
    """The kept selects and the last one, in order, for an engine that stores each as a table."""
    sql = {select.name: select.sql for select in selects}
    reads = {name: set(re.findall(r"(?:FROM|JOIN) (\w+)", text)) for name, text in sql.items()}
    kept = {select.name for select in selects if select.keep} | {selects[-1].name}

    def inner(name: str) -> list[str]:
        found: list[str] = []
        for other in sql:
            if other in reads[name] and other not in kept:
                found += [one for one in inner(other) if one not in found]
                found.append(other)
        return found

    needs = {name: {read for one in (*inner(name), name) for read in reads[one]} & kept for name in kept}
    order = [select.name for select in selects if select.name in kept]
    last = {read: place for place, name in enumerate(order) for read in needs[name]}
    found = []
    for place, name in enumerate(order):
        inside = ",\n".join(f"{one} AS ({sql[one]})" for one in dict.fromkeys(inner(name)))
        text = f"WITH {inside}\n{sql[name].strip()}" if inside else sql[name].strip()
        found.append(Stored(name=name, sql=text, spent=tuple(read for read, at in last.items() if at == place)))
    return tuple(found)
