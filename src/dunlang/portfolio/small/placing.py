"""An invoice before it goes its way: its group, its due date, the rules of its money; and the plainest end of all."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dunlang.portfolio.small.conditions import Seen
from dunlang.portfolio.tabled.answer import Answer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dunlang.model.case import Debtor, Event, Invoice
    from dunlang.portfolio.small.terms import MoneyTerms, PolicyTerms, WayTerms

__all__ = ["Happened", "Placed", "paid_in_time", "placed"]

#: What happened: the day, and the event; without one time just passes.
Happened = tuple[int, "Event | None"]


class Placed(NamedTuple):
    """An invoice with the way that it goes; days are day numbers, None where there is none."""

    invoice: Invoice
    way: WayTerms
    date: int
    due: int | None
    interest_from: int | None
    """The first day of interest, before the law asks for a letter."""
    discount_until: int | None
    money: MoneyTerms


def placed(terms: PolicyTerms, debtor: Debtor, invoice: Invoice, as_of: int) -> Placed | None:
    """Where an invoice begins; None where it does not exist yet, or a person must look at it."""
    date = invoice.date.toordinal()
    if date > as_of or not terms.valid_from <= date <= terms.valid_until:
        return None
    if invoice.amount.currency != terms.currency:
        return None
    way = _way(terms, debtor, invoice)
    if way is None:
        return None
    due = discount_until = None
    if invoice.due is not None:
        due = invoice.due.toordinal()
    elif way.term is not None:
        start = _date(invoice, date, None, way.term_of)
        due = way.term[start] if start is not None else None
    if due is None and way.needs_due:
        return None
    interest_from = _date(invoice, date, due, way.interest_of)
    if interest_from is not None:
        interest_from = (way.delay[interest_from] if way.delay is not None else interest_from) + 1
    if way.discount is not None:
        start = _date(invoice, date, due, way.discount_of)
        discount_until = way.discount[start] if start is not None else None
    money = way.money(debtor.kind, due + 1 if due is not None else date)
    return Placed(invoice, way, date, due, interest_from, discount_until, money)


def _way(terms: PolicyTerms, debtor: Debtor, invoice: Invoice) -> WayTerms | None:
    """The way of the first group whose condition takes the debtor with this invoice."""
    seen = Seen(debtor, invoice)
    for way in terms.ways:
        if way.condition is None or way.condition(seen):
            return way
    return None


def paid_in_time(found: Placed, happened: Sequence[Happened]) -> Answer | None:
    """The answer for an invoice to which nothing happened but payments, in full before anything else was due.

    So most invoices end. None for all others.
    """
    if found.discount_until is not None:
        return None
    left, due, interest_from = found.invoice.amount.minor, found.due, found.interest_from
    for day, event in happened:
        if event is None or event.kind != "payment" or event.amount is None:
            return None
        if (due is not None and day > due) or (interest_from is not None and day >= interest_from):
            return None
        left -= event.amount.minor
    if left > 0:
        return None
    return Answer("paid", 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, due + 1 if found.money.unasked and due is not None else None)


def _date(invoice: Invoice, date: int, due: int | None, of: str) -> int | None:
    """A date of the invoice by the word that terms use for it; None without one."""
    if of == "due":
        return due
    if of == "invoice":
        return date
    day = invoice.received if of == "receipt" else invoice.delivered if of == "delivery" else None
    return day.toordinal() if day is not None else None
