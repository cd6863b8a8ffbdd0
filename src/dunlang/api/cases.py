"""A host's input, held against what the engine takes: dates in range, amounts above zero, ids once."""

from __future__ import annotations

import datetime as dt

import attrs

from dunlang.api.errors import InputError
from dunlang.dates import FIRST_DATE, LAST_DATE
from dunlang.model.case import Case, Debtor, Event, Invoice
from dunlang.money import CURRENCIES, MAX_MINOR, Money

__all__ = ["as_case", "checked_date"]

_KINDS = ("consumer", "business", "government")


def checked_date(day: object, name: str) -> dt.date:
    """*day* as a date from 1990 to 2100; a point in time loses its time."""
    if isinstance(day, dt.datetime):
        day = day.date()
    if not isinstance(day, dt.date):
        raise InputError(f"`{name}` is no datetime.date: {day!r}")
    if not FIRST_DATE <= day <= LAST_DATE:
        raise InputError(f"`{name}` {day} lies outside {FIRST_DATE} to {LAST_DATE}")
    return day


def as_case(case: Case | Invoice, debtor: Debtor | None, events: tuple[Event, ...]) -> Case:
    """One case, each part of it held against what the engine takes."""
    if isinstance(case, Invoice):
        if debtor is None:
            raise InputError("an invoice alone needs its debtor: pass debtor=Debtor(…)")
        case = Case(debtor=debtor, invoices=(case,), events=_about(events, case.id))
    elif not isinstance(case, Case):
        raise InputError(f"neither a Case nor an Invoice: {case!r}")
    elif debtor is not None or events:
        raise InputError("a Case has its debtor and events in it: do not pass them again")
    if case.debtor.kind not in _KINDS:
        raise InputError(f"debtor `{case.debtor.id}`: kind `{case.debtor.kind}` is none of {', '.join(_KINDS)}")
    known: set[str] = set()
    for invoice in case.invoices:
        if invoice.id in known:
            raise InputError(f"invoice `{invoice.id}` stands twice in the case")
        known.add(invoice.id)
        checked_date(invoice.date, f"date of invoice {invoice.id}")
        _amount(invoice.amount, f"invoice `{invoice.id}`")
    for event in case.events:
        checked_date(event.date, f"date of event {event.kind}")
        if event.invoice and event.invoice not in known:
            raise InputError(
                f"event `{event.kind}` of {event.date} is about invoice `{event.invoice}`, not in the case"
            )
        if event.amount is not None:
            _amount(event.amount, f"event `{event.kind}` of {event.date}")
    return case


def _about(events: tuple[Event, ...], invoice: str) -> tuple[Event, ...]:
    """Events for the only invoice: those that name none are about it."""
    return tuple(event if event.invoice else attrs.evolve(event, invoice=invoice) for event in events)


def _amount(amount: object, what: str) -> None:
    if not isinstance(amount, Money) or isinstance(amount.minor, bool) or not isinstance(amount.minor, int):
        raise InputError(f"{what}: the amount is no Money of whole minor units: {amount!r}")
    if amount.currency not in CURRENCIES:
        raise InputError(f"{what}: `{amount.currency}` is not an ISO 4217 currency")
    if not 0 < amount.minor <= MAX_MINOR:
        raise InputError(f"{what}: the amount {amount} is not above zero, or more than can be counted")
