"""A large ledger in parts: all that belongs to a debtor in one, so that each part is judged like a small ledger.

The raw rows are divided once, into Parquet files in a folder, by a hash of the debtor's id; an event that names only
its invoice goes where the invoice went. So memory is bounded by the part, and time grows with the ledger.
"""

# ruff: noqa: S608 - names of columns come quoted, paths with their quotes doubled

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dunlang.portfolio.fast.ingest import forget, read_columns, repeated_numbers
from dunlang.project.ledger_files import PARTS
from dunlang.project.table_files import quoted
from dunlang.records import frozen

if TYPE_CHECKING:
    from collections.abc import Callable

    from dunlang.model.policy import Policy
    from dunlang.portfolio.fast.faults import Fault

__all__ = ["SIZE", "Division", "divide", "drop_part", "lay_part"]

#: So many invoices are judged at once, or four times as many events: 1.3 GB.
SIZE = 1_000_000
_EVENTS = 4
#: The invoices of so many parts are looked up at once.
_LOOKED_UP = 12
#: The column that says into which part a row goes: no column of a ledger has such a name.
_PART = '"0"'
#: Files that are read once: what they cost to write counts.
_FORM = f"FORMAT parquet, PARQUET_VERSION v2, COMPRESSION uncompressed, DICTIONARY_SIZE_LIMIT 1, PARTITION_BY ({_PART})"


@frozen(kw_only=True)
class Division:
    """How a ledger was divided."""

    invoices: int
    """The invoices, or what their debtors and events weigh where that is more."""
    parts: int
    """1: it was left as it is."""
    folder: Path | None = None
    faults: tuple[Fault, ...] = ()
    """What can only be seen in all parts together."""


def divide(con: Any, policy: Policy, folder: Path | None, size: int, tell: Callable[[str], None]) -> Division:
    """Divide ``raw_invoices``, ``raw_debtors`` and ``raw_events`` into parts of some *size* invoices, into *folder*.

    A ledger that is one part is left as it is, and so is one without a *folder*. *tell* is told of every stage.
    """
    invoices, debtors, events = (con.execute(f"SELECT count(*) FROM raw_{name}").fetchall()[0][0] for name in PARTS)
    weight = max(invoices, debtors, events // _EVENTS)
    parts = -(-weight // size)
    if parts < 2 or folder is None:
        return Division(invoices=weight, parts=1)
    columns: dict[str, str] = {}
    con.execute("SET preserve_insertion_order = false")  # rows carry their numbers
    for name in PARTS:
        columns[name] = read_columns(con, policy, name)
        con.execute(f"CREATE OR REPLACE TEMP TABLE no_{name} AS SELECT {columns[name]} FROM raw_{name} LIMIT 0")
    for name in ("debtors", "invoices"):
        tell(f"dividing the {name}")
        _copy(con, f"SELECT {columns[name]}, {_of('debtor', parts)} AS {_PART} FROM raw_{name}", folder / name / "0")
    tell("dividing the events")
    repeated = _divide_events(con, columns["events"], folder, parts, -(-parts // _LOOKED_UP))
    for name in PARTS:
        forget(con, f"raw_{name}")
    con.execute("SET preserve_insertion_order = true")
    faults = (repeated_numbers(repeated),) if repeated else ()
    return Division(invoices=weight, parts=parts, folder=folder, faults=faults)


def lay_part(con: Any, division: Division, part: int) -> None:
    """Make ``raw_invoices``, ``raw_debtors`` and ``raw_events`` those of one part."""
    if division.folder is None:
        return
    for name in PARTS:
        forget(con, f"raw_{name}")
        source = _files(division.folder / name, part) or f"no_{name}"
        con.execute(f"CREATE OR REPLACE TEMP VIEW raw_{name} AS SELECT * FROM {source}")


def drop_part(division: Division, part: int) -> None:
    """Take away the files of a part."""
    if division.folder is None:
        return
    for name in PARTS:
        for spent in (division.folder / name).glob(f"*/0={part}"):
            shutil.rmtree(spent)


def _divide_events(con: Any, columns: str, folder: Path, parts: int, shares: int) -> int:
    """Each event to the part of its debtor or, where it names none, of its invoice; how many rows repeat a number.

    The invoices are looked up in *shares*, by a hash of the number.
    """
    held = {row[0] for row in con.execute("DESCRIBE raw_events").fetchall()}
    about = "e.invoice" if "invoice" in held else "CAST(NULL AS VARCHAR)"
    placed = f"SELECT invoice, hash(invoice) AS number, ({_of('debtor', parts)})::USMALLINT AS part FROM raw_invoices"
    shares_of_numbers, shares_of_events = [f"({placed})"], [f"(SELECT {columns} FROM raw_events)"]
    if shares > 1:
        _copy(con, f"SELECT *, number % {shares} AS {_PART} FROM ({placed})", folder / "numbers" / "0")
        _copy(con, f"SELECT {columns}, {_of(about, shares)} AS {_PART} FROM raw_events e", folder / "told" / "0")
        shares_of_numbers = [_files(folder / "numbers", at) or f"({placed} LIMIT 0)" for at in range(shares)]
        shares_of_events = [_files(folder / "told", at) or "no_events" for at in range(shares)]
    repeated = 0
    for at, (some, events) in enumerate(zip(shares_of_numbers, shares_of_events, strict=True)):
        con.execute(
            "CREATE OR REPLACE TEMP TABLE placed AS SELECT number, min(part) AS part, count(*)::UINTEGER AS many "
            f"FROM {some} GROUP BY number"
        )
        # two numbers may have the same hash, however seldom: these are told apart by their text
        con.execute(
            f"CREATE OR REPLACE TEMP TABLE alike AS SELECT invoice, min(part) AS part, count(*) AS many FROM {some} "
            "WHERE number IN (SELECT number FROM placed WHERE many > 1) GROUP BY invoice"
        )
        repeated += con.execute("SELECT coalesce(sum(many - 1), 0) FROM alike").fetchall()[0][0]
        part = f"coalesce(a.part, p.part, {_of(about, parts)})"
        if "debtor" in held:
            part = f"CASE WHEN nullif(e.debtor, '') IS NULL THEN {part} ELSE {_of('e.debtor', parts)} END"
        _copy(
            con,
            f"SELECT e.*, {part} AS {_PART} FROM {events} e LEFT JOIN placed p ON p.number = hash({about}) "
            f"LEFT JOIN alike a ON a.invoice = {about}",
            folder / "events" / str(at),
        )
    con.execute("DROP TABLE placed; DROP TABLE alike")
    for name in ("numbers", "told"):
        shutil.rmtree(folder / name, ignore_errors=True)
    return int(repeated)


def _of(cell: str, parts: int) -> str:
    """The part to which a text belongs."""
    return f"hash({cell}) % {parts}"


def _copy(con: Any, select: str, folder: Path) -> None:
    folder.parent.mkdir(exist_ok=True)
    con.execute(f"COPY ({select}) TO '{quoted(folder)}' ({_FORM})")


def _files(folder: Path, part: int) -> str:
    """The rows of a part as a table, from the files that were written; empty where there are none."""
    if not any(folder.glob(f"*/0={part}")):
        return ""
    return f"read_parquet('{quoted(folder)}/*/0={part}/*.parquet', hive_partitioning = false)"
