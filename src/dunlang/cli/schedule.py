"""``dunlang schedule``."""

from __future__ import annotations

import csv
import datetime as dt
import io
import sys
from typing import TYPE_CHECKING

import click

from dunlang import __version__
from dunlang.cli.output import colour_option, fail, paint_for, save
from dunlang.cli.policies import DAY, engine_of, load, stop

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dunlang.model.case import Case
    from dunlang.model.policy import Policy
    from dunlang.portfolio.table import Reject
    from dunlang.source import Source

__all__ = ["schedule"]

#: How far the schedule looks ahead where nothing is said: a year.
AHEAD = dt.timedelta(days=366)

_OPTIONS = {
    "debtor_kind": "--debtor",
    "debtor_country": "--country",
    "debtor_language": "--language",
    "debtor_segment": "--segment",
    "amount": "--amount",
    "currency": "--currency",
    "due": "--due",
}


@click.command()
@click.argument("policy", type=click.Path())
@click.option("--invoice-date", required=True, type=DAY, metavar="DATE", help="The invoice's date, as 2026-01-05.")
@click.option("--amount", required=True, metavar="AMOUNT", help="The amount, as 180.00.")
@click.option("--currency", metavar="CODE", help="Its currency; the policy's if not given.")
@click.option(
    "--debtor", type=click.Choice(["consumer", "business", "government"]), default="consumer", show_default=True
)
@click.option("--country", metavar="CODE", help="The debtor's country; that of the policy's law if not given.")
@click.option("--language", default="", metavar="CODE", help="The debtor's language.")
@click.option("--segment", default="", metavar="WORD", help="The debtor's segment.")
@click.option(
    "--fact", "facts", multiple=True, metavar="NAME=VALUE", help="Another fact or attribute, as first_order=yes."
)
@click.option("--due", type=DAY, metavar="DATE", help="The agreed due date; else the policy's payment term counts.")
@click.option(
    "--invoice", "number", default="1", show_default=True, metavar="ID", help="The invoice's number in --events."
)
@click.option("--events", type=click.Path(), metavar="FILE", help="What happened, as the events.csv of a ledger.")
@click.option(
    "--as-of", type=DAY, metavar="DATE", help="Known until this day; the last event, else the invoice, if not given."
)
@click.option("--until", type=DAY, metavar="DATE", help="Look ahead to this day; a year if not given.")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
@click.option("--no-why", is_flag=True, help="Leave the reasons out of the table.")
@click.option("-o", "--output", type=click.Path(), metavar="FILE", help="Write there instead of to standard output.")
@colour_option
def schedule(
    policy: str,
    invoice_date: dt.date,
    amount: str,
    currency: str | None,
    debtor: str,
    country: str | None,
    language: str,
    segment: str,
    facts: tuple[str, ...],
    due: dt.date | None,
    number: str,
    events: str | None,
    as_of: dt.date | None,
    until: dt.date | None,
    form: str,
    no_why: bool,
    output: str | None,
    color: str,
) -> None:
    """Show the dated steps of one invoice, with amounts and reasons.

    Every step counts as done on its day unless the events say otherwise.

    \b
    Example:
      dunlang schedule beleid.dun --invoice-date 2026-01-05 --amount 180.00 --debtor consumer --country NL
      dunlang schedule beleid.dun --invoice-date 2026-01-05 --amount 900 --debtor business --fact first_order=yes
    """
    from dunlang.project.session import Session

    loaded, resolved = load(Session(), policy)
    engine = engine_of(loaded, resolved)
    row = {
        "invoice": number,
        "debtor": "debtor",
        "date": invoice_date.isoformat(),
        "amount": amount,
        "currency": currency or "",
        "due": "" if due is None else due.isoformat(),
        "debtor_kind": debtor,
        "debtor_country": resolved.law if country is None and len(resolved.law) == 2 else country or "",
        "debtor_language": language,
        "debtor_segment": segment,
        **_facts(facts, resolved),
    }
    case = _case(row, _events(events, number), resolved)
    known = as_of or max([invoice_date, *(event.date for event in case.events)])
    found = engine.schedule(case, as_of=known, until=max(known, until or known + AHEAD), assume=True)
    if form == "json":
        from dunlang.report.schedule_json import schedule_json

        text = schedule_json(found, policy=resolved.title, tool=__version__)
    else:
        from dunlang.report.schedule_table import schedule_table

        text = schedule_table(found, why=not no_why, paint=paint_for("never" if output else color))
    save(text, output)


def _facts(facts: tuple[str, ...], policy: Policy) -> dict[str, str]:
    """``--fact NAME=VALUE`` as cells of the ledger; a name may be written with blanks or underscores."""
    from dunlang.diagnostics import did_you_mean
    from dunlang.portfolio.columns import DEBTORS, INVOICES

    names = {
        column.name: column.name for column in INVOICES if column.name not in ("invoice", "debtor", "kind", "credits")
    }
    names |= {column.name: f"debtor_{column.name}" for column in DEBTORS if column.name not in ("debtor", "currency")}
    names |= {
        field.name: field.name if field.of == "invoice" else f"debtor_{field.name}" for field in policy.attributes
    }
    cells = {}
    for fact in facts:
        name, equals, value = fact.partition("=")
        key = name.strip() if name.strip() in names else name.strip().replace(" ", "_")
        if not equals:
            raise click.UsageError(f"`{fact}` is no fact: write NAME=VALUE, as first_order=yes")
        if key not in names:
            close = did_you_mean(key, names)
            hint = f"did you mean `{close}`?" if close else f"known are {', '.join(sorted(names))}"
            raise click.UsageError(f"`{name.strip()}` is no fact of a debtor or an invoice: {hint}")
        cells[names[key]] = value.strip()
    return cells


def _case(row: Mapping[str, str], events: Source | None, policy: Policy) -> Case:
    """The case that the options describe, read as a ledger of one row so that the same rules hold."""
    from dunlang.portfolio.ledger import read_ledger
    from dunlang.source import Source

    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(row)
    writer.writerow(row.values())
    steps = {step.name for group in policy.groups for step in group.steps}
    ledger, rejects = read_ledger(
        Source("options", text.getvalue()),
        None,
        events,
        attributes=policy.attributes,
        currency=policy.currency,
        steps=steps,
    )
    _complain(rejects)
    if not ledger.cases:
        fail("there is no invoice to schedule")
    return ledger.cases[0]


def _complain(rejects: tuple[Reject, ...]) -> None:
    """Say which options or events are wrong; errors end the command."""
    for reject in rejects:
        if reject.file == "options":
            name = _OPTIONS.get(reject.column, f"--fact {reject.column.removeprefix('debtor_')}")
            said = f"{name}: {reject.reason}" + (f"; {reject.help}" if reject.help else "")
        else:
            said = str(reject)
        click.echo(f"dunlang: {said}", err=True)
    if any(reject.severity == "error" for reject in rejects):
        sys.exit(2)


def _events(path: str | None, number: str) -> Source | None:
    """The events of a file; where it has no column for the invoice, all are about this one."""
    if path is None:
        return None
    from dunlang.diagnostics import Diagnostic
    from dunlang.project.files import read_source
    from dunlang.source import Source

    source = read_source(path)
    if isinstance(source, Diagnostic):
        stop((source,))
    header, _, rest = source.text.partition("\n")
    mark = ";" if header.count(";") > header.count(",") else ","
    if "invoice" in [name.strip().strip('"').lower() for name in header.rstrip("\r").split(mark)]:
        return source
    quoted = '"' + number.replace('"', '""') + '"'
    lines = [quoted + mark + line if line.strip() else line for line in rest.split("\n")]
    return Source(source.name, "\n".join([f"invoice{mark}{header}", *lines]))
