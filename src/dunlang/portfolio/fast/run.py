"""The program on DuckDB: a ledger's tables in, one row for each invoice out, and the debtors left to the reference.

The connection holds ``inv``, ``deb`` and ``ev`` (see :mod:`.load`); :func:`evaluate` leaves ``result`` (see
:mod:`.verdict`).
"""

# ruff: noqa: S608 - the statement is written from a policy; words of users are literals with their quotes doubled

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import attrs

from dunlang.portfolio.fast.compile import PASSES, compile_program
from dunlang.portfolio.fast.load import fill
from dunlang.portfolio.fast.program import stored
from dunlang.portfolio.fast.words import literal
from dunlang.records import frozen
from dunlang.schedule.holds import OPENS

if TYPE_CHECKING:
    from dunlang.model.policy import Policy
    from dunlang.portfolio.fast.program import Program
    from dunlang.schedule import Engine

__all__ = ["Outcome", "evaluate", "fill_tables", "movements", "span"]


@frozen(kw_only=True)
class Outcome:
    """What a run did: *debtors* in all, those left to the reference by reason, and the statement as text."""

    debtors: int
    left: tuple[tuple[str, int], ...]
    sql: str = attrs.field(repr=False)


def evaluate(
    con: Any, engine: Engine, as_of: dt.date, program: Program | None = None, *, until: dt.date | None = None
) -> Outcome:
    """Judge every debtor of the connection's ledger on *as_of* into the table ``result``.

    Without *program* one is compiled for the days and movements of the ledger, which looks ahead to *until* into the
    table ``forecast``.
    """
    con.execute("SET preserve_insertion_order = false")  # rows carry their own order: a third less time
    con.execute("SET checkpoint_threshold = '1TB'")  # tables that live for a moment need no compression
    try:
        if program is None:
            first, last = span(con, as_of)
            passes = movements(con, engine.policy, (as_of - first).days)
            program = compile_program(engine, as_of, (first, last), passes=passes, until=until)
            fill_tables(con, program)
        _run(con, program)
    finally:
        con.execute("RESET checkpoint_threshold")
        con.execute("SET preserve_insertion_order = true")
    reasons = con.execute(
        "SELECT why, count(*) FROM (SELECT dn, min(left_to) AS why FROM result WHERE left_to IS NOT NULL GROUP BY dn) "
        "GROUP BY why ORDER BY why"
    ).fetchall()
    debtors = con.execute("SELECT count(DISTINCT dn) FROM inv").fetchall()[0][0]
    return Outcome(debtors=debtors, left=tuple(reasons), sql=program.statement())


def fill_tables(con: Any, program: Program) -> None:
    """The program's tables into the connection."""
    for table in program.tables:
        fill(con, table.name, ", ".join(f"{name} {kind.upper()}" for name, kind in table.columns), table.rows)


def _run(con: Any, program: Program) -> None:
    """Each kept select as a table, dropped after its last reader."""
    for select in stored(program.selects):
        con.execute(f"CREATE OR REPLACE TEMP TABLE {select.name} AS {select.sql}")
        for spent in select.spent:
            con.execute(f"DROP TABLE {spent}")


def movements(con: Any, policy: Policy, days: int) -> int:
    """How many movements an invoice of the ledger can have, as far as the statement goes; rather too many."""
    pauses = any(hold.interest_stops for group in policy.groups for hold in group.holds)
    money, loose = con.execute("""
        SELECT coalesce(max(CASE WHEN n IS NOT NULL THEN many END), 0),
               coalesce(max(CASE WHEN n IS NULL THEN many END), 0)
        FROM (SELECT count(*) AS many, n FROM ev WHERE kind IN ('payment', 'credit note')
              GROUP BY n, CASE WHEN n IS NULL THEN dn END)""").fetchall()[0]
    held = 0
    if pauses:
        opening = ", ".join(map(literal, OPENS))
        held = con.execute(f"""
            SELECT coalesce(max(many), 0) FROM (SELECT count(*) AS many FROM ev WHERE kind IN ({opening}) GROUP BY dn)
        """).fetchall()[0][0]
    return int(min(PASSES, money + loose + days // 365 + 2 * held))


def span(con: Any, as_of: dt.date) -> tuple[dt.date, dt.date]:
    """The first and the last day that the ledger speaks of."""
    first, last = con.execute(
        "SELECT least(min(date), min(received), min(delivered), min(due)), "
        "greatest(max(date), max(due), max(received), max(delivered)) FROM inv"
    ).fetchall()[0]
    early, late = con.execute("SELECT min(date), greatest(max(date), max(until)) FROM ev").fetchall()[0]
    today = as_of.toordinal()
    days = [day for day in (first, last, early, late, today) if day is not None]
    return dt.date.fromordinal(min(days)), dt.date.fromordinal(max(days))
