"""The letters of a ledger on a day: each one that the policy sends then, with the invoices that it carries."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from dunlang.notice.context import Subject, subject_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from dunlang.model.case import Case
    from dunlang.portfolio.ledger import Ledger
    from dunlang.schedule import Engine
    from dunlang.schedule.result import Entry, InvoiceSchedule, Schedule

__all__ = ["letter_of", "letters_due"]


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


def letter_of(
    engine: Engine, case: Case, invoice: str, step: str, date: dt.date
) -> Subject | tuple[InvoiceSchedule, Entry | None]:
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
    if entry.carried_by:
        carrier = schedule.invoice(entry.carried_by)
        assert carrier is not None  # noqa: S101 - the schedule is of all invoices of the debtor
        found, entry = carrier, next(e for e in carrier.entries if e.letter == entry.letter and e.on == entry.on)
    subject = subject_of(engine, schedule, found, entry)
    assert subject is not None  # noqa: S101 - it has a letter and carries itself
    return subject
