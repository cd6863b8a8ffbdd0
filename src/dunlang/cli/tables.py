"""``dunlang simulate`` in tables: what it prints, and what it says of the debtors that the reference judged."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NoReturn

import click

from dunlang.cli.ledger import save_rejects, stdin
from dunlang.cli.output import emit, fail, paint_for, stages
from dunlang.cli.policies import stop

if TYPE_CHECKING:
    import datetime as dt

    from dunlang.cli.ledger import Books
    from dunlang.portfolio.gathering import Gathering
    from dunlang.portfolio.simulation import Simulation
    from dunlang.portfolio.table import Reject
    from dunlang.project.tables import FastRun
    from dunlang.schedule import Engine

__all__ = ["gather_in_tables", "simulate_in_tables"]


def simulate_in_tables(
    engine: Engine,
    books: Books,
    date: dt.date,
    until: dt.date | None,
    *,
    output: str | None,
    strict: bool,
    color: str,
) -> NoReturn:
    """Run, write the worklist to *output*, print its totals; ends the command."""
    from dunlang.portfolio.fast.ahead import LONGEST
    from dunlang.report.fast_run import left_text, totals_text

    if until is not None and (until - date).days > LONGEST:
        fail(f"--until {until} is more than {LONGEST} days after {date}: tables do not look so far ahead")
    until = until if until is not None and until > date else None
    found = _run(engine, books, date, until, None, output=output, beside=output, strict=strict, color=color)
    said = left_text(engine.policy, found)
    if said:
        click.echo(said, err=True, nl=False)
    emit(totals_text(engine.policy, date, found))
    sys.exit(int(any(reject.severity == "error" for reject in found.rejects)))


def gather_in_tables(
    engine: Engine, books: Books, date: dt.date, until: dt.date, *, output: str | None, strict: bool, color: str
) -> tuple[Simulation, tuple[Reject, ...]]:
    """Run, and give what the run shows as the reference engine does, with the rows that were not taken."""
    from dunlang.portfolio.gathering import Gathering

    gathering = Gathering(engine, date, until)
    found = _run(engine, books, date, None, gathering, output=None, beside=output, strict=strict, color=color)
    return gathering.simulation(), found.rejects


def _run(
    engine: Engine,
    books: Books,
    date: dt.date,
    until: dt.date | None,
    gathering: Gathering | None,
    *,
    output: str | None,
    beside: str | None,
    strict: bool,
    color: str,
) -> FastRun:
    """Judge the ledger, and say which rows were not taken: also in a file beside *beside*; ends where nothing was."""
    from dunlang.diagnostics import Diagnostic
    from dunlang.project.tables import simulate_tables
    from dunlang.report.rejects import rejects_text
    from dunlang.report.worklist_csv import safe_cell

    try:
        found = simulate_tables(
            engine,
            books.paths,
            output,
            date,
            until=until,
            gathering=gathering,
            mapping=books.mapping,
            stdin=stdin,
            strict=strict,
            stale=lambda newest: books.stale_since(engine, date, newest),
            escape=safe_cell,
            each=stages(),
        )
    except ImportError as error:
        fail(f"--engine duckdb needs the package duckdb: {error}")
    if isinstance(found, Diagnostic):
        stop((found,))
    refused = any(reject.severity == "error" for reject in found.rejects)
    stops = refused and (strict or not found.invoices)
    saved = "" if stops or found.stale else save_rejects(found.rejects, beside)
    if found.rejects:
        paint = paint_for(color, error=True)
        click.echo(rejects_text(found.rejects, paint=paint, counts=found.counts, rest=saved), err=True, nl=False)
    if found.stale:
        fail(found.stale)
    if stops:
        sys.exit(2)
    return found
