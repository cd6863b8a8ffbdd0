"""Every letter that the shipped policies send in a row of made-up cases, rendered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import cache

import attrs

from dunlang.diagnostics import Diagnostic
from dunlang.model.case import Case, Debtor, Event, Invoice
from dunlang.money import Money
from dunlang.notice.context import Subject, subject_of
from dunlang.notice.letters import read_letters
from dunlang.notice.render import Renderer
from dunlang.notice.writers.sheet import Sheet
from dunlang.project.session import Loaded, Session
from dunlang.project.templates import template_reader
from dunlang.resources import shipped
from dunlang.schedule import Engine, prepare

START, END = dt.date(2026, 1, 1), dt.date(2026, 12, 31)

#: Policy and debtor of each group that writes letters.
DEBTORS: tuple[tuple[str, Debtor], ...] = (
    ("veertiendagen", Debtor(id="D", kind="consumer", country="NL", name="Familie De Vries", number="1001")),
    ("eenmalig", Debtor(id="D", kind="consumer", country="NL", name="S. Yılmaz", first_order=True)),
    ("eenmalig", Debtor(id="D", kind="business", country="NL", name="Bloemen & Zo", first_order=True)),
    ("keyaccounts", Debtor(id="D", kind="business", country="NL", name="Staalbouw", segment="keyaccount")),
    ("debiteurenbeleid", Debtor(id="D", kind="consumer", country="NL", name="T. Nguyễn", number="7")),
    ("debiteurenbeleid", Debtor(id="D", kind="business", country="NL", name="Knip", number="8", first_order=True)),
    ("debiteurenbeleid", Debtor(id="D", kind="consumer", country="BE", name="Dubois", language="fr")),
    ("debiteurenbeleid", Debtor(id="D", kind="business", country="ES", name="Talleres García S.L.")),
    ("belgie", Debtor(id="D", kind="consumer", country="BE", name="Lambert", language="fr")),
    ("belgie", Debtor(id="D", kind="consumer", country="BE", name="D. Claes", language="nl")),
    ("belgie", Debtor(id="D", kind="business", country="BE", name="Moulin SRL", language="fr")),
    ("belgie", Debtor(id="D", kind="business", country="BE", name="Zand & Grind BV", language="nl")),
    ("espana", Debtor(id="D", kind="business", country="ES", name="Construcciones Ñandú S.A.")),
    ("espana", Debtor(id="D", kind="consumer", country="ES", name="Lucía Gómez")),
    ("espana", Debtor(id="D", kind="government", country="ES", name="Ayuntamiento de Ejemplo")),
    ("deutschland", Debtor(id="D", kind="consumer", country="DE", name="Jörg Groß")),
    ("deutschland", Debtor(id="D", kind="business", country="DE", name="Werkzeug Müller GmbH")),
    ("france", Debtor(id="D", kind="consumer", country="FR", name="Zoé Lefèvre")),
    ("france", Debtor(id="D", kind="business", country="FR", name="Boulangerie de l'Église")),
    ("united-kingdom", Debtor(id="D", kind="consumer", country="UK", name="Jane O'Neill")),
    ("united-kingdom", Debtor(id="D", kind="business", country="UK", name="Harbour Trading Ltd")),
)


@cache
def engine(policy: str) -> tuple[Engine, Renderer, Loaded]:
    """A shipped policy ready to run, and what writes its letters."""
    loaded = Session().load(shipped("policies") / f"{policy}.dun")
    assert loaded.policy is not None
    assert loaded.book is not None
    ready = prepare(loaded.policy, loaded.book)
    letters, findings = read_letters(loaded.policy, template_reader(loaded))
    assert findings == ()
    return ready, Renderer(ready, letters.template), loaded


def case(
    policy: str,
    debtor: Debtor,
    *,
    on: dt.date = dt.date(2026, 1, 7),
    minor: int = 123450,
    invoices: int = 1,
    description: str = "",
    paid: int = 0,
) -> Case:
    """A debtor with one or more invoices of the same day and amount, perhaps with a part paid after two weeks."""
    currency = engine(policy)[0].policy.currency
    owed = tuple(
        Invoice(
            id=f"2026-{number:04}",
            date=on,
            amount=Money(minor, currency),
            received=on,
            delivered=on,
            description=description,
        )
        for number in range(1, invoices + 1)
    )
    events = ()
    if paid:
        day = on + dt.timedelta(days=14)
        events = (Event(date=day, kind="payment", amount=Money(paid, currency), invoice=owed[0].id),)
    return Case(debtor=debtor, invoices=owed, events=events)


def subjects(policy: str, known: Case) -> Iterator[Subject]:
    """Every letter that the case gets in the year, if nothing more happens, as it is written on its day."""
    ready = engine(policy)[0]
    schedule = ready.schedule(known, as_of=START, until=END, assume=True)
    days = sorted({entry.on for entry in schedule.entries if entry.letter is not None and entry.on is not None})
    for day in days:
        # What is known on the day itself: the steps before it were done, nothing after it has happened.
        done = tuple(
            Event(date=entry.on, kind="step done", invoice=entry.invoice, step=entry.step.name)
            for entry in schedule.entries
            if entry.state == "planned" and entry.on is not None and entry.on < day
        )
        past = tuple(event for event in known.events if event.date <= day)
        now = ready.schedule(attrs.evolve(known, events=(*past, *done)), as_of=day)
        for found in now.invoices:
            for entry in found.entries:
                subject = subject_of(ready, now, found, entry) if entry.state == "due" else None
                if subject is not None:
                    yield subject


def rendered(policy: str, known: Case) -> Iterator[tuple[Subject, Sheet]]:
    """The same, written; a letter that cannot be written fails the test."""
    renderer = engine(policy)[1]
    for subject in subjects(policy, known):
        sheet = renderer.sheet(subject)
        assert not isinstance(sheet, Diagnostic), (policy, subject, sheet.message)
        yield subject, sheet
