"""A small simulated day with an entry in most lists, and names of choice."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import TYPE_CHECKING

from dunlang.model.case import Case, Debtor, Event, Invoice
from dunlang.money import Money
from dunlang.portfolio.ledger import Ledger
from dunlang.portfolio.simulation import Simulation
from dunlang.portfolio.worklist import simulate
from dunlang.project.fingerprint import fingerprint
from dunlang.project.session import Loaded, Session
from dunlang.schedule import prepare
from dunlang.source import Source

if TYPE_CHECKING:
    from dunlang.portfolio.table import Reject
    from dunlang.schedule import Engine

DAY = dt.date(2026, 3, 3)
UNTIL = dt.date(2026, 4, 28)

POLICY = """\
policy "Klein <beleid>" { law NL  progress climb }
agency bureau "Bureau" { register "Wki 1" }
notice herinnering { states invoice number, due date, amount due }
notice brief { states invoice number, amount due, deadline, collection costs  gives 14 days from receipt }
group klanten "Klanten & co" {
    when debtor is consumer
    payment within 14 days of invoice
    interest statutory  costs statutory
    steps {
        eerste   7 days after due  every 7 days, at most 1 time  send herinnering by email
        bellen  16 days after due  call "vraag <waarom>" by "team"
        brief   30 days after due  send brief by post  if outstanding >= 1 EUR
        over     1 day after brief deadline  hand over to bureau
    }
    hold on dispute until resolved, clock stops
}
group zaken { otherwise  payment within 30 days of delivery  steps { eerste  2 days after due  task "kijk" } }
"""


@cache
def loaded() -> Loaded:
    """The policy."""
    found = Session().loads(Source("klein.dun", POLICY))
    assert found.policy is not None
    assert not found.errors, [one.message for one in found.errors]
    return found


@cache
def engine() -> Engine:
    """Its engine."""
    one = loaded()
    assert one.policy is not None
    assert one.book is not None
    return prepare(one.policy, one.book)


def day_of(*, name: str = "Bakker", debtor: str = "D", invoice: str = "F", extra: int = 0) -> Simulation:
    """One consumer with a reminder due and an invoice in dispute, and two businesses without a delivery date.

    *extra* more consumers have the same reminder due.
    """
    date, amount = dt.date(2026, 2, 10), Money(10000)

    def one(id: str) -> Case:  # noqa: A002 - the ledger's own word
        owed = (
            Invoice(id=f"{invoice}{id}1", date=date, amount=amount),
            Invoice(id=f"{invoice}{id}2", date=date, amount=amount),
        )
        dispute = Event(date=dt.date(2026, 2, 20), kind="dispute opened", invoice=owed[1].id)
        return Case(
            debtor=Debtor(id=debtor + id, kind="consumer", country="NL", name=name), invoices=owed, events=(dispute,)
        )

    stuck = tuple(
        Case(
            debtor=Debtor(id=f"{debtor}z{currency}", kind="business", country="NL", name=name),
            invoices=(Invoice(id=f"{invoice}z{currency}", date=date, amount=Money(50000, currency)),),
        )
        for currency in ("EUR", "USD")
    )
    ledger = Ledger(cases=(*(one(str(at)) for at in range(extra + 1)), *stuck), counts=())
    return simulate(engine(), ledger, date=DAY, until=UNTIL)


def page_of(found: Simulation, *, rejects: tuple[Reject, ...] = (), until_given: bool = True) -> str:
    """The day as an HTML page."""
    from dunlang.report.html.page import Background, worklist_html

    one = loaded()
    assert one.policy is not None
    background = Background(
        policy=one.policy,
        book=one.book,
        fingerprint=fingerprint(one),
        tool="1",
        rejects=rejects,
        until_given=until_given,
    )
    return worklist_html(found, background)
