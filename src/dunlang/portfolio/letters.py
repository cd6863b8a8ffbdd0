"""The letters of a ledger on a day: each one that the policy sends then, with the invoices that it carries.

A letter that went out before is found again as it was: from what the ledger knew on its day.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Literal

import attrs

from dunlang.notice.context import Subject, subject_of
from dunlang.notice.rendering_pages import NOT_DUE
from dunlang.records import frozen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from dunlang.diagnostics import Diagnostic
    from dunlang.model.case import Case
    from dunlang.portfolio.ledger import Ledger
    from dunlang.schedule import Engine
    from dunlang.schedule.result import Entry, InvoiceSchedule, Schedule

__all__ = ["FoundLetter", "letter_of", "letters_due", "why_none"]


def letters_due(
    engine: Engine, ledger: Ledger, date: dt.date, each: Callable[[int], None] | None = None
) -> tuple[Subject, ...]:
    """Every letter of the worklist of *date*, in its order. *each* is told after each case how many are done."""
    found: list[Subject] = []
    for number, case in enumerate(ledger.cases, 1):
        found += _due(engine, engine.schedule(case, as_of=date))
        if each is not None:
            each(number)
    rank = {
        (group.name, step.name): (at, place)
        for at, group in enumerate(engine.policy.groups)
        for place, step in enumerate(group.steps)
    }
    return tuple(
        sorted(
            found,
            key=lambda one: (
                rank[one.entry.group, one.entry.step.name],
                one.case.debtor.id,
                one.carrier.invoice.date,
                one.carrier.invoice.id,
                one.entry.occurrence,
            ),
        )
    )


def _due(engine: Engine, schedule: Schedule) -> Iterator[Subject]:
    for invoice in schedule.invoices:
        for entry in invoice.entries:
            subject = subject_of(engine, schedule, invoice, entry) if entry.state == "due" else None
            if subject is not None:
                yield subject


@frozen(kw_only=True)
class FoundLetter:
    """A letter, and how far it is the one that goes out or went out.

    ``due``: it goes out on the day asked for. ``as sent``: it went out before and is written from what the ledger knew
    then, without what happened later. ``as known now``: it went out, but the ledger of that day would not send it so (a
    payment that was booked back, an invoice that is gone): it is written from what is known today, and what went out
    may read otherwise.
    """

    subject: Subject
    how: Literal["due", "as sent", "as known now"]


def letter_of(
    engine: Engine, case: Case, invoice: str, step: str, date: dt.date
) -> FoundLetter | tuple[InvoiceSchedule, Entry | None]:
    """The letter that *step* sends about *invoice* on *date*, or the latest that it sent before.

    Where the letter about another invoice carries it, that letter.

    Where there is none: the schedule of the invoice and the entry of the step that says why (None: not a step of its
    group). LookupError where the case has no such invoice.
    """
    schedule = engine.schedule(case, as_of=date)
    found = schedule.invoice(invoice)
    if found is None:
        raise LookupError(f"invoice `{invoice}` does not belong to debtor `{case.debtor.id}`")
    named = [entry for entry in found.entries if entry.step.name == step]
    sent = [
        e for e in named if e.state in ("due", "done") and e.letter is not None and e.on is not None and e.on <= date
    ]
    if not sent:
        return found, named[-1] if named else None
    entry = max(sent, key=lambda one: (one.on or date, one.occurrence))
    if entry.state == "due":
        return FoundLetter(subject=_carrying(engine, schedule, found, entry), how="due")
    assert entry.on is not None  # noqa: S101 - it was chosen for that
    again = _as_of_its_day(engine, case, invoice, entry, entry.on)
    if again is not None:
        return FoundLetter(subject=again, how="as sent")
    return FoundLetter(subject=_carrying(engine, schedule, found, entry), how="as known now")


def why_none(found: InvoiceSchedule, entry: Entry | None, step: str, date: dt.date) -> Diagnostic:
    """Why *step* has no letter for an invoice on *date*, from what :func:`letter_of` gave in its place."""
    invoice = found.invoice.id
    if entry is None:
        group = found.group.name if found.group is not None else "none"
        message = f"invoice `{invoice}` has no step `{step}`: its group is `{group}`"
        return NOT_DUE.at(None, message, help="name a step of that group")
    if entry.step.send is None:
        return NOT_DUE.at(entry.step.name_span, f"step `{step}` sends no letter", help="name a step that does")
    day = f" for {entry.on}" if entry.state == "planned" and entry.on is not None else ""
    return NOT_DUE.at(
        entry.step.name_span,
        f"step `{step}` of invoice `{invoice}` is {entry.state}{day} on {date}",
        notes=tuple(reason.text for reason in entry.reasons),
        help=f"see `dunlang explain --invoice {invoice} --step {step} --date {date}`",
    )


def _carrying(engine: Engine, schedule: Schedule, found: InvoiceSchedule, entry: Entry) -> Subject:
    """The letter of *entry*: its own, or the one about another invoice that carries it."""
    if entry.carried_by:
        carrier = schedule.invoice(entry.carried_by)
        assert carrier is not None  # noqa: S101 - the schedule is of all invoices of the debtor
        found, entry = carrier, next(e for e in carrier.entries if e.letter == entry.letter and e.on == entry.on)
    subject = subject_of(engine, schedule, found, entry)
    assert subject is not None  # noqa: S101 - it has a letter and carries itself
    return subject


#: What a day's run brings about itself: recorded on that day, it was not known to the run.
_OUTCOMES = ("step done", "handed over", "supply stopped")


def _as_of_its_day(engine: Engine, case: Case, invoice: str, entry: Entry, day: dt.date) -> Subject | None:
    """The letter as the run of *day* wrote it; None where what the ledger says of that day gives another one."""
    known = {one.id for one in case.invoices if one.date <= day}
    events = tuple(
        event
        for event in case.events
        if (not event.invoice or event.invoice in known)
        and (event.date < day or (event.date == day and event.kind not in _OUTCOMES))
    )
    invoices = tuple(one for one in case.invoices if one.id in known)
    then = engine.schedule(attrs.evolve(case, invoices=invoices, events=events), as_of=day)
    found = then.invoice(invoice)
    if found is None:
        return None
    same = next((e for e in found.entries if e.step.name == entry.step.name and e.state == "due"), None)
    if same is None or same.letter is None:
        return None
    subject = _carrying(engine, then, found, same)
    done = {
        event.invoice
        for event in case.events
        if event.kind == "step done" and event.date == day and event.step == subject.entry.step.name
    }
    return subject if {claim.invoice.id for claim in subject.claims} <= done else None
