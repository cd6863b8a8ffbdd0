"""``dunlang render``."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dunlang.cli.output import colour_option, complain, fail, paint_for, progress
from dunlang.cli.policies import DAY, engine_of, ledger_paths, load, read_ledger, usual_policy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from dunlang.diagnostics import Diagnostic
    from dunlang.model.policy import Notice, Policy
    from dunlang.notice.context import Subject
    from dunlang.notice.render import Format, Renderer
    from dunlang.notice.template import Template
    from dunlang.portfolio.ledger import Ledger
    from dunlang.project.session import Loaded
    from dunlang.schedule import Engine

__all__ = ["render"]

_FORMATS = ("text", "html", "eml", "pdf")
_BY_SUFFIX = {".txt": "text", ".html": "html", ".htm": "html", ".eml": "eml", ".pdf": "pdf"}

#: More letters than this that cannot be written are counted, not shown.
_SHOWN = 20


@click.command()
@click.argument("policy", required=False, type=click.Path())
@click.option(
    "--ledger", multiple=True, type=click.Path(), metavar="PATH", help="A folder with the ledger's files, or the files."
)
@click.option("--invoice", default="", metavar="ID", help="The invoice.")
@click.option("--step", default="", metavar="NAME", help="The step that sends the letter.")
@click.option("--date", type=DAY, metavar="DATE", help="The day of the run; today if not given.")
@click.option(
    "--format",
    "form",
    type=click.Choice(_FORMATS),
    help="What to write; by default what the suffix of FILE says, else text.",
)
@click.option("-o", "--output", type=click.Path(), metavar="FILE", help="Write the letter there.")
@click.option(
    "--out",
    type=click.Path(),
    metavar="FOLDER",
    help="Write every letter of the day into this new folder, with an index.",
)
@click.option("--from", "sender", default="", metavar="ADDRESS", help="The sender of a mail.")
@click.option("--to", default="", metavar="ADDRESS", help="The receiver of a mail.")
@click.option("--fonts", default="", type=click.Path(), metavar="FOLDER", help="More fonts for PDF.")
@click.option(
    "--law", "packs", multiple=True, metavar="PACK", type=click.Path(), help="Lay a law pack (YAML) over the law."
)
@colour_option
def render(
    policy: str | None,
    ledger: tuple[str, ...],
    invoice: str,
    step: str,
    date: dt.date | None,
    form: str | None,
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
    where one letter cannot be written, each reason is shown and there is no folder.

    \b
    Example:
      dunlang render --invoice 2026-0001 --step aanmaning --date 2026-02-10
      dunlang render beleid.dun --ledger ledger/ --date 2026-03-03 --format pdf --out brieven/
    """
    from dunlang.project.session import Options, Session

    _fitting(invoice, step, output, out, to)
    session = Session(Options(packs=packs))
    path = usual_policy(session, policy)
    loaded, resolved = load(session, path)
    engine = engine_of(loaded, resolved)
    read, rejects = read_ledger(ledger_paths(loaded, ledger, path), resolved)
    if rejects and (out or any(reject.severity == "error" for reject in rejects)):
        from dunlang.report.rejects import rejects_text

        click.echo(rejects_text(rejects, paint=paint_for(color, error=True)), err=True, nl=False)
    if out and any(reject.severity == "error" for reject in rejects):
        fail("nothing was written: rows of the ledger cannot be taken")
    if date is None:
        from dunlang.project.clock import today

        date = today()
    from dunlang.notice.render import Renderer

    chosen = form or (_BY_SUFFIX.get(Path(output).suffix.lower()) if output else None) or "text"
    assert chosen in _FORMATS  # noqa: S101 - click looked
    renderer = Renderer(engine, _templates(loaded, resolved, color))
    if out:
        subjects = _due(engine, read, date, resolved, step)
        _folder(renderer, subjects, chosen, out, sender=sender, fonts=fonts, color=color)  # type: ignore[arg-type] # one of _FORMATS
        return
    subject = _one(engine, read, resolved, invoice, step, date, color)
    data = _written(renderer, subject, chosen, sender, to, fonts)  # type: ignore[arg-type] # one of _FORMATS
    if not isinstance(data, bytes):
        complain((data,), color)
        sys.exit(1)
    _save(data, output, binary=chosen == "pdf")


def _fitting(invoice: str, step: str, output: str | None, out: str | None, to: str) -> None:
    """End where the options do not go together."""
    if out:
        if invoice or output or to:
            fail("--out writes every letter of a day: leave out --invoice, -o and --to")
    elif not invoice or not step:
        fail("name the letter with --invoice and --step, or a folder for all of the day with --out")


def _templates(loaded: Loaded, policy: Policy, color: str) -> Callable[[Notice], Template | None]:
    """A function that gives a notice's template; templates that cannot be read or judged end the command."""
    from dunlang.diagnostics import Severity
    from dunlang.notice.letters import read_letters
    from dunlang.project.templates import template_reader

    law = loaded.book.country(policy.law) if loaded.book is not None else None
    languages = {policy.law: law.languages} if law is not None else {}
    letters, findings = read_letters(policy, template_reader(loaded), languages=languages)
    errors = tuple(found for found in findings if found.severity is Severity.ERROR)
    if errors:
        complain(errors, color)
        sys.exit(2 if any(found.code.startswith("FIL") for found in errors) else 1)
    return letters.template


# ------------------------------------------------------------ which letters


def _one(engine: Engine, ledger: Ledger, policy: Policy, invoice: str, step: str, date: dt.date, color: str) -> Subject:
    """The letter of one invoice and step; the command ends where there is none."""
    from dunlang.diagnostics import did_you_mean
    from dunlang.notice.rendering_pages import NOT_DUE
    from dunlang.portfolio.letters import letter_of

    steps = {each.name: each for group in policy.groups for each in group.steps}
    if step not in steps:
        close = did_you_mean(step, steps)
        fail(f"the policy has no step `{step}`" + (f": did you mean `{close}`?" if close else ""))
    case = ledger.case_of(invoice)
    if case is None:
        close = did_you_mean(invoice, (each.id for found in ledger.cases for each in found.invoices))
        fail(f"the ledger has no invoice `{invoice}`" + (f": did you mean `{close}`?" if close else ""))
    found = letter_of(engine, case, invoice, step, date)
    if not isinstance(found, tuple):
        if found.carrier.invoice.id != invoice:
            click.echo(f"dunlang: `{invoice}` goes with the letter about `{found.carrier.invoice.id}`", err=True)
        return found
    schedule, entry = found
    if entry is None:
        group = schedule.group.name if schedule.group is not None else "none"
        message = f"invoice `{invoice}` has no step `{step}`: its group is `{group}`"
        wanted = NOT_DUE.at(None, message, help="name a step of that group")
    elif entry.step.send is None:
        wanted = NOT_DUE.at(entry.step.name_span, f"step `{step}` sends no letter", help="name a step that does")
    else:
        day = f" for {entry.on}" if entry.state == "planned" and entry.on is not None else ""
        wanted = NOT_DUE.at(
            entry.step.name_span,
            f"step `{step}` of invoice `{invoice}` is {entry.state}{day} on {date}",
            notes=tuple(reason.text for reason in entry.reasons),
            help=f"see `dunlang explain --invoice {invoice} --step {step} --date {date}`",
        )
    complain((wanted,), color)
    sys.exit(1)


def _due(engine: Engine, ledger: Ledger, date: dt.date, policy: Policy, step: str) -> tuple[Subject, ...]:
    """The letters of the day, of one step where it is named."""
    from dunlang.diagnostics import did_you_mean
    from dunlang.portfolio.letters import letters_due

    steps = {each.name for group in policy.groups for each in group.steps}
    if step and step not in steps:
        close = did_you_mean(step, steps)
        fail(f"the policy has no step `{step}`" + (f": did you mean `{close}`?" if close else ""))
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


def _folder(
    renderer: Renderer, subjects: Iterable[Subject], form: Format, out: str, *, sender: str, fonts: str, color: str
) -> None:
    """Write all letters and the index; or show why not, and end."""
    from dunlang.notice.render import SUFFIX
    from dunlang.project.folder import file_names, write_folder
    from dunlang.report.letters_csv import letters_csv

    known = list(subjects)
    show = progress(len(known), "letters", slow=form == "pdf")
    names = file_names((_name(subject), SUFFIX[form]) for subject in known)
    files: dict[str, bytes] = {}
    faults: dict[tuple[object, str], Diagnostic] = {}
    for number, (name, subject) in enumerate(zip(names, known, strict=True), 1):
        data = _written(renderer, subject, form, sender, "", fonts)
        if isinstance(data, bytes):
            files[name] = data
        else:
            faults.setdefault((data.code, data.message), data)
        if show is not None:
            show(number)
    if faults:
        complain(tuple(faults.values())[:_SHOWN], color)
        more = f", {len(faults) - _SHOWN} more reasons" if len(faults) > _SHOWN else ""
        click.echo(
            f"dunlang: nothing was written: {len(known) - len(files)} of {len(known)} letters failed{more}", err=True
        )
        sys.exit(1)
    index = letters_csv((name, renderer.language(subject), subject) for name, subject in zip(names, known, strict=True))
    fault = write_folder(out, {"index.csv": index.encode(), **files})
    if fault is not None:
        complain((fault,), color)
        sys.exit(2)
    click.echo(f"{len(files)} letter{'' if len(files) == 1 else 's'} and index.csv in {out}", err=True)


def _name(subject: Subject) -> str:
    again = f"-{subject.entry.occurrence + 1}" if subject.entry.occurrence else ""
    return f"{subject.carrier.invoice.id}-{subject.entry.step.name}{again}"


def _save(data: bytes, output: str | None, *, binary: bool) -> None:
    """Write the letter to its file, whole or not at all, or to standard output."""
    if output is None or output == "-":
        if binary and sys.stdout.isatty():
            fail("a PDF is not shown in a terminal: name a file with -o")
        if not binary:
            from dunlang.cli.output import emit

            emit(data.decode())
            return
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    from dunlang.project.files import write_whole

    fault = write_whole(output, data)
    if fault is not None:
        fail(fault.message)
