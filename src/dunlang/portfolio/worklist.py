"""A ledger on a day: today's worklist, what is held or blocked and why, what needs a person, and the forecast.

Every invoice is counted in exactly one standing, and the sums are held against the ledger (:class:`Reconciliation`).
All lists are in a stable order: by the policy's groups, then its steps, then debtor and invoice.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, get_args

import attrs

from dunlang.money import Money
from dunlang.portfolio.actions import channels, does, role
from dunlang.portfolio.ageing import Ageing
from dunlang.portfolio.weeks import weeks
from dunlang.schedule.result import Reason, Standing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from dunlang.model.case import Debtor, Invoice
    from dunlang.model.policy import Step
    from dunlang.portfolio.ageing import AgeTotal
    from dunlang.portfolio.ledger import Ledger
    from dunlang.portfolio.weeks import Week
    from dunlang.schedule import Engine
    from dunlang.schedule.result import Amounts, Entry, InvoiceSchedule, Letter, Schedule, State

__all__ = [
    "Item",
    "Person",
    "Reconciliation",
    "Simulation",
    "StandingTotal",
    "Supply",
    "Total",
    "simulate",
    "standing_of",
]

#: A step that the policy no longer has comes after all others.
_LAST = (1_000_000, 0)


@attrs.frozen(kw_only=True)
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


@attrs.frozen(kw_only=True)
class Person:
    """An invoice that the policy cannot decide on."""

    debtor: Debtor = attrs.field(repr=lambda debtor: repr(debtor.id))
    invoice: Invoice = attrs.field(repr=lambda invoice: repr(invoice.id))
    outstanding: Money
    reasons: tuple[Reason, ...]


@attrs.frozen(kw_only=True)
class Supply:
    """A debtor whose supply is stopped, or may go on from today (*until* is today)."""

    debtor: Debtor = attrs.field(repr=lambda debtor: repr(debtor.id))
    start: dt.date
    until: dt.date | None
    reason: Reason


@attrs.frozen(kw_only=True)
class Total:
    """How many entries of the worklist (or the forecast) a group, step and way have, and the principal behind them."""

    group: str
    step: str
    channel: str
    count: int
    outstanding: Money


@attrs.frozen(kw_only=True)
class StandingTotal:
    """How many invoices of one currency stand like this, and what is open on them."""

    standing: Standing
    count: int
    outstanding: Money


@attrs.frozen(kw_only=True)
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


@attrs.frozen(kw_only=True)
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


def simulate(
    engine: Engine,
    ledger: Ledger,
    *,
    date: dt.date,
    until: dt.date | None = None,
    each: Callable[[int], None] | None = None,
) -> Simulation:
    """Run the policy of *engine* over *ledger* as known on *date*, looking ahead to *until*.

    *each* is told after each case how many are done.
    """
    until = max(until or date, date)
    gathered = _Gathered(date, until)
    for number, case in enumerate(ledger.cases, 1):
        gathered.take(engine.schedule(case, as_of=date, until=until))
        if each is not None:
            each(number)
    policy = engine.policy
    rank = {
        (group.name, step.name): (at, place)
        for at, group in enumerate(policy.groups)
        for place, step in enumerate(group.steps)
    }

    def ordered(items: Iterable[Item]) -> tuple[Item, ...]:
        return tuple(
            sorted(
                items,
                key=lambda item: (
                    item.on or dt.date.max,
                    rank.get((item.group, item.step.name), _LAST),
                    item.debtor.id,
                    item.invoice.date,
                    item.invoice.id,
                    item.occurrence,
                ),
            )
        )

    worklist, forecast = ordered(gathered.worklist), ordered(gathered.forecast)
    return Simulation(
        policy=policy.title,
        date=date,
        until=until,
        worklist=worklist,
        held=ordered(gathered.held),
        blocked=ordered(gathered.blocked),
        needs_person=tuple(gathered.needs_person),
        supply=tuple(gathered.supply),
        forecast=forecast,
        totals=_totals(worklist, rank),
        forecast_totals=_totals(forecast, rank),
        weeks=weeks(forecast, lambda items: _totals(items, rank), date=date, until=until),
        ageing=gathered.ageing.totals({group.name: at for at, group in enumerate(policy.groups)}),
        standings=gathered.standings(),
        reconciliation=gathered.reconciliation(),
    )


class _Gathered:
    """What has been collected from the schedules so far; the schedules themselves are let go."""

    def __init__(self, date: dt.date, until: dt.date) -> None:
        self.date = date
        self.until = until
        self.worklist: list[Item] = []
        self.held: list[Item] = []
        self.blocked: list[Item] = []
        self.forecast: list[Item] = []
        self.needs_person: list[Person] = []
        self.supply: list[Supply] = []
        self.ageing = Ageing(date)
        self._count: Counter[tuple[Standing, str]] = Counter()
        self._open: Counter[tuple[Standing, str]] = Counter()
        self._sums: defaultdict[str, Counter[str]] = defaultdict(Counter)

    def take(self, schedule: Schedule) -> None:
        """Collect one debtor's schedule."""
        for found in schedule.invoices:
            self._stand(found)
            self.ageing.take(found)
            if found.standing == "needs a person":
                self.needs_person.append(
                    Person(
                        debtor=schedule.case.debtor,
                        invoice=found.invoice,
                        outstanding=found.outstanding,
                        reasons=found.reasons,
                    )
                )
            for entry in found.entries:
                self._sort(schedule, found, entry)
            self._keep(schedule, found)
        for stop in schedule.supply:
            if stop.start <= self.date and (stop.until is None or stop.until >= self.date):
                self.supply.append(
                    Supply(debtor=schedule.case.debtor, start=stop.start, until=stop.until, reason=stop.reason)
                )
        for event in schedule.case.events:
            if event.kind in ("payment", "credit note") and event.amount is not None and event.date <= self.date:
                self._sums[event.amount.currency]["received"] += event.amount.minor

    def _stand(self, found: InvoiceSchedule) -> None:
        currency = found.outstanding.currency
        standing = standing_of(found)
        self._count[standing, currency] += 1
        self._open[standing, currency] += found.outstanding.minor
        sums = self._sums[currency]
        sums["invoices"] += 1
        sums["invoiced"] += found.invoice.amount.minor
        sums["outstanding"] += found.outstanding.minor
        for allocation in found.allocations:
            if allocation.date > self.date:
                continue
            if allocation.kind == "discount":
                sums["discounts"] += allocation.to_principal
            else:
                sums["to_costs"] += allocation.to_costs
                sums["to_interest"] += allocation.to_interest
                sums["to_principal"] += allocation.to_principal

    def _sort(self, schedule: Schedule, found: InvoiceSchedule, entry: Entry) -> None:
        match entry.state:
            case "due":
                self.worklist.append(_item(schedule, found, entry))
            case "held" | "blocked" if _behind(entry) or standing_of(found) != "open":
                pass  # the step that it comes after is listed, and says why; and what is settled waits for nothing
            case "held":
                self.held.append(_item(schedule, found, entry))
            case "blocked":
                self.blocked.append(_item(schedule, found, entry))
            case "planned" if entry.on is not None and self.date < entry.on <= self.until:
                self.forecast.append(_item(schedule, found, entry))
            case _:
                pass

    def _keep(self, schedule: Schedule, found: InvoiceSchedule) -> None:
        """List the next step as held where a hold with a known end keeps it from today's run."""
        entry = next((entry for entry in found.entries if entry.state in ("due", "planned")), None)
        if entry is None or entry.on is None or entry.on <= self.date or standing_of(found) != "open":
            return
        today = [hold for hold in found.holds if hold.start <= self.date and hold.until and self.date <= hold.until]
        keeps = [hold for hold in today if hold.clock_stops or (entry.planned and entry.planned <= self.date)]
        if keeps:
            last = max(keeps, key=lambda hold: hold.until or self.date)
            why = (last.reason, Reason("held-until", f"until {last.until}", last.reason.span))
            self.held.append(attrs.evolve(_item(schedule, found, entry), state="held", reasons=why))

    def standings(self) -> tuple[StandingTotal, ...]:
        """The invoices by standing and currency."""
        order = get_args(Standing)
        return tuple(
            StandingTotal(standing=standing, count=count, outstanding=Money(self._open[standing, currency], currency))
            for (standing, currency), count in sorted(
                self._count.items(), key=lambda found: (order.index(found[0][0]), found[0][1])
            )
        )

    def reconciliation(self) -> tuple[Reconciliation, ...]:
        """The sums by currency."""
        names = [field.name for field in attrs.fields(Reconciliation) if field.name != "currency"]
        return tuple(
            Reconciliation(currency=currency, **{name: sums[name] for name in names})
            for currency, sums in sorted(self._sums.items())
        )


def _item(schedule: Schedule, found: InvoiceSchedule, entry: Entry) -> Item:
    return Item(
        debtor=schedule.case.debtor,
        invoice=found.invoice,
        due=found.due,
        group=entry.group,
        group_title=found.group.title if found.group is not None and found.group.name == entry.group else "",
        step=entry.step,
        state=entry.state,
        occurrence=entry.occurrence,
        planned=entry.planned,
        on=entry.on,
        does=(f"with the letter about {entry.carried_by}",) if entry.carried_by else does(entry.step),
        channels=("carried",) if entry.carried_by else channels(entry.step),
        role=role(entry.step),
        letter=entry.letter,
        carried_by=entry.carried_by,
        outstanding=found.outstanding,
        amounts=found.amounts_on(entry.on) if entry.on is not None else None,
        reasons=entry.reasons,
    )


def standing_of(found: InvoiceSchedule) -> Standing:
    """How an invoice stands before today's worklist is done: a hand-over that is only due has not happened."""
    if any(entry.state == "due" and entry.step.hand_over is not None for entry in found.entries):
        return "open"
    return found.standing


def _behind(entry: Entry) -> bool:
    return any(reason.code == "behind" for reason in entry.reasons)


def _totals(items: Iterable[Item], rank: dict[tuple[str, str], tuple[int, int]]) -> tuple[Total, ...]:
    counts: Counter[tuple[str, str, str, str]] = Counter()
    sums: Counter[tuple[str, str, str, str]] = Counter()
    for item in items:
        key = (item.group, item.step.name, " and ".join(item.channels), item.outstanding.currency)
        counts[key] += 1
        sums[key] += item.outstanding.minor
    return tuple(
        Total(group=key[0], step=key[1], channel=key[2], count=count, outstanding=Money(sums[key], key[3]))
        for key, count in sorted(counts.items(), key=lambda found: (rank.get(found[0][:2], _LAST), found[0][2:]))
    )
