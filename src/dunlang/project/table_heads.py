"""The columns of a large ledger's files: which of them tables read, and what the row reader says of the others."""

# ruff: noqa: S608 - names of columns come quoted, paths with their quotes doubled

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dunlang.portfolio.columns import DEBTORS, EVENTS, INVOICES
from dunlang.portfolio.csv_rows import open_csv
from dunlang.portfolio.mapping import LedgerMapping
from dunlang.portfolio.register import Register
from dunlang.project.files import shown
from dunlang.records import frozen
from dunlang.source import Source

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from dunlang.model.policy import Policy
    from dunlang.portfolio.table import Header, Reject

__all__ = ["Head", "csv_head", "header_of", "parquet_head"]

#: The longest header line, in bytes.
_LONGEST = 100_000


@frozen(kw_only=True)
class Head:
    """What is read of a file."""

    columns: tuple[str, ...]
    """The columns of the ledger that it has, under the names of the ledger."""
    delimiter: str = ","
    rejects: tuple[Reject, ...] = ()
    """The warnings about its other columns."""


def header_of(policy: Policy, part: str, name: str, text: str = "") -> Header:
    """How the names in a file called *name* are to be read, as the row reader reads them."""
    register = Register(policy.attributes, policy.currency, None, LedgerMapping())
    columns = {
        "invoices": (*INVOICES, *register.of_invoice),
        "debtors": (*DEBTORS, *register.of_debtor),
        "events": EVENTS,
    }
    return register.header(Source(name, text), part, columns[part])


def csv_head(policy: Policy, part: str, file: Path) -> Head | None:
    """The head of a CSV file; None where it needs the row reader. Raises OSError."""
    with file.open("rb") as opened:
        line = opened.readline(_LONGEST)
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError:
        return None
    rejects: list[Reject] = []
    table = open_csv(header_of(policy, part, shown(file), text), rejects.append)
    if table is None or any(table.written[column.name] != column.name for column, _ in table.places):
        return None
    names = tuple(column.name for column, _ in table.places)
    return None if "line" in names else Head(columns=names, delimiter=table.delimiter, rejects=tuple(rejects))


def parquet_head(con: Any, policy: Policy, part: str, file: Path, names: Sequence[str]) -> Head | None:
    """The head of a Parquet file with the columns *names*; None where it needs the row reader.

    The row reader warns of a column in the first row that fills it, and not at all of an empty one.
    """
    header = header_of(policy, part, shown(file))
    meant = [header.name(name) for name in names]
    known = [name for name, own in zip(names, meant, strict=True) if header.column(own) is not None]
    if "line" in known or any(header.column(name) is None for name in known) or len(set(meant)) < len(meant):
        return None
    strange = [name for name, own in zip(names, meant, strict=True) if own and name not in known]
    if not strange:
        return Head(columns=tuple(known))
    firsts = ", ".join(f"min(row) FILTER (WHERE c{at} IS NOT NULL)" for at, _ in enumerate(strange))
    cells = ", ".join('"' + name.replace('"', '""') + f'" AS c{at}' for at, name in enumerate(strange))
    path = str(file).replace("'", "''")
    first = con.execute(
        f"SELECT {firsts} FROM (SELECT file_row_number + 1 AS row, {cells} "
        f"FROM read_parquet('{path}', file_row_number = true))"
    ).fetchall()[0]
    found = [(row, name) for row, name in zip(first, strange, strict=True) if row is not None]
    return Head(columns=tuple(known), rejects=tuple(header.unknown(row, name) for row, name in found))
