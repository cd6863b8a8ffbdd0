"""The answer: what was done, what is due, what will be due if nothing changes, for how much, and why.

A :class:`Schedule` is for one debtor on one date. Amounts that depend on a day are asked for
(:meth:`InvoiceSchedule.amounts_on`), so a schedule that nobody asks about money costs none.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Literal

import attrs

from dunlang.law.interest import Segment
from dunlang.model.case import Case, Event, Invoice
from dunlang.model.policy import Group, Step
from dunlang.money import Money
from dunlang.records import frozen
from dunlang.source import Span

__all__ = [
    "Allocation",
    "Amounts",
    "Entry",
    "HoldPeriod",
    "InvoiceSchedule",
    "Letter",
    "Reason",
    "Schedule",
    "Standing",
    "State",
    "SupplyStop",
]

#: What became of a step. ``done`` and ``due`` are facts of the date asked about; ``planned`` is the forecast.
State = Literal[
    "done",
    "due",
    "planned",
    "held",
    "blocked",
    "passed over",
    "superseded",
    "withdrawn",
    "not delivered",
]

#: How an invoice stands: an invoice is in exactly one of these on every day.
Standing = Literal["not yet", "open", "paid", "handed over", "sold", "needs a person"]


@frozen
class Reason:
    """Why, or why not: a code for machines, a sentence for people, the line of the policy, the provision of law."""

    code: str
    text: str
    span: Span | None = attrs.field(default=None, eq=False, repr=False)
    provision: str = ""


@frozen(kw_only=True)
class Letter:
    """What a notice gave the debtor: from when it counts and the last day that is free of consequences."""

    notice: str
    sent: dt.date
    channels: tuple[str, ...]
    received: dt.date | None
    """The day of receipt: recorded, or presumed by law; None where the law presumes nothing."""
    deadline: dt.date | None
    """The last free day; None where the notice gives no period or receipt is not known."""
    period: str = ""
    announces_costs: bool = False
    """Whether it may announce collection costs: it states them, or its template's kind or period makes it likely."""
    reasons: tuple[Reason, ...] = ()


@frozen(kw_only=True)
class Entry:
    """One step of one invoice (each repetition has its own)."""

    invoice: str
    group: str
    step: Step = attrs.field(repr=lambda step: step.name)
    state: State
    planned: dt.date | None = None
    """The day that the policy names, before rest days, run days, gap and catching up; None where its anchor is open."""
    on: dt.date | None = None
    """The day on which it was done, is due, or will be; None for what will not happen or cannot be dated."""
    occurrence: int = 0
    """0 for the first time, 1 for the first repetition."""
    assumed: bool = False
    """Done by assumption: no event says so."""
    letter: Letter | None = None
    carried_by: str = ""
    """With `letters per debtor`: the invoice whose letter carries this one."""
    reasons: tuple[Reason, ...] = ()


@frozen(kw_only=True)
class HoldPeriod:
    """A time in which steps wait. *until* is its last day, None while it is open."""

    cause: str
    start: dt.date
    until: dt.date | None
    clock_stops: bool
    interest_stops: bool
    reason: Reason


@frozen(kw_only=True)
class Allocation:
    """Where a payment, credit note or discount went, in minor units."""

    date: dt.date
    kind: Literal["payment", "credit note", "discount"]
    amount: int
    to_costs: int = 0
    to_interest: int = 0
    to_principal: int = 0
    unallocated: int = 0


@frozen(kw_only=True)
class Amounts:
    """What is owed on one invoice on one day, all in the invoice's currency.

    *interest* and *costs* are what has become due and is not paid; *costs_if_unpaid* is what a letter sent that day
    announces: the costs that will be charged if it is not heeded. *total* is principal + interest + costs.
    """

    on: dt.date
    principal: Money
    interest: Money
    costs: Money
    costs_vat: Money
    """The VAT inside *costs*."""
    costs_if_unpaid: Money
    vat_if_unpaid: Money
    total: Money
    segments: tuple[Segment, ...] = ()
    """The interest, period by period, from the first day on; payments are not taken off."""
    unknown_from: dt.date | None = None
    """The first day for which no interest rate is known: the interest stops there."""
    reasons: tuple[Reason, ...] = ()


@frozen(kw_only=True)
class SupplyStop:
    """Supply stopped by a step (or an event), and lifted by payment or agreement."""

    start: dt.date
    until: dt.date | None
    reason: Reason


@frozen(kw_only=True)
class InvoiceSchedule:
    """One invoice: where it stands and every step with its state."""

    invoice: Invoice
    group: Group | None = attrs.field(repr=lambda group: repr(group and group.name))
    standing: Standing
    due: dt.date | None
    discount_until: dt.date | None
    dispute_until: dt.date | None
    outstanding: Money
    """The unpaid principal on the date asked about."""
    entries: tuple[Entry, ...]
    holds: tuple[HoldPeriod, ...]
    allocations: tuple[Allocation, ...]
    costs_from: dt.date | None
    """The first day on which collection costs are due; None: not (yet) known."""
    next_change: dt.date | None
    """The next day on which anything changes if nothing happens."""
    reasons: tuple[Reason, ...]
    amounts_on: Callable[[dt.date], Amounts] = attrs.field(eq=False, repr=False)
    """The amounts on a day; knows the events up to that day."""

    def entry(self, step: str) -> Entry | None:
        """The first entry of the step called *step*."""
        return next((entry for entry in self.entries if entry.step.name == step), None)


@frozen(kw_only=True)
class Schedule:
    """One debtor's schedule, as known on *as_of*, looking ahead to *until*."""

    case: Case = attrs.field(repr=False)
    as_of: dt.date
    until: dt.date
    invoices: tuple[InvoiceSchedule, ...]
    supply: tuple[SupplyStop, ...] = ()
    unallocated: tuple[Event, ...] = ()
    """Payments of the debtor that met no open invoice: kept in sight, never moved on their own."""

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All entries, by day, then invoice, then the order of the policy."""
        return tuple(
            sorted(
                (entry for invoice in self.invoices for entry in invoice.entries),
                key=lambda entry: (entry.on or dt.date.max, entry.invoice),
            )
        )

    def invoice(self, id: str) -> InvoiceSchedule | None:  # noqa: A002 - the ledger's own word
        """The schedule of one invoice."""
        return next((found for found in self.invoices if found.invoice.id == id), None)
