"""What is odd in sound rows of a ledger, found in columns: the row reader warns of it too, and takes the rows as well.

First a test of whole columns says whether there is anything; only for the rows that it names is more worked out. Of
each kind the first :data:`MOST` rows are given, and the next one.
"""

# ruff: noqa: S608 - words of users are literals with their quotes doubled

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dunlang.portfolio.columns import DEBTORS, EVENTS, INVOICES
from dunlang.portfolio.fast.faults import Fault
from dunlang.portfolio.fast.ingest import LINES, TEXTS
from dunlang.portfolio.fast.raw_cells import Cells
from dunlang.portfolio.fast.words import literal
from dunlang.records import frozen

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from dunlang.model.policy import Policy

__all__ = ["MOST", "Again", "events_again", "odd_addresses", "strange_steps", "unprinted_texts"]

#: So many rows of one kind are named.
MOST = 10_000
_BATCH = 5_000
#: Addresses that are one beyond doubt; the others are looked at one by one.
_ADDRESS = r"[!#-''*+./0-9=?A-Z^-z{|}~-]{1,64}@[!#-''*+/0-9=?A-Z^-z{|}~-]+([.][!#-''*+/0-9=?A-Z^-z{|}~-]+)+"


@frozen(kw_only=True)
class Again:
    """An event that stands in the ledger already."""

    row: int
    kind: str
    first: int
    """The row where it stands first."""
    credited: bool
    """Whether that is a credit note among the invoices."""


def unprinted_texts(con: Any) -> tuple[Fault, ...]:
    """The texts of the raw tables in which a sign does not print: such rows are not taken."""
    faults = []
    for file, columns in (("debtors", DEBTORS), ("invoices", INVOICES), ("events", EVENTS)):
        cell = Cells(con, file)
        texts = [c.name for c in columns if c.kind == "text" and cell.types.get(c.name) == "VARCHAR"]
        if not texts:
            continue
        test = " OR ".join(map(cell.unprinted, texts))
        count, row = con.execute(f"SELECT count(*), min(line) FROM raw_{file} r WHERE {test}").fetchall()[0]
        if count:
            what = "have a text with a control character"
            faults.append(Fault(place=TEXTS[file], file=file, what=what, count=count, row=row))
    return tuple(faults)


def strange_steps(con: Any, steps: Collection[str]) -> tuple[tuple[tuple[str, int], ...], int]:
    """The steps in ``raw_events`` that are none of *steps*, each with the first row that names it, and how many."""
    cell = Cells(con, "events")
    if "step" not in cell.types:
        return (), 0
    known = ", ".join(map(literal, sorted(steps))) or "''"
    rows = con.execute(
        f"SELECT {cell('step')} AS step, min(line) AS first, count(*) OVER () FROM raw_events r "
        f"WHERE {cell('step')} NOT IN ({known}) GROUP BY 1 ORDER BY 2 LIMIT {MOST + 1}"
    ).fetchall()
    return tuple((step, line) for step, line, _ in rows), rows[0][2] if rows else 0


def odd_addresses(con: Any) -> Iterator[tuple[int, str]]:
    """The rows of ``raw_debtors`` whose e-mail address may be none, with the address as it stands; in their order."""
    cell = Cells(con, "debtors")
    if "email" not in cell.types:
        return
    found = con.execute(
        f"SELECT line, {cell('email')} FROM raw_debtors r WHERE {cell('email')} IS NOT NULL "
        f"AND NOT (length({cell('email')}) <= 254 AND regexp_full_match({cell('email')}, '{_ADDRESS}')) ORDER BY line"
    )
    while rows := found.fetchmany(_BATCH):
        yield from rows


def events_again(con: Any, policy: Policy) -> tuple[tuple[Again, ...], int]:
    """The events of ``ev`` that are like an earlier one in all their cells, in their order, and how many they are.

    ``raw_events`` still holds them as they were read. Events are alike if no cell tells them apart that the ledger
    knows, and a credit note among the invoices is like an event that bears its number as its text.
    """
    key = "hash(dn, n, date, kind, step, amount, until, said)"
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE alike AS SELECT key FROM (SELECT {key} AS key FROM ev) "
        "GROUP BY key HAVING count(*) > 1"
    )
    found: tuple[tuple[Again, ...], int] = (), 0
    if con.execute("SELECT count(*) FROM alike").fetchall()[0][0]:
        cell = Cells(con, "events")
        currency = f"CASE WHEN e.t_amount THEN coalesce(e.stated, {literal(policy.currency)}) END"
        rows = con.execute(f"""
            SELECT line, kind, first, count(*) OVER () FROM (
                SELECT e.line, e.kind, min(e.line) OVER (PARTITION BY e.dn, e.n, e.date, e.kind, e.step, e.amount,
                    {currency}, e.until, coalesce(e.note, {cell.bare("text")}), {cell.bare("reference")}) AS first
                FROM (SELECT * FROM ev WHERE {key} IN (SELECT key FROM alike)) e
                LEFT JOIN raw_events r ON r.line + {LINES} = e.line
            ) WHERE line <> first ORDER BY line LIMIT {MOST + 1}""").fetchall()
        again = tuple(
            Again(row=line - LINES, kind=kind, first=first - LINES if first >= LINES else first, credited=first < LINES)
            for line, kind, first, _ in rows
        )
        found = again, rows[0][3] if rows else 0
    con.execute("DROP TABLE alike")
    return found
