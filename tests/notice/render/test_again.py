"""A letter printed again later is the one that went out, whatever happened since."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dunlang.diagnostics import Diagnostic
from dunlang.model.case import Case, Event, Invoice
from dunlang.money import Money
from dunlang.notice.context import Subject
from dunlang.notice.writers.text import text
from dunlang.portfolio.ledger import Ledger
from dunlang.portfolio.letters import FoundLetter, letter_of, letters_due
from tests.notice.render.cases import DEBTORS, engine

DAYS = 100
START = dt.date(2026, 1, 5)


def printed(policy: str, subject: Subject) -> str:
    """The words of a letter."""
    sheet = engine(policy)[1].sheet(subject)
    assert not isinstance(sheet, Diagnostic), sheet.message
    return text(sheet)


def lived(policy: str, case: Case, later: list[Event]) -> tuple[Case, list[tuple[Subject, str]]]:
    """A debtor day by day: every letter is written and recorded as sent, and what happens is booked on its day."""
    ready = engine(policy)[0]
    events: list[Event] = []
    sent: list[tuple[Subject, str]] = []
    for day in (START + dt.timedelta(days=number) for number in range(DAYS)):
        events += [event for event in later if event.date == day]
        now = attrs.evolve(
            case,
            invoices=tuple(one for one in case.invoices if one.date <= day),
            events=tuple(event for event in events if not event.invoice or _date(case, event.invoice) <= day),
        )
        due = letters_due(ready, Ledger(cases=(now,), counts=()), day)
        sent += [(subject, printed(policy, subject)) for subject in due]
        for found in ready.schedule(now, as_of=day).invoices:
            events += [
                Event(date=day, kind="step done", invoice=entry.invoice, step=entry.step.name)
                for entry in found.entries
                if entry.state == "due"
            ]
    return attrs.evolve(case, events=tuple(events)), sent


def _date(case: Case, invoice: str) -> dt.date:
    return next(one.date for one in case.invoices if one.id == invoice)


def owed(policy: str, which: int, days: list[int]) -> Case:
    """Invoices of these days after the start, for one of the debtors."""
    currency = engine(policy)[0].policy.currency
    invoices = tuple(
        Invoice(id=f"A{number}", date=START + dt.timedelta(days=day), amount=Money(10_000 * number + 95, currency))
        for number, day in enumerate(sorted(days), 1)
    )
    return Case(debtor=DEBTORS[which][1], invoices=invoices)


EVENTS = st.lists(
    st.tuples(
        st.integers(20, DAYS - 1),
        st.integers(1, 3),
        st.sampled_from(["payment", "dispute opened", "dispute resolved"]),
    ),
    max_size=4,
)


@settings(max_examples=12, deadline=None)
@given(
    which=st.sampled_from([0, 4, 6, 8, 15, 17]),
    days=st.lists(st.integers(0, 30), min_size=3, max_size=3),
    happened=EVENTS,
)
def test_a_letter_printed_again_is_the_one_that_was_sent(
    which: int, days: list[int], happened: list[tuple[int, int, str]]
) -> None:
    """Letters per debtor and per invoice, with payments and disputes after them."""
    policy = DEBTORS[which][0]
    case = owed(policy, which, days)
    later = []
    for day, number, kind in sorted(happened):
        on = START + dt.timedelta(days=day)
        if kind == "payment":
            later.append(Event(date=on, kind="payment", invoice=f"A{number}", amount=Money(5_000, "EUR")))
        else:
            later.append(Event(date=on, kind=kind, invoice=f"A{number}"))  # type: ignore[arg-type] # of the list above
    known, sent = lived(policy, case, later)
    for subject, words in sent:
        latest = max(
            one.date for one, _ in sent if one.entry.step.name == subject.entry.step.name and _same(one, subject)
        )
        if latest != subject.date:
            continue  # the step came again: the later letter is the one that is found
        found = letter_of(
            engine(policy)[0], known, subject.carrier.invoice.id, subject.entry.step.name, START + dt.timedelta(DAYS)
        )
        assert isinstance(found, FoundLetter)
        assert found.how in ("as sent", "due")
        assert printed(policy, found.subject) == words


def _same(one: Subject, other: Subject) -> bool:
    return other.carrier.invoice.id in [claim.invoice.id for claim in one.claims]


@pytest.mark.parametrize("booked", ["payment", "invoice gone"])
def test_a_ledger_that_was_changed_in_hindsight_is_told(booked: str) -> None:
    """Where the day's ledger would not send the letter any more, what is printed is said to be today's."""
    policy = "veertiendagen"
    case = owed(policy, 0, [0])
    known, sent = lived(policy, case, [])
    subject = sent[0][0]
    if booked == "payment":
        early = Event(date=START, kind="payment", invoice="A1", amount=case.invoices[0].amount)
        changed = attrs.evolve(known, events=(early, *known.events))
    else:
        moved = attrs.evolve(case.invoices[0], date=subject.date)
        changed = attrs.evolve(known, invoices=(moved,))
    found = letter_of(engine(policy)[0], changed, "A1", subject.entry.step.name, START + dt.timedelta(DAYS))
    assert isinstance(found, FoundLetter)
    assert found.how == "as known now"
