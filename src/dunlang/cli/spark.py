"""``dunlang simulate --engine spark``: what it prints, and what keeps it from its work."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NoReturn

import click

from dunlang.cli.ledger import save_rejects
from dunlang.cli.output import emit, fail, stages
from dunlang.cli.policies import stop

if TYPE_CHECKING:
    import datetime as dt

    from dunlang.cli.ledger import Books
    from dunlang.schedule import Engine

__all__ = ["simulate_on_spark"]


def simulate_on_spark(
    engine: Engine,
    books: Books,
    date: dt.date,
    *,
    output: str | None,
    form: str,
    until: dt.date | None,
    master: str | None,
) -> NoReturn:
    """Run, write the worklist to *output*, print its totals; ends the command."""
    from dunlang.diagnostics import Diagnostic
    from dunlang.portfolio.fast.ahead import LONGEST
    from dunlang.report.fast_run import left_text, totals_text
    from dunlang.report.rejects import rejects_text

    if until is not None and (until - date).days > LONGEST:
        fail(f"--until {until} is more than {LONGEST} days after {date}: tables do not look so far ahead")
    if form != "table" or (output or "").endswith((".csv", ".json", ".jsonl", ".html")):
        fail("Spark writes Parquet: name a file with `-o worklist.parquet`, or a folder for many of them")
    if books.mapping is not None:
        fail("Spark does not read a ledger with a mapping: take --engine reference")
    try:
        from dunlang.project.spark.run import simulate_spark

        found = simulate_spark(
            engine,
            books.paths,
            output,
            date,
            until=until if until is not None and until > date else None,
            master=master or "",
            stale=None if books.max_age is None else lambda newest: books.stale_since(engine, date, newest),
            each=stages(),
        )
    except ImportError as error:
        fail(f'--engine spark needs the package {error.name}: install it with `pip install "dunlang[spark]"`')
    if isinstance(found, Diagnostic):
        stop((found,))
    beside = save_rejects(found.rejects, output) if "://" not in (output or "") else ""
    if found.run is None or found.fault is not None:
        click.echo(rejects_text(found.rejects, most=20, rest=beside), err=True, nl=False)
        stop((found.fault,) if found.fault is not None else ())
    said = "".join(f"note: {note}\n" for note in found.notes) + left_text(engine.policy, found.run)
    if said:
        click.echo(said, err=True, nl=False)
    emit(totals_text(engine.policy, date, found.run))
    sys.exit(0)
