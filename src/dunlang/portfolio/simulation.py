"""What a run over a ledger found: today's worklist, what waits and why, what needs a person, the forecast, the sums."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import attrs

from dunlang.money import Money
from dunlang.records import frozen
from dunlang.schedule.result import Reason, Standing

if TYPE_CHECKING:
    from dunlang.model.case import Debtor, Invoice
    from dunlang.model.policy import Step
    from dunlang.portfolio.ageing import AgeTotal
    from dunlang.portfolio.weeks import Week
    from dunlang.schedule.result import Amounts, Letter, State

__all__ = ["Item", "Person", "Reconciliation", "Simulation", "StandingTotal", "Supply", "Total"]


@frozen(kw_only=True)
class Item:
    """One step of one invoice: due today, waiting, or to come."""

    debtor: Debtor = attrs.field(repr=lambda debtor: repr(debtor.id))
    invoice: Invoice = attrs.field(repr=lambda invoice: repr(invoice.id))
    due: dt.date | None = None
    group: str
    group_title: str = ""
    step: Step = attrs.field(repr=lambda step: step.name)
    state: State
    occurrence: int = 0
    planned: dt.date | None
    """The day that the policy names."""
    on: dt.date | None
    """The day on which it is due or will be; None for what waits for something without a known end."""
    does: tuple[str, ...]
    channels: tuple[str, ...]
    """The ways of the step; ``carried`` where the letter about another invoice carries this one."""
    role: str = ""
    letter: Letter | None = None
    carried_by: str = ""
    outstanding: Money
    """The unpaid principal on the date of the simulation."""
    amounts: Amounts | None = attrs.field(default=None, repr=False)
    """What is owed on the day of the step; None for what has no day."""
    reasons: tuple[Reason, ...] = ()


@frozen(kw_only=True)
class Person:
    """An invoice that the policy cannot decide on."""

    debtor: Debtor = attrs.field(repr=lambda debtor: repr(debtor.id))
    invoice: Invoice = attrs.field(repr=lambda invoice: repr(invoice.id))
    outstanding: Money
    reasons: tuple[Reason, ...]


@frozen(kw_only=True)
class Supply:
    """A debtor whose supply is stopped, or may go on from today (*until* is today)."""

    debtor: Debtor = attrs.field(repr=lambda debtor: repr(debtor.id))
    start: dt.date
    until: dt.date | None
    reason: Reason


@frozen(kw_only=True)
class Total:
    """How many entries of the worklist (or the forecast) a group, step and way have, and the principal behind them."""

    group: str
    step: str
    channel: str
    count: int
    outstanding: Money


@frozen(kw_only=True)
class StandingTotal:
    """How many invoices of one currency stand like this, and what is open on them."""

    standing: Standing
    count: int
    outstanding: Money


@frozen(kw_only=True)
class Reconciliation:
    """The ledger against the simulation, per currency, in minor units.

    *invoiced* and *received* (payments and credit notes up to the date) are added up from the ledger; the rest comes
    from the schedules. What was received and not needed for anything is *unallocated*.
    """

    currency: str
    invoices: int
    invoiced: int
    received: int
    to_costs: int
    to_interest: int
    to_principal: int
    discounts: int
    outstanding: int

    @property
    def unallocated(self) -> int:
        """Money received that nothing was owed for."""
        return self.received - self.to_costs - self.to_interest - self.to_principal

    @property
    def balanced(self) -> bool:
        """Whether nothing got lost: invoiced = paid principal + discounts + outstanding, and none paid from nowhere."""
        return self.invoiced == self.to_principal + self.discounts + self.outstanding and self.unallocated >= 0


@frozen(kw_only=True)
class Simulation:
    """A dry run of a policy over a ledger on *date*; *until* is the last day of the forecast (*date*: none)."""

    policy: str
    date: dt.date
    until: dt.date
    worklist: tuple[Item, ...]
    held: tuple[Item, ...]
    blocked: tuple[Item, ...]
    needs_person: tuple[Person, ...]
    supply: tuple[Supply, ...]
    forecast: tuple[Item, ...]
    totals: tuple[Total, ...]
    forecast_totals: tuple[Total, ...]
    weeks: tuple[Week, ...]
    ageing: tuple[AgeTotal, ...]
    standings: tuple[StandingTotal, ...]
    reconciliation: tuple[Reconciliation, ...]

    @property
    def balanced(self) -> bool:
        """Whether the reconciliation holds in every currency."""
        return all(found.balanced for found in self.reconciliation)
