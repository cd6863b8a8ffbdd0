"""``dunlang explain``."""

from __future__ import annotations

import datetime as dt

import click

from dunlang import __version__
from dunlang.cli.ledger import Books, mapping_option
from dunlang.cli.output import colour_option, fail, paint_for, save
from dunlang.cli.policies import DAY, engine_of, ledger_paths, load, usual_policy
from dunlang.cli.record import history_folder, history_option, known_history, lay_over

__all__ = ["explain"]


@click.command()
@click.argument("policy", required=False, type=click.Path())
@click.option(
    "--ledger", multiple=True, type=click.Path(), metavar="PATH", help="A folder with the ledger's files, or the files."
)
@mapping_option
@history_option
@click.option("--invoice", required=True, metavar="ID", help="The invoice.")
@click.option("--date", type=DAY, metavar="DATE", help="The day of the run; today if not given.")
@click.option("--step", default="", metavar="NAME", help="Only what bears on this step.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@colour_option
def explain(
    policy: str | None,
    ledger: tuple[str, ...],
    mapping: str | None,
    history: str | None,
    invoice: str,
    date: dt.date | None,
    step: str,
    form: str,
    color: str,
) -> None:
    """Say why a step happens to an invoice, or why not: the line of the policy, the law, the facts.

    \b
    Example:
      dunlang explain --invoice 2026-0012 --date 2026-03-03
      dunlang explain beleid.dun --ledger ledger/ --invoice 2026-0012 --date 2026-03-03 --step aanmaning
    """
    from dunlang.diagnostics import did_you_mean
    from dunlang.portfolio.explain import explain as run
    from dunlang.project.session import Session
    from dunlang.report.explanation import explanation_json, explanation_text

    session = Session()
    path = usual_policy(session, policy)
    loaded, resolved = load(session, path)
    steps = {each.name for group in resolved.groups for each in group.steps}
    if step and step not in steps:
        close = did_you_mean(step, steps)
        fail(f"the policy has no step `{step}`" + (f": did you mean `{close}`?" if close else ""))
    engine = engine_of(loaded, resolved)
    read, rejects = Books.of(loaded, resolved, ledger_paths(loaded, ledger, path), mapping).read(resolved)
    folder = history_folder(history, loaded.settings)
    if folder is not None:
        read = lay_over(read, known_history(folder), folder, resolved, color)
    case = read.case_of(invoice)
    if case is None:
        for reject in rejects:
            click.echo(str(reject), err=True)
        close = did_you_mean(invoice, (each.id for found in read.cases for each in found.invoices))
        fail(f"the ledger has no invoice `{invoice}`" + (f": did you mean `{close}`?" if close else ""))
    if date is None:
        from dunlang.project.clock import today

        date = today()
    found = run(engine, case, invoice, date=date, step=step, until=date + dt.timedelta(days=366))
    if form == "json":
        save(explanation_json(found, cite=loaded.cite, tool=__version__), None)
    else:
        save(explanation_text(found, cite=loaded.cite, paint=paint_for(color)), None)
