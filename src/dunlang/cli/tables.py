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
    from dunlang.schedule import Engine

__all__ = ["simulate_in_tables"]


def simulate_in_tables(
    engine: Engine, books: Books, date: dt.date, *, output: str | None, form: str, strict: bool, color: str
) -> NoReturn:
    """Run, write the worklist to *output*, print its totals; ends the command."""
    from dunlang.diagnostics import Diagnostic
    from dunlang.project.tables import simulate_tables
    from dunlang.report.fast_run import left_text, totals_text
    from dunlang.report.rejects import rejects_text
    from dunlang.report.worklist_csv import safe_cell

    output = None if output == "-" else output
    if form == "csv" and output is None:
        fail("a worklist from tables is written to a file: name one with `-o worklist.csv`")
    try:
        found = simulate_tables(
            engine,
            books.paths,
            output,
            date,
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
    beside = "" if stops or found.stale else save_rejects(found.rejects, output)
    if found.rejects:
        paint = paint_for(color, error=True)
        click.echo(rejects_text(found.rejects, paint=paint, counts=found.counts, rest=beside), err=True, nl=False)
    if found.stale:
        fail(found.stale)
    said = left_text(engine.policy, found)
    if said:
        click.echo(said, err=True, nl=False)
    if stops:
        sys.exit(2)
    emit(totals_text(engine.policy, date, found))
    sys.exit(int(refused))
