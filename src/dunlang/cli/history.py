"""``dunlang history``."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

import click

from dunlang import __version__
from dunlang.cli.output import colour_option, fail, form_of, paint_for, save
from dunlang.cli.policies import DAY
from dunlang.cli.record import known_history, refuse, usual_history
from dunlang.diagnostics import did_you_mean

if TYPE_CHECKING:
    from dunlang.model.case import Event
    from dunlang.portfolio.history import RecordedRun
    from dunlang.project.history import Store

__all__ = ["history"]

FORMS = ("table", "csv", "json")
_ACTIONS = ("show", "add", "withdraw")
#: No history has a run whose number is as long as this.
_DIGITS = 18


@click.command()
@click.argument("words", nargs=-1, metavar="[FOLDER] [show|add|withdraw] [RUN]")
@click.option("--run", "shown", type=int, metavar="N", help="Print this run: its worklist as it was given.")
@click.option(
    "--format",
    "said",
    type=click.Choice(FORMS),
    help="If not given: what FILE of -o ends with, else `table`. `csv` is the worklist of the run, or without --run "
    "all events as the events.csv of a ledger.",
)
@click.option("-o", "--output", type=click.Path(), metavar="FILE", help="Write there instead of to standard output.")
@click.option("--event", metavar="KIND", help="add: what happened, as `step not delivered`.")
@click.option("--date", type=DAY, metavar="DATE", help="add: the day it happened; today if not given.")
@click.option("--invoice", default="", metavar="ID", help="add: the invoice; with `--format csv`: only its events.")
@click.option("--debtor", default="", metavar="ID", help="add: the debtor, for what concerns all invoices.")
@click.option("--step", default="", metavar="NAME", help="add: the step of the policy.")
@click.option("--amount", metavar="AMOUNT", help="add: the amount, as 180.00.")
@click.option("--currency", default="EUR", show_default=True, metavar="CODE", help="add: its currency.")
@click.option("--until", type=DAY, metavar="DATE", help="add: the promised date.")
@click.option("--text", default="", metavar="WORDS", help="add: a reason in words, a channel, a note.")
@colour_option
def history(
    words: tuple[str, ...],
    shown: int | None,
    said: str | None,
    output: str | None,
    event: str | None,
    date: dt.date | None,
    invoice: str,
    debtor: str,
    step: str,
    amount: str | None,
    currency: str,
    until: dt.date | None,
    text: str,
    color: str,
) -> None:
    """Show what `simulate --record` gave; print a run again; note an event by hand; take back a run.

    FOLDER defaults to that of the settings. A history only grows: `add` records an event that no ledger has, `withdraw`
    says that a run was not carried out, so that its steps come again.

    \b
    Example:
      dunlang history historie
      dunlang history historie --run 3 --format csv -o worklist.csv
      dunlang history historie --format csv -o events.csv
      dunlang history historie add --event "step not delivered" --invoice 2026-0001 --step aanmaning --date 2026-02-10
      dunlang history historie withdraw 3
    """
    form = form_of(said, output, FORMS)
    folder, action, number = _asked(words)
    if number is not None and action != "withdraw":
        fail(f"`{number}` goes with `withdraw`; to look at a run write --run {number}")
    if action == "withdraw":
        if number is None:
            fail("name the run: dunlang history FOLDER withdraw RUN")
        _withdraw(folder, number)
    elif action == "add":
        if event is None:
            fail("say with --event what happened")
        if date is None:
            from dunlang.project.clock import today

            date = today()
        _add(folder, _event(event, date, invoice, debtor, step, amount, currency, until, text), debtor)
    elif event is not None:
        fail("--event goes with `add`: dunlang history FOLDER add --event …")
    elif shown is not None:
        _show_run(folder, shown, form, output, color)
    else:
        _show(folder, form, invoice, output, color)


def _asked(words: tuple[str, ...]) -> tuple[str, str, int | None]:
    """Folder, action and run among the *words*; a first word that is an action leaves the folder to the settings."""
    rest = list(words)
    folder = rest.pop(0) if rest and (rest[0] not in _ACTIONS or Path(rest[0]).is_dir()) else _usual()
    action = rest.pop(0) if rest else "show"
    if action not in _ACTIONS:
        close = did_you_mean(action, _ACTIONS)
        fail(f"`{action}` is no action: " + (f"did you mean `{close}`?" if close else "show, add or withdraw"))
    number = rest.pop(0) if rest else None
    if rest:
        fail(f"`{rest[0]}` is one word too many")
    if number is not None and not (number.isascii() and number.isdecimal() and len(number) < _DIGITS):
        fail(f"`{number}` is no number of a run")
    return folder, action, None if number is None else int(number)


def _usual() -> str:
    """The folder of the settings; the command ends where they name none."""
    from dunlang.cli.policies import stop
    from dunlang.project.session import Session

    settings, findings = Session().settings(Path())
    if findings:
        stop(findings)
    usual = usual_history(settings)
    if usual is None:
        fail("name the folder of the history, as `dunlang history FOLDER`, or set `history` in the settings")
    return usual


def _show(folder: str, form: str, invoice: str, output: str | None, color: str) -> None:
    from dunlang.report.history import events_csv, history_json, history_table

    found = known_history(folder, rows=form == "json")
    if form == "csv":
        save(events_csv(found, invoice), output)
    elif form == "json":
        save(history_json(found, tool=__version__), output)
    else:
        save(history_table(found, paint=paint_for("never" if output else color)), output)


def _show_run(folder: str, number: int, form: str, output: str | None, color: str) -> None:
    """Print one run; a run that was never known to be printed is from now on."""
    from dunlang.report.history import history_json, run_csv, run_table

    found = known_history(folder, rows=True)
    run = found.run(number)
    if run is None:
        fail(f"there is no run {number} in `{folder}`: the last is run {len(found.runs)}")
    if form == "csv":
        out = save(run_csv(run), output)
    elif form == "json":
        out = save(history_json(found, tool=__version__, only=run), output)
    else:
        out = save(run_table(run, paint=paint_for("never" if output else color)), output)
    if out and not run.written:
        store = _store(folder)
        with store:
            fault = store.mark_written(number)
        if fault is not None:
            refuse(fault)


def _store(folder: str) -> Store:
    from dunlang.diagnostics import Diagnostic
    from dunlang.project.history import open_store

    store = open_store(folder)
    if isinstance(store, Diagnostic):
        refuse(store)
    return store


def _append(store: Store, run: RecordedRun) -> RecordedRun:
    from dunlang.diagnostics import Diagnostic

    found = store.append(run)
    if isinstance(found, Diagnostic):
        refuse(found)
    return found


def _withdraw(folder: str, number: int) -> None:
    from dunlang.portfolio.history import RecordedRun
    from dunlang.project.history_pages import OUT_OF_ORDER
    from dunlang.report.summary import counted

    known_history(folder)  # as above
    with _store(folder) as store:
        run = store.history.run(number)
        why = None
        if run is None:
            why = f"there is no run {number}: the last is run {len(store.history.runs)}"
        elif run.kind == "withdrawal":
            why = f"run {number} is a withdrawal itself: it stays"
        elif run not in store.history.live:
            why = f"run {number} is withdrawn already"
        if why is not None or run is None:
            refuse(OUT_OF_ORDER.at(None, why or "", file=folder, help=f"see `dunlang history {quote(folder)}`"))
        _append(store, RecordedRun(number=0, kind="withdrawal", day=run.day, engine=__version__, withdraws=number))
    held = counted(len(run.recorded), "step" if run.kind == "given" else "event")
    ends = "counts" if len(run.recorded) == 1 else "count"
    click.echo(f"run {number} of {run.day} is withdrawn: {held} no longer {ends}", err=True)


def _add(folder: str, event: Event, debtor: str) -> None:
    from dunlang.portfolio.history import Recorded, RecordedRun, twice
    from dunlang.project.history_pages import OUT_OF_ORDER

    known_history(folder)  # a slip in the name makes no second history
    with _store(folder) as store:
        recorded = Recorded(event=event, debtor=debtor)
        if twice(store.history, (recorded,)) is not None:
            message = f"`{event.step}` of invoice `{event.invoice}` on {event.date} is recorded already"
            refuse(OUT_OF_ORDER.at(None, message, file=folder, help=f"see `dunlang history {quote(folder)}`"))
        run = _append(
            store, RecordedRun(number=0, kind="by hand", day=event.date, engine=__version__, recorded=(recorded,))
        )
    click.echo(f"recorded as run {run.number}: {event.kind} on {event.date}", err=True)


def _event(
    kind: str,
    date: dt.date,
    invoice: str,
    debtor: str,
    step: str,
    amount: str | None,
    currency: str,
    until: dt.date | None,
    text: str,
) -> Event:
    """The event as the options describe it; what is missing or makes no sense ends the command."""
    from typing import Any, cast

    from dunlang.model.case import Event
    from dunlang.money import CURRENCIES, AmountError, Money
    from dunlang.portfolio.columns import EVENT_RULES

    if kind not in EVENT_RULES:
        close = did_you_mean(kind, EVENT_RULES)
        fail(
            f"there is no event `{kind}`: "
            + (f"did you mean `{close}`?" if close else f"known are {', '.join(EVENT_RULES)}")
        )
    given = {"amount": amount, "invoice": invoice, "step": step, "until": until, "text": text}
    lacks = [f"--{name}" for name in EVENT_RULES[kind].needs if not given[name]]
    if lacks:
        fail(f"`{kind}` needs {' and '.join(lacks)}")
    if bool(invoice) == bool(debtor):
        fail("name the --invoice, or the --debtor for what concerns all invoices")
    if until is not None and until < date:
        fail(f"--until {until} lies before --date {date}")
    if currency not in CURRENCIES:
        fail(f"there is no currency `{currency}`")
    sum_ = None
    if amount is not None:
        try:
            sum_ = Money.parse(amount, currency)
        except AmountError as error:
            fail(str(error))
        if sum_.minor <= 0:
            fail("--amount must be above zero")
    return Event(
        date=date,
        kind=cast("Any", kind),
        invoice=invoice,
        step=step,
        amount=sum_,
        until=until,
        text=text,
    )
