"""A run added up, debtor by debtor: what is listed of each, and the sums that are held against the ledger.

A debtor with something to list is taken as the reference's schedule. One with nothing to list needs no schedule: only
how his invoices stand is counted, from whatever engine judged them.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, get_args

import attrs

from dunlang.model.case import Case
from dunlang.money import Money
from dunlang.portfolio.actions import channels, does, role
from dunlang.portfolio.ageing import Ageing, age_of
from dunlang.portfolio.simulation import Item, Person, Reconciliation, Simulation, StandingTotal, Supply, Total
from dunlang.portfolio.weeks import weeks
from dunlang.schedule.result import Reason, Standing

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from dunlang.portfolio.ageing import Age
    from dunlang.schedule import Engine
    from dunlang.schedule.result import Entry, HoldPeriod, InvoiceSchedule, Schedule

__all__ = ["SHARED", "Gathering", "kept_by", "part_of", "standing_of"]

#: Without an invoice these concern all invoices of a debtor, each by what the others have open.
SHARED = frozenset({"payment", "credit note", "discount allowed"})

#: A step that the policy no longer has comes after all others.
_LAST = (1_000_000, 0)


class Gathering:
    """What has been collected so far of a run on *date* that looks ahead to *until*; the schedules are let go."""

    def __init__(self, engine: Engine, date: dt.date, until: dt.date) -> None:
        self.engine = engine
        self.date = date
        self.until = until
        self._worklist: list[Item] = []
        self._held: list[Item] = []
        self._blocked: list[Item] = []
        self._forecast: list[Item] = []
        self._needs_person: list[Person] = []
        self._supply: list[Supply] = []
        self._ageing = Ageing()
        self._count: Counter[tuple[Standing, str]] = Counter()
        self._open: Counter[tuple[Standing, str]] = Counter()
        self._sums: defaultdict[str, Counter[str]] = defaultdict(Counter)

    # ------------------------------------------------------------ a debtor that is listed

    def take(self, schedule: Schedule) -> None:
        """Collect one debtor's schedule."""
        for found in schedule.invoices:
            self._stand(found)
            if found.standing == "needs a person":
                self._needs_person.append(
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
                self._supply.append(
                    Supply(debtor=schedule.case.debtor, start=stop.start, until=stop.until, reason=stop.reason)
                )
        for event in schedule.case.events:
            if event.kind in ("payment", "credit note") and event.amount is not None and event.date <= self.date:
                self.receive(event.amount.currency, event.amount.minor)

    def _stand(self, found: InvoiceSchedule) -> None:
        currency, outstanding = found.outstanding.currency, found.outstanding.minor
        group = found.group.name if found.group is not None else ""
        self.stand(currency, standing_of(found), 1, outstanding)
        if outstanding > 0 and found.standing != "sold":
            self.age(currency, group, age_of(found.due, self.date), 1, outstanding)
        paid = [allocation for allocation in found.allocations if allocation.date <= self.date]
        discounts = sum(allocation.to_principal for allocation in paid if allocation.kind == "discount")
        self.settle(
            currency,
            invoices=1,
            invoiced=found.invoice.amount.minor,
            outstanding=outstanding,
            to_costs=sum(allocation.to_costs for allocation in paid if allocation.kind != "discount"),
            to_interest=sum(allocation.to_interest for allocation in paid if allocation.kind != "discount"),
            to_principal=sum(allocation.to_principal for allocation in paid) - discounts,
            discounts=discounts,
        )

    def _sort(self, schedule: Schedule, found: InvoiceSchedule, entry: Entry) -> None:
        match entry.state:
            case "due":
                self._worklist.append(_item(schedule, found, entry))
            case "held" | "blocked" if _behind(entry) or standing_of(found) != "open":
                pass  # the step that it comes after is listed, and says why; and what is settled waits for nothing
            case "held":
                self._held.append(_item(schedule, found, entry))
            case "blocked":
                self._blocked.append(_item(schedule, found, entry))
            case "planned" if entry.on is not None and self.date < entry.on <= self.until:
                self._forecast.append(_item(schedule, found, entry))
            case _:
                pass

    def _keep(self, schedule: Schedule, found: InvoiceSchedule) -> None:
        """List the next step as held where a hold with a known end keeps it from today's run."""
        keeps = kept_by(found, self.date)
        entry = _next_of(found)
        if keeps and entry is not None:
            last = max(keeps, key=lambda hold: hold.until or self.date)
            why = (last.reason, Reason("held-until", f"until {last.until}", last.reason.span))
            self._held.append(attrs.evolve(_item(schedule, found, entry), state="held", reasons=why))

    # ------------------------------------------------------------ invoices that are only counted

    def count(
        self, standing: Standing, count: int, *, invoiced: int, outstanding: int, to_costs: int, to_interest: int,
        discounts: int,
    ) -> None:  # fmt: skip
        """Count invoices in the policy's currency that are on their way and stand alike, with their sums."""
        currency = self.engine.policy.currency
        self.stand(currency, standing, count, outstanding)
        self.settle(
            currency,
            invoices=count,
            invoiced=invoiced,
            outstanding=outstanding,
            to_costs=to_costs,
            to_interest=to_interest,
            to_principal=invoiced - outstanding - discounts,
            discounts=discounts,
        )

    def grow_old(self, group: int, due: int | None, count: int, outstanding: int) -> None:
        """Count such invoices of a group (its place) with something open; *due* is a day number, None: not known."""
        policy = self.engine.policy
        day = dt.date.fromordinal(due) if due is not None else None
        self.age(policy.currency, policy.groups[group].name, age_of(day, self.date), count, outstanding)

    def stand(self, currency: str, standing: Standing, count: int, outstanding: int) -> None:
        """Count invoices that stand alike; amounts are minor units of *currency*, here and below."""
        self._count[standing, currency] += count
        self._open[standing, currency] += outstanding

    def age(self, currency: str, group: str, age: Age, count: int, outstanding: int) -> None:
        """Count invoices of one age with something open that were not sold."""
        self._ageing.add(currency, group, age, count, outstanding)

    def settle(self, currency: str, **sums: int) -> None:
        """Add to the sums of a :class:`~.simulation.Reconciliation`, by their names."""
        self._sums[currency].update(sums)

    def receive(self, currency: str, minor: int) -> None:
        """Add a payment or a credit note of the ledger."""
        self._sums[currency]["received"] += minor

    # ------------------------------------------------------------ the whole

    def simulation(self) -> Simulation:
        """All that was collected, in its order."""
        policy = self.engine.policy
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

        worklist, forecast = ordered(self._worklist), ordered(self._forecast)
        return Simulation(
            policy=policy.title,
            date=self.date,
            until=self.until,
            worklist=worklist,
            held=ordered(self._held),
            blocked=ordered(self._blocked),
            needs_person=tuple(
                sorted(self._needs_person, key=lambda one: (one.debtor.id, one.invoice.date, one.invoice.id))
            ),
            supply=tuple(sorted(self._supply, key=lambda stop: stop.debtor.id)),
            forecast=forecast,
            totals=_totals(worklist, rank),
            forecast_totals=_totals(forecast, rank),
            weeks=weeks(forecast, lambda items: _totals(items, rank), date=self.date, until=self.until),
            ageing=self._ageing.totals({group.name: at for at, group in enumerate(policy.groups)}),
            standings=self._standings(),
            reconciliation=self._reconciliation(),
        )

    def _standings(self) -> tuple[StandingTotal, ...]:
        """The invoices by standing and currency."""
        order = get_args(Standing)
        return tuple(
            StandingTotal(standing=standing, count=count, outstanding=Money(self._open[standing, currency], currency))
            for (standing, currency), count in sorted(
                self._count.items(), key=lambda found: (order.index(found[0][0]), found[0][1])
            )
        )

    def _reconciliation(self) -> tuple[Reconciliation, ...]:
        """The sums by currency."""
        names = [field.name for field in attrs.fields(Reconciliation) if field.name != "currency"]
        return tuple(
            Reconciliation(currency=currency, **{name: sums[name] for name in names})
            for currency, sums in sorted(self._sums.items())
        )


def standing_of(found: InvoiceSchedule) -> Standing:
    """How an invoice stands before today's worklist is done: a hand-over that is only due has not happened."""
    if any(entry.state == "due" and entry.step.hand_over is not None for entry in found.entries):
        return "open"
    return found.standing


def part_of(case: Case, invoices: Collection[str]) -> Case:
    """The case of some invoices of a debtor, with what happened to them and to the debtor as a whole."""
    return Case(
        debtor=case.debtor,
        invoices=tuple(invoice for invoice in case.invoices if invoice.id in invoices),
        events=tuple(event for event in case.events if not event.invoice or event.invoice in invoices),
    )


def kept_by(found: InvoiceSchedule, date: dt.date) -> list[HoldPeriod]:
    """The holds with a known end that keep the next step of an invoice from the run of *date*."""
    entry = _next_of(found)
    if entry is None or entry.on is None or entry.on <= date or standing_of(found) != "open":
        return []
    today = [hold for hold in found.holds if hold.start <= date and hold.until and date <= hold.until]
    return [hold for hold in today if hold.clock_stops or (entry.planned and entry.planned <= date)]


def _next_of(found: InvoiceSchedule) -> Entry | None:
    return next((entry for entry in found.entries if entry.state in ("due", "planned")), None)


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
