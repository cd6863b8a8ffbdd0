"""``dunlang import``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from dunlang import __version__
from dunlang.cli.output import colour_option, complain, emit, fail, paint_for, progress

if TYPE_CHECKING:
    import datetime as dt

__all__ = ["import_"]

_KINDS = ("consumer", "business", "government")


@click.command("import")
@click.argument("documents", nargs=-1, required=True, type=click.Path(), metavar="FILE|FOLDER...")
@click.option("--into", required=True, type=click.Path(), metavar="FOLDER", help="The ledger's folder; new or not.")
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    metavar="[DEBTOR=]KIND",
    help="What a debtor is of whom the documents do not say it: consumer, business or government.",
)
@click.option(
    "--due", "dues", multiple=True, metavar="INVOICE=DATE", help="When an invoice is due that says it in words only."
)
@click.option(
    "--currency", default="EUR", show_default=True, metavar="CODE", help="For rows of the ledger that name none."
)
@click.option("--dry-run", is_flag=True, help="Only say what would happen.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@colour_option
def import_(
    documents: tuple[str, ...],
    into: str,
    kinds: tuple[str, ...],
    dues: tuple[str, ...],
    currency: str,
    dry_run: bool,
    form: str,
    color: str,
) -> None:
    """Lay e-invoices and bank statements into a ledger that `simulate` reads.

    Reads UBL 2.1 and CII (XRechnung, the XML of ZUGFeRD and Factur-X) and camt.053; what a file is, its content says.
    Of a folder, all XML files in and below it. Invoices and debtors are added to invoices.csv and debtors.csv, payments
    to events.csv on the invoices that they name; payments that name none for sure go to unmatched.csv. What stands in
    the ledger stays. Ends with 0, with 1 when something is left for a person, with 2 when nothing could be read or
    written.

    \b
    Example:
      dunlang import e-invoices/ --into ledger/
      dunlang import statement.xml --into ledger/ --dry-run
      dunlang import e-invoices/ --into ledger/ --kind business --due 2026-0017=2026-03-31
    """
    from dunlang.diagnostics import Diagnostic
    from dunlang.money import CURRENCIES
    from dunlang.portfolio.documents.taking import Answers
    from dunlang.project.importing import documents_among, import_documents
    from dunlang.report.imported import import_findings, import_json, import_text

    if not into.strip():
        raise click.UsageError("--into names no folder")
    if currency not in CURRENCIES:
        raise click.UsageError(f"--currency `{currency}` is not a currency of ISO 4217")
    kind, by_debtor = _kinds(kinds)
    answers = Answers(kind=kind, kinds=by_debtor, dues=_dues(dues))
    names = documents_among(documents)
    if not names:
        fail("there is no XML file in " + ", ".join(f"`{name}`" for name in documents))
    found = import_documents(
        names, into, answers, currency=currency, dry_run=dry_run, each=progress(len(names), "documents", slow=True)
    )
    if isinstance(found, Diagnostic):
        complain((found,), color)
        sys.exit(2)
    if form == "json":
        emit(import_json(found, into=into, dry_run=dry_run, tool=__version__))
    else:
        click.echo(import_findings(found.findings, paint=paint_for(color, error=True)), err=True, nl=False)
        emit(import_text(found, into=into, dry_run=dry_run, paint=paint_for(color)))
    sys.exit(2 if found.unread == found.files else int(found.needs_person))


def _kinds(given: tuple[str, ...]) -> tuple[str, dict[str, str]]:
    """``--kind``: the kind of all debtors of whom nothing is known, and those of single ones."""
    from dunlang.diagnostics import did_you_mean

    everyone = ""
    by_debtor: dict[str, str] = {}
    for text in given:
        debtor, equals, kind = text.rpartition("=")
        if kind not in _KINDS:
            close = did_you_mean(kind, _KINDS)
            hint = f"did you mean `{close}`?" if close else f"write one of {', '.join(_KINDS)}"
            raise click.UsageError(f"--kind: `{kind}` is no kind of debtor: {hint}")
        if equals:
            by_debtor[debtor.strip()] = kind
        elif everyone not in ("", kind):
            raise click.UsageError(f"--kind: both `{everyone}` and `{kind}` are to hold for all debtors")
        else:
            everyone = kind
    return everyone, by_debtor


def _dues(given: tuple[str, ...]) -> dict[str, dt.date]:
    """``--due``: the due dates by invoice."""
    from dunlang.dates import parse_date

    dues: dict[str, dt.date] = {}
    for text in given:
        number, equals, day = text.rpartition("=")
        if not equals or not number.strip():
            raise click.UsageError(f"--due: `{text}` is not of the form INVOICE=DATE")
        try:
            dues[number.strip()] = parse_date(day.strip())
        except ValueError as error:
            raise click.UsageError(f"--due: {error}") from None
    return dues
