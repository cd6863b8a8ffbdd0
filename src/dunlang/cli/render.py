"""``dunlang render``."""

from __future__ import annotations

import contextlib
import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dunlang.cli.ledger import Books, age_options, mapping_option
from dunlang.cli.output import colour_option, complain, fail, paint_for, progress
from dunlang.cli.policies import DAY, engine_of, ledger_paths, load, usual_policy
from dunlang.cli.record import history_folder, history_option, known_history, lay_over, letters_of_run, run_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from dunlang.diagnostics import Diagnostic
    from dunlang.model.policy import Notice, Policy
    from dunlang.notice.context import Subject
    from dunlang.notice.render import Format, Renderer
    from dunlang.notice.template import Template
    from dunlang.portfolio.ledger import Ledger
    from dunlang.project.session import Loaded
    from dunlang.schedule import Engine

__all__ = ["render"]

_BY_SUFFIX = {".txt": "text", ".html": "html", ".htm": "html", ".eml": "eml", ".pdf": "pdf"}


@click.command()
@click.argument("policy", required=False, type=click.Path())
@click.option(
    "--ledger", multiple=True, type=click.Path(), metavar="PATH", help="A folder with the ledger's files, or the files."
)
@mapping_option
@age_options
@history_option
@click.option("--run", "number", type=int, metavar="N", help="With --history and --out: the letters of that run.")
@click.option("--invoice", default="", metavar="ID", help="The invoice.")
@click.option("--step", default="", metavar="NAME", help="The step that sends the letter.")
@click.option("--date", type=DAY, metavar="DATE", help="The day of the run; today if not given.")
@click.option(
    "--format",
    "forms",
    multiple=True,
    metavar="FORMAT",
    help="text, html, eml or pdf; by default what the suffix of FILE says, else text. With --out by channel: eml by "
    "email, pdf by post, text by sms; or FORMAT for all, or CHANNEL=FORMAT (repeatable).",
)
@click.option("-o", "--output", type=click.Path(), metavar="FILE", help="Write the letter there.")
@click.option(
    "--out",
    type=click.Path(),
    metavar="FOLDER",
    help="Write every letter of the day into this new folder, with an index.",
)
@click.option("--from", "sender", default="", metavar="ADDRESS", help="The sender of a mail.")
@click.option("--to", default="", metavar="ADDRESS", help="The receiver of a mail; by default the ledger's.")
@click.option("--fonts", default="", type=click.Path(), metavar="FOLDER", help="More fonts for PDF.")
@click.option(
    "--law", "packs", multiple=True, metavar="PACK", type=click.Path(), help="Lay a law pack (YAML) over the law."
)
@colour_option
def render(
    policy: str | None,
    ledger: tuple[str, ...],
    mapping: str | None,
    age: tuple[str | None, dt.date | None],
    history: str | None,
    number: int | None,
    invoice: str,
    step: str,
    date: dt.date | None,
    forms: tuple[str, ...],
    output: str | None,
    out: str | None,
    sender: str,
    to: str,
    fonts: str,
    packs: tuple[str, ...],
    color: str,
) -> None:
    """Write letters: the one of an invoice and a step, or with --out all that the policy sends on a day.

    A letter is written as it goes out on DATE, or as it went out before. A folder is written whole or not at all:
    where one letter cannot be written, each reason is shown and there is no folder. A letter without an address is
    written; the index says what the ledger lacks.

    \b
    Example:
      dunlang render --invoice 2026-0001 --step aanmaning --date 2026-02-10
      dunlang render beleid.dun --ledger ledger/ --date 2026-03-03 --out brieven/
      dunlang render beleid.dun --ledger ledger/ --history historie/ --run 3 --out brieven/
      dunlang render --date 2026-03-03 --format post=html --from debiteuren@example.com --out brieven/
    """
    from dunlang.project.session import Options, Session

    _fitting(invoice, step, output, out, to)
    if number is not None and (not out or date is not None):
        fail("--run goes with --history and --out, and has its date already")
    by_channel = _forms(forms, output, folder=out is not None)
    session = Session(Options(packs=packs))
    path = usual_policy(session, policy)
    loaded, resolved = load(session, path)
    engine = engine_of(loaded, resolved)
    books = Books.of(loaded, resolved, ledger_paths(loaded, ledger, path), mapping, age)
    read, rejects = books.read(resolved)
    if rejects and (out or any(reject.severity == "error" for reject in rejects)):
        from dunlang.report.rejects import rejects_text

        click.echo(rejects_text(rejects, paint=paint_for(color, error=True)), err=True, nl=False)
    if out and any(reject.severity == "error" for reject in rejects):
        fail("nothing was written: rows of the ledger cannot be taken")
    given = None
    folder = history_folder(history, loaded.settings)
    if folder is not None:
        past = known_history(folder)
        if number is not None:
            given = run_of(past, folder, number)
            past, date = past.before(number), given.day
        read = lay_over(read, past, folder, resolved, color)
    elif number is not None:
        fail("--run goes with --history and --out: name the folder of the history")
    if date is None:
        from dunlang.project.clock import today

        date = today()
    if out:
        books.must_be_fresh(engine, date, read)
    from dunlang.notice.render import Renderer

    renderer = Renderer(engine, _templates(loaded, resolved, color))
    if out:
        from dunlang.cli.render_folder import Day, write_day

        if given is not None:
            subjects = letters_of_run(engine, loaded, read, given, _known(resolved, step), color)
        else:
            subjects = _due(engine, read, date, resolved, step)
        write_day(
            renderer,
            subjects,
            by_channel,
            out,
            day=Day(policy=resolved.title, date=date, sender=sender, fonts=fonts),
            color=color,
        )
        return
    subject = _one(engine, read, resolved, invoice, step, date, color)
    form = by_channel["email"]  # all channels have the same one here
    if form == "eml" and not to:
        to = _address_of(subject)
    data = _written(renderer, subject, form, sender, to, fonts)
    if not isinstance(data, bytes):
        complain((data,), color)
        sys.exit(1)
    _save(data, output, binary=form == "pdf")


def _fitting(invoice: str, step: str, output: str | None, out: str | None, to: str) -> None:
    """End where the options do not go together."""
    if out:
        if invoice or output or to:
            fail("--out writes every letter of a day: leave out --invoice, -o and --to")
    elif not invoice or not step:
        fail("name the letter with --invoice and --step, or a folder for all of the day with --out")


def _forms(words: tuple[str, ...], output: str | None, *, folder: bool) -> Mapping[str, Format]:
    """The format of each channel; for one letter the same for all."""
    from dunlang.notice.forms import chosen_forms

    if not folder:
        if any("=" in word for word in words):
            fail("CHANNEL=FORMAT is for a folder (--out): one letter has one format")
        words = (*words[-1:],) or ((_BY_SUFFIX.get(Path(output).suffix.lower()) if output else None) or "text",)
    forms = chosen_forms(words)
    if isinstance(forms, str):
        fail(f"--format: {forms}")
    return forms


def _address_of(subject: Subject) -> str:
    """The debtor's address; a word on standard error where there is none to use."""
    from dunlang.notice.addresses import lacking_address

    debtor = subject.case.debtor
    lacking = lacking_address(debtor, ("email",))
    if lacking:
        click.echo(f"dunlang: debtor `{debtor.id}` has {lacking}: the mail has no receiver (--to ADDRESS)", err=True)
    return "" if lacking else debtor.email


def _templates(loaded: Loaded, policy: Policy, color: str) -> Callable[[Notice], Template | None]:
    """A function that gives a notice's template; templates that cannot be read or judged end the command."""
    from dunlang.diagnostics import Severity
    from dunlang.project.templates import letters_of

    letters, findings = letters_of(loaded, policy)
    errors = tuple(found for found in findings if found.severity is Severity.ERROR)
    if errors:
        complain(errors, color)
        sys.exit(2 if any(found.code.startswith("FIL") for found in errors) else 1)
    return letters.template


# ------------------------------------------------------------ which letters


def _one(engine: Engine, ledger: Ledger, policy: Policy, invoice: str, step: str, date: dt.date, color: str) -> Subject:
    """The letter of one invoice and step; the command ends where there is none."""
    from dunlang.diagnostics import did_you_mean
    from dunlang.portfolio.letters import letter_of, why_none

    _known(policy, step)
    case = ledger.case_of(invoice)
    if case is None:
        close = did_you_mean(invoice, (each.id for found in ledger.cases for each in found.invoices))
        fail(f"the ledger has no invoice `{invoice}`" + (f": did you mean `{close}`?" if close else ""))
    found = letter_of(engine, case, invoice, step, date)
    if not isinstance(found, tuple):
        subject = found.subject
        if subject.carrier.invoice.id != invoice:
            click.echo(f"dunlang: `{invoice}` goes with the letter about `{subject.carrier.invoice.id}`", err=True)
        if found.how == "as known now":
            click.echo(
                f"dunlang: the ledger no longer gives the letter of {subject.date} as it went out: this is what it "
                "says today, and what was sent may read otherwise",
                err=True,
            )
        return subject
    complain((why_none(*found, step, date),), color)
    sys.exit(1)


def _known(policy: Policy, step: str) -> str:
    """*step* itself; the command ends where the policy has none of that name."""
    from dunlang.diagnostics import did_you_mean

    steps = {each.name for group in policy.groups for each in group.steps}
    if step and step not in steps:
        close = did_you_mean(step, steps)
        fail(f"the policy has no step `{step}`" + (f": did you mean `{close}`?" if close else ""))
    return step


def _due(engine: Engine, ledger: Ledger, date: dt.date, policy: Policy, step: str) -> tuple[Subject, ...]:
    """The letters of the day, of one step where it is named."""
    from dunlang.portfolio.letters import letters_due

    _known(policy, step)
    found = letters_due(engine, ledger, date, progress(len(ledger.cases), "debtors"))
    return tuple(one for one in found if not step or one.entry.step.name == step)


# ------------------------------------------------------------ writing


def _written(
    renderer: Renderer, subject: Subject, form: Format, sender: str, to: str, fonts: str
) -> bytes | Diagnostic:
    from dunlang.notice.render import write
    from dunlang.notice.writers.sheet import Sheet

    sheet = renderer.sheet(subject)
    return write(sheet, form, sender=sender, to=to, fonts=fonts) if isinstance(sheet, Sheet) else sheet


def _save(data: bytes, output: str | None, *, binary: bool) -> None:
    """Write the letter to its file, whole or not at all, or to standard output."""
    if output is None or output == "-":
        if binary and sys.stdout.isatty():
            fail("a PDF is not shown in a terminal: name a file with -o")
        if not binary:
            from dunlang.cli.output import emit

            emit(data.decode())
            return
        with contextlib.suppress(BrokenPipeError):  # who reads it has seen enough
            sys.stdout.flush()
            sys.stdout.buffer.write(data)
            sys.stdout.buffer.flush()
        return
    from dunlang.project.files import write_whole

    fault = write_whole(output, data)
    if fault is not None:
        fail(fault.message)
