"""One case: a debtor with all his invoices and the events known. Facts only; nothing is computed here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Literal

import attrs

from dunlang.money import Money
from dunlang.records import frozen

__all__ = ["Case", "Debtor", "Event", "EventKind", "Invoice"]

#: A fact as conditions see it: text, flag, count (days are a count), amount, date; None is "not known".
Value = str | bool | int | Money | dt.date | None

EventKind = Literal[
    "payment",
    "credit note",
    "discount allowed",
    "step done",
    "step received",
    "step not delivered",
    "step withdrawn",
    "dispute opened",
    "dispute resolved",
    "promise made",
    "plan agreed",
    "plan broken",
    "agreement made",
    "hold placed",
    "hold lifted",
    "supply stopped",
    "supply resumed",
    "handed over",
    "invoice sold",
    "insolvency",
    "reason recorded",
    "contact added",
]


@frozen(kw_only=True)
class Debtor:
    """Who owes. *kind* is consumer, business or government."""

    id: str
    kind: str
    country: str = ""
    name: str = ""
    number: str = ""
    email: str = ""
    address: str = ""
    """Street and number, as on an envelope; several lines are several lines."""
    postal_code: str = ""
    city: str = ""
    language: str = ""
    segment: str = ""
    size: str = ""
    first_order: bool = False
    orders: int = 0
    average_days_late: int = 0
    insured: bool = False
    credit_limit: Money | None = None
    attributes: Mapping[str, Value] = attrs.field(factory=dict)


@frozen(kw_only=True)
class Invoice:
    """One invoice. *due* is the agreed due date where the ledger has one: it goes before the policy's payment term."""

    id: str
    date: dt.date
    amount: Money
    due: dt.date | None = None
    received: dt.date | None = None
    delivered: dt.date | None = None
    order: str = ""
    description: str = ""
    attributes: Mapping[str, Value] = attrs.field(factory=dict)


@frozen(kw_only=True)
class Event:
    """Something that happened on a day. *invoice* is empty for what concerns the debtor as a whole.

    *step* names the step for the step events and for `handed over`; *until* is the promised date; *text* is a reason's
    or a channel's words. Events of a day apply before that day's run, in the order given.
    """

    date: dt.date
    kind: EventKind
    invoice: str = ""
    step: str = ""
    amount: Money | None = None
    until: dt.date | None = None
    text: str = ""

    def is_foreign_money(self, currency: str) -> bool:
        """Whether this is a payment or credit note in another currency: without an invoice it pays nothing of ours."""
        money = self.kind in ("payment", "credit note") and self.amount is not None
        return money and self.amount.currency != currency  # type: ignore[union-attr] # it has an amount


def _by_date(events: Iterable[Event]) -> tuple[Event, ...]:
    return tuple(sorted(events, key=lambda event: event.date))


@frozen(kw_only=True)
class Case:
    """A debtor, all his invoices, and the events known, sorted by date."""

    debtor: Debtor
    invoices: tuple[Invoice, ...]
    events: tuple[Event, ...] = attrs.field(default=(), converter=_by_date)
