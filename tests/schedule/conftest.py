"""Short ways to say a policy and a case."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from dunlang.law import load_book
from dunlang.model import resolve
from dunlang.model.case import Case, Debtor, Event, Invoice
from dunlang.money import Money
from dunlang.schedule import Engine, prepare
from dunlang.source import Source
from dunlang.syntax import parse

HEAD = """
policy "Test" {{ law NL {policy} }}
notice reminder {{ kind reminder states invoice number, due date, amount due gives 7 days from sending }}
notice formal {{ kind formal states invoice number, amount due, deadline, collection costs gives 14 days from receipt }}
notice final    {{ kind final states invoice number, amount due }}
agency bureau "Bureau" {{ register "1" }}
insurer cover "Cover" {{ notify within 60 days of due }}
group all {{ otherwise
    payment within 14 days of invoice
    {terms}
    steps {{ {steps} }}
    {holds}
}}
"""


def day(text: str) -> dt.date:
    """A date, short: ``01-31`` lies in 2026."""
    return dt.date.fromisoformat(text if len(text) == 10 else f"2026-{text}")


def engine(steps: str = "", *, policy: str = "", terms: str = "", holds: str = "") -> Engine:
    """An engine for a policy of one group that takes everybody."""
    return from_text(HEAD.format(policy=policy, terms=terms, steps=steps, holds=holds))


def from_text(text: str) -> Engine:
    """An engine for a whole policy."""
    tree, errors = parse(Source("test.dun", text))
    assert not errors, errors
    book, _ = load_book()
    policy, found = resolve(tree, known_law=lambda code: book.country(code) is not None)
    assert policy is not None, found
    assert not [f for f in found if f.severity == "error"], found
    return prepare(policy, book)


def case(
    *events: Event, kind: str = "consumer", amount: str = "180.00", date: str = "2026-01-05", **debtor: object
) -> Case:
    """One invoice of 180 euro of Monday 5 January 2026 (due on the 19th) to a consumer, with events."""
    return Case(
        debtor=Debtor(id="d", kind=kind, country=str(debtor.pop("country", "NL")), **debtor),  # type: ignore[arg-type]
        invoices=(Invoice(id="1", date=dt.date.fromisoformat(date), amount=Money.parse(amount)),),
        events=events,
    )


def event(on: str, kind: str, **more: object) -> Event:
    """An event on invoice 1."""
    amount = more.pop("amount", None)
    money = Money.parse(str(amount)) if amount is not None else None
    until = more.pop("until", None)
    promised = day(str(until)) if until is not None else None
    return Event(date=day(on), kind=kind, invoice=str(more.pop("invoice", "1")), amount=money, until=promised, **more)  # type: ignore[arg-type]


def dates(engine: Engine, case: Case, *, as_of: str = "2026-12-31", assume: bool = True) -> dict[str, str]:
    """The run dates of all steps that ran, as ``{"step": "MM-DD", "step#1": …}``."""
    schedule = engine.schedule(case, as_of=day(as_of), assume=assume)
    return {
        entry.step.name + (f"#{entry.occurrence}" if entry.occurrence else ""): entry.on.isoformat()[5:]
        for entry in schedule.invoices[0].entries
        if entry.on is not None and entry.state in ("done", "due", "planned")
    }


@pytest.fixture
def make() -> Callable[..., Engine]:
    """An engine from the steps of one group."""
    return engine
