"""``dunlang simulate``."""

from __future__ import annotations

import datetime as dt
import sys
from typing import TYPE_CHECKING

import click

from dunlang import __version__
from dunlang.cli.ledger import Books, age_options, mapping_option, save_rejects
from dunlang.cli.output import colour_option, fail, form_of, paint_for, progress, save
from dunlang.cli.policies import DAY, engine_of, ledger_paths, load, usual_policy
from dunlang.cli.record import history_option, the_past

if TYPE_CHECKING:
    from dunlang.model.policy import Policy
    from dunlang.portfolio.ledger import Ledger
    from dunlang.portfolio.table import Reject
    from dunlang.schedule import Engine

__all__ = ["simulate"]

FORMS = ("table", "html", "json", "jsonl", "csv")


@click.command()
@click.argument("policy", required=False, type=click.Path())
@click.option(
    "--ledger",
    multiple=True,
    type=click.Path(),
    metavar="PATH",
    help="A folder with invoices.csv, debtors.csv and events.csv (or .jsonl, .parquet), or the files; `-` for the "
    "invoices from standard input.",
)
@mapping_option
@age_options
@click.option("--date", type=DAY, metavar="DATE", help="The day of the run; today if not given.")
@click.option("--until", type=DAY, metavar="DATE", help="Also show what will fall due until this day.")
@click.option(
    "--format",
    "said",
    type=click.Choice(FORMS),
    help="If not given: what FILE of -o ends with, such as worklist.csv; else `table`.",
)
@click.option("-o", "--output", type=click.Path(), metavar="FILE", help="Write there instead of to standard output.")
@click.option(
    "--engine",
    "way",
    type=click.Choice(["auto", "duckdb", "reference", "spark"]),
    default="auto",
    show_default=True,
    help="All show the same: `reference` takes one debtor after the other; `duckdb` judges large ledgers in tables; "
    "`auto` takes it for Parquet and large files; `spark` does the same on a cluster.",
)
@click.option("--master", metavar="URL", help="The cluster for --engine spark; this machine if not given.")
@click.option(
    "--record",
    is_flag=False,
    flag_value="",
    type=click.Path(),
    metavar="[FOLDER]",
    help="Keep the history there: what was given before counts, and what is given now is recorded. Without "
    "FOLDER it is that of the settings.",
)
@history_option
@click.option("--strict", is_flag=True, help="Stop where a row of the ledger cannot be taken.")
@click.option(
    "--law", "packs", multiple=True, metavar="PACK", type=click.Path(), help="Lay a law pack (YAML) over the law."
)
@colour_option
def simulate(
    policy: str | None,
    ledger: tuple[str, ...],
    mapping: str | None,
    age: tuple[str | None, dt.date | None],
    date: dt.date | None,
    until: dt.date | None,
    said: str | None,
    output: str | None,
    way: str,
    master: str | None,
    record: str | None,
    history: str | None,
    strict: bool,
    packs: tuple[str, ...],
    color: str,
) -> None:
    """Show today's worklist for a ledger: who gets what, who waits and why, who needs a person.

    A dry run: nothing is written but the report, unless --record keeps what was given. POLICY and --ledger default to
    those that [tool.dunlang] in pyproject.toml names, else the only .dun file here and the folder `ledger` beside it.
    Rows that cannot be taken are listed on standard error and make the command end with 1; with -o they also go into a
    file beside it (`worklist.csv`: `worklist.rejects.csv`).

    Large ledgers are judged in tables by DuckDB, to the same cent and day. To a Parquet file, and from Parquet or with
    --engine duckdb to a CSV file, goes the worklist of the tables alone, with codes for reasons; what a policy uses
    beyond the tables, the reference engine judges, and the command says so.

    \b
    Example:
      dunlang simulate --date 2026-03-03
      dunlang simulate beleid.dun --ledger ledger/ --date 2026-03-03 --until 2026-03-31 --format csv -o worklist.csv
      dunlang simulate beleid.dun --ledger ledger/ --date 2026-03-03 --record historie/
      dunlang simulate beleid.dun --ledger parquet/ --date 2026-03-03 -o worklist.parquet
    """
    from dunlang.project.session import Options, Session

    form = form_of(said, output, FORMS)
    session = Session(Options(packs=packs))
    path = usual_policy(session, policy)
    loaded, resolved = load(session, path)
    engine = engine_of(loaded, resolved)
    books = Books.of(loaded, resolved, ledger_paths(loaded, ledger, path), mapping, age)
    books.must_outlast(output, path)
    if master is not None and way != "spark":
        fail("--master is the cluster for --engine spark: add that, or leave it out")
    if date is None:
        from dunlang.project.clock import today

        date = today()
    if until is not None and until < date:
        fail(f"--until {until} lies before --date {date}")
    past = None
    if record is not None or history is not None or loaded.settings.history:
        past = the_past(record, history, loaded.settings, date, way=way, output=output)
    if past is not None:
        way = "reference"
    if way == "spark":
        from dunlang.cli.spark import simulate_on_spark

        simulate_on_spark(engine, books, date, output=output, form=form, until=until, master=master)
    ahead = until or date
    if form == "html" and until is None:
        from dunlang.report.html.page import FORECAST

        ahead = date + FORECAST
    how = _way(way, books, form, output)
    if how == "listing":
        from dunlang.cli.tables import simulate_in_tables

        simulate_in_tables(
            engine, books, date, until, output=None if output == "-" else output, strict=strict, color=color
        )
    if how == "gathered":
        from dunlang.cli.tables import gather_in_tables

        found, rejects = gather_in_tables(engine, books, date, ahead, output=output, strict=strict, color=color)
    else:
        from dunlang.portfolio.worklist import simulate as run

        read, rejects = _read(engine, resolved, books, date, output=output, strict=strict, color=color)
        if past is not None:
            read = past.over(read, resolved, color)
        each = progress(len(read.cases), "debtors")
        found = run(engine, read, date=date, until=ahead, reference=way == "reference", each=each)
    if form == "html":
        from dunlang.project.fingerprint import fingerprint
        from dunlang.report.html.page import Background, worklist_html

        background = Background(
            policy=resolved,
            book=loaded.book,
            fingerprint=fingerprint(loaded),
            tool=__version__,
            rejects=rejects,
            until_given=until is not None,
        )
        text = worklist_html(found, background)
    elif form == "json":
        from dunlang.report.worklist_json import worklist_json

        text = worklist_json(found, rejects=rejects, tool=__version__)
    elif form == "jsonl":
        from dunlang.report.worklist_json import worklist_jsonl

        text = worklist_jsonl(found)
    elif form == "csv":
        from dunlang.report.worklist_csv import worklist_csv

        text = worklist_csv(found)
    else:
        from dunlang.report.worklist_table import worklist_table

        text = worklist_table(found, paint=paint_for("never" if output else color))
    if past is not None:
        past.give(found, loaded, text, output)
    else:
        save(text, output)
    sys.exit(int(any(reject.severity == "error" for reject in rejects)))


def _read(
    engine: Engine, policy: Policy, books: Books, date: dt.date, *, output: str | None, strict: bool, color: str
) -> tuple[Ledger, tuple[Reject, ...]]:
    """The ledger, and the rows that were not taken, which are told; ends the command where nothing may be judged."""
    read, rejects = books.read(policy)
    stops = any(reject.severity == "error" for reject in rejects) and (strict or not read.cases)
    stale = "" if stops else books.stale(engine, date, read)
    beside = "" if stops or stale else save_rejects(rejects, output)
    if rejects:
        from dunlang.report.rejects import rejects_text

        said = rejects_text(rejects, paint=paint_for(color, error=True), counts=read.counts, rest=beside)
        click.echo(said, err=True, nl=False)
    if stale:
        fail(stale)
    if stops:
        sys.exit(2)
    return read, rejects


def _way(way: str, books: Books, form: str, output: str | None) -> str:
    """How a run goes: `rows`, or in tables as a `listing` or `gathered` like the reference shows it.

    Ends the command for what cannot be.
    """
    written = (output or "").lower().endswith(".parquet")
    if written and form != "table":
        fail(f"`-o {output}` is Parquet: leave out --format {form}")
    if way == "reference":
        if written:
            fail("--engine reference writes no Parquet: leave it out, or name a file such as `-o worklist.csv`")
        return "rows"
    from dunlang.project.ledger_files import has_parquet, is_large

    columnar = way == "duckdb" or written or has_parquet(books.paths)
    if not columnar and not is_large(books.paths):
        return "rows"
    to_file = output not in (None, "-")
    plain = written or (form == "csv" and to_file) or (form == "table" and not to_file)
    return "listing" if columnar and plain else "gathered"
