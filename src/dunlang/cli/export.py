"""``dunlang export``."""

from __future__ import annotations

import datetime as dt

import click

from dunlang.cli.output import fail, save
from dunlang.cli.policies import DAY, engine_of, load, usual_policy

__all__ = ["export"]

_DIALECTS = ("duckdb", "spark", "postgres", "bigquery", "snowflake")
#: What a ledger may speak of without a word: so long before the day of the run, and so long after it.
_BEFORE, _AFTER = dt.timedelta(days=731), dt.timedelta(days=183)
#: The widest horizon: every day is a row in some table.
_WIDEST = dt.timedelta(days=11_000)
_MOVEMENTS = 12


@click.group()
def export() -> None:
    """Write a policy for other systems to run."""


@export.command()
@click.argument("policy", required=False, type=click.Path())
@click.option("--dialect", type=click.Choice(_DIALECTS), default="duckdb", show_default=True)
@click.option("--date", type=DAY, metavar="DATE", help="The day of the run; today if not given.")
@click.option("--from", "first", type=DAY, metavar="DATE", help="The earliest day in the ledger; two years before.")
@click.option("--until", "last", type=DAY, metavar="DATE", help="The latest day in the ledger; half a year after.")
@click.option("--forecast", "until", type=DAY, metavar="DATE", help="Also what comes until this day.")
@click.option(
    "--movements",
    type=click.IntRange(1, 40),
    default=_MOVEMENTS,
    show_default=True,
    help="So many payments and credit notes one invoice may have; with more it is left to the reference.",
)
@click.option("-o", "--output", type=click.Path(), metavar="FILE", help="Write there instead of to standard output.")
@click.option(
    "--law", "packs", multiple=True, metavar="PACK", type=click.Path(), help="Lay a law pack (YAML) over the law."
)
def sql(
    policy: str | None,
    dialect: str,
    date: dt.date | None,
    first: dt.date | None,
    last: dt.date | None,
    until: dt.date | None,
    movements: int,
    output: str | None,
    packs: tuple[str, ...],
) -> None:
    """Write the worklist of a day as SQL, to run where the ledger is.

    The text holds lookup tables for the days from --from to --until, which the reference engine wrote, and the
    statements that judge the tables `invoices`, `debtors` and `events` with them. Its head says which columns these
    have and what is left to the reference. DuckDB, Spark and Postgres are compared with the reference; the others are
    marked as unverified.

    \b
    Example:
      dunlang export sql beleid.dun --date 2026-03-03 -o worklist.sql
      dunlang export sql beleid.dun --date 2026-03-03 --dialect postgres -o worklist.sql
      dunlang export sql beleid.dun --date 2026-03-03 --forecast 2026-03-31 -o worklist.sql
    """
    from dunlang.portfolio.fast.ahead import LONGEST
    from dunlang.portfolio.fast.compile import compile_program
    from dunlang.portfolio.fast.dialects import DIALECTS
    from dunlang.portfolio.fast.warehouse import export_sql
    from dunlang.project.session import Options, Session

    session = Session(Options(packs=packs))
    loaded, resolved = load(session, usual_policy(session, policy))
    engine = engine_of(loaded, resolved)
    if date is None:
        from dunlang.project.clock import today

        date = today()
    if until is not None and not date < until <= date + dt.timedelta(LONGEST):
        fail(f"--forecast {until} must lie after {date}, at most {LONGEST} days")
    horizon = (first or date - _BEFORE, last or date + _AFTER)
    if not horizon[0] <= date <= horizon[1]:
        fail(f"--date {date} lies outside the days from {horizon[0]} to {horizon[1]}: set right --from or --until")
    if horizon[1] - horizon[0] > _WIDEST:
        fail(f"from {horizon[0]} to {horizon[1]} are more than {_WIDEST.days} days: each is a row in tables")
    into = next(name for name in DIALECTS if name == dialect)
    try:
        program = compile_program(engine, date, horizon, passes=movements, until=until)
        text = "".join(export_sql(engine, program, date, horizon, into, until=until))
    except ImportError:
        fail(f'--dialect {dialect} needs the package sqlglot: install it with `pip install "dunlang[sql]"`')
    save(text, output)
